/**
 * The closed list of what payments answer that is no success: an HTTP status, and as `errorType` its name, which
 * is a contract, written out because the minified bundle renames the classes.
 */
export abstract class PaymentError extends Error {
  abstract override readonly name: string;
  abstract readonly status: number;
  abstract readonly title: string;
  /** Header fields besides those of every problem document. */
  readonly headers: Readonly<Record<string, string>> = {};
}

abstract class BadRequest extends PaymentError {
  readonly status = 400;
  readonly title = 'Bad Request';
}

abstract class Conflict extends PaymentError {
  readonly status = 409;
  readonly title = 'Conflict';
}

/** A request that is not what it should be; the sentence names the field. */
export class InvalidInput extends BadRequest {
  override readonly name = 'InvalidInput';
}

/** An event that the provider did not sign, or signed too long ago. Nothing was written. */
export class InvalidSignature extends BadRequest {
  override readonly name = 'InvalidSignature';

  constructor() {
    super(
      'The event is not signed by a webhook secret of this endpoint, or was signed more than five minutes ago.',
    );
  }
}

/** An event that is signed and yet none that we know how to read. */
export class MalformedEvent extends BadRequest {
  override readonly name = 'MalformedEvent';
}

/** Who comes past the edge. */
export class Forbidden extends PaymentError {
  override readonly name = 'Forbidden';
  readonly status = 403;
  readonly title = 'Forbidden';

  constructor() {
    super("Payments are reached by the site's own address only.");
  }
}

export class NotFound extends PaymentError {
  override readonly name = 'NotFound';
  readonly status = 404;
  readonly title = 'Not Found';

  constructor() {
    super('There is nothing at this address. A checkout is asked for by POST /payments/checkout.');
  }
}

export class ReservationNotFound extends PaymentError {
  override readonly name = 'ReservationNotFound';
  readonly status = 404;
  readonly title = 'Not Found';

  constructor(reservationId: string) {
    super(`There is no reservation ${reservationId}. Give the id that reserveApartment answered with.`);
  }
}

export class MethodNotAllowed extends PaymentError {
  override readonly name = 'MethodNotAllowed';
  readonly status = 405;
  readonly title = 'Method Not Allowed';
  override readonly headers: Readonly<Record<string, string>>;

  constructor(allowed: string) {
    super(`This address takes ${allowed} only.`);
    this.headers = { allow: allowed };
  }
}

/** The reservation does not hold its apartment, and its deadline is not the reason. */
export class NotHeld extends Conflict {
  override readonly name = 'NotHeld';

  constructor() {
    super(
      'The reservation does not hold its apartment: it is not decided yet, was refused, or was cancelled. Only what is held can be paid.',
    );
  }
}

export class HoldExpired extends Conflict {
  override readonly name = 'HoldExpired';

  constructor(holdExpiresAt: string) {
    super(`The hold ended at ${holdExpiresAt}. Reserve again to pay.`);
  }
}

export class AlreadyPaid extends Conflict {
  override readonly name = 'AlreadyPaid';

  constructor() {
    super('The reservation has been paid, and nothing more is to be paid.');
  }
}

/** A test checkout that has ended otherwise. */
export class CheckoutClosed extends Conflict {
  override readonly name = 'CheckoutClosed';

  constructor() {
    super('This checkout is closed: it was paid, has failed, or its hold has ended. Go back to the site.');
  }
}

/** Checkouts of one reservation began and ended at the same time, again and again. */
export class CheckoutContended extends Conflict {
  override readonly name = 'CheckoutContended';

  constructor() {
    super('The checkout of this reservation is being changed. Ask for it again.');
  }
}

export class BodyTooLarge extends PaymentError {
  override readonly name = 'BodyTooLarge';
  readonly status = 413;
  readonly title = 'Content Too Large';

  constructor(most: number) {
    super(`The body has more than ${most} bytes.`);
  }
}

/** The provider did not answer, or not as it should. What it was asked may be asked again. */
export class ProviderUnavailable extends PaymentError {
  override readonly name = 'ProviderUnavailable';
  readonly status = 503;
  readonly title = 'Service Unavailable';
  override readonly headers = { 'retry-after': '5' };

  constructor(options?: ErrorOptions) {
    super('The payment provider cannot be reached. Nothing was paid; try again.', options);
  }
}

/** Everything that is our fault. It tells nothing but where the cause is to be found: in the log. */
export class InternalError extends PaymentError {
  override readonly name = 'InternalError';
  readonly status = 500;
  readonly title = 'Internal Server Error';

  constructor(requestId: string) {
    super(`The request could not be answered. Try again; if it fails again, report request ${requestId}.`);
  }
}
