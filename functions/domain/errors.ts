/**
 * The closed list of errors a client of the API can meet. AppSync passes an error's `name` on as
 * `errorType` and its message as `message`
 * (https://docs.aws.amazon.com/appsync/latest/devguide/direct-lambda-reference.html): a name is a
 * contract, written out because the minified bundle renames the classes.
 */
export abstract class BookingError extends Error {
  abstract override readonly name: string;
}

/** The field named does not hold what it should: nothing was started or written. */
export class InvalidInput extends BookingError {
  override readonly name = 'InvalidInput';

  /** @param problem what is wrong and what it should be: `is missing; it must be …` */
  constructor(
    readonly field: string,
    problem: string,
  ) {
    super(`${field} ${problem}`);
  }
}

export class ApartmentNotFound extends BookingError {
  override readonly name = 'ApartmentNotFound';

  constructor(apartmentId: string) {
    super(`There is no apartment ${apartmentId}. List the apartments to find the id of the one you mean.`);
  }
}

export class ReservationNotFound extends BookingError {
  override readonly name = 'ReservationNotFound';

  constructor(reservationId: string) {
    super(`There is no reservation ${reservationId}. Give the id that reserveApartment answered with.`);
  }
}

export class HoldExpired extends BookingError {
  override readonly name = 'HoldExpired';

  constructor(holdExpiresAt: string | null) {
    super(
      `The hold ended${holdExpiresAt === null ? '' : ` at ${holdExpiresAt}`} and there is nothing left to cancel.`,
    );
  }
}

export class AlreadyPaid extends BookingError {
  override readonly name = 'AlreadyPaid';

  constructor() {
    super('The reservation is paid and can no longer be cancelled. Ask the staff to vacate the apartment.');
  }
}

export class NotPaid extends BookingError {
  override readonly name = 'NotPaid';

  constructor(apartmentId: string) {
    super(
      `Apartment ${apartmentId} is not PAID. Only a paid apartment can be vacated; a hold ends by itself.`,
    );
  }
}

/** Everything that is our fault. It tells nothing but where the cause is to be found: in the log. */
export class InternalError extends BookingError {
  override readonly name = 'InternalError';

  constructor(requestId: string) {
    super(`The request could not be answered. Try again; if it fails again, report request ${requestId}.`);
  }
}
