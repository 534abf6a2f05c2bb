import { DomainError } from '../../domain/errors';

/** An event that the provider did not sign, or signed too long ago. Nothing was written. */
export class InvalidSignature extends DomainError {
  override readonly name = 'InvalidSignature';

  constructor() {
    super(
      'The event is not signed by a webhook secret of this endpoint, or was signed more than five minutes ago.',
    );
  }
}

/** An event that is signed, but cannot be read. */
export class MalformedEvent extends DomainError {
  override readonly name = 'MalformedEvent';
}

/** An event of the provider's other mode: test money for an environment that takes real money, or the reverse. */
export class WrongMode extends DomainError {
  override readonly name = 'WrongMode';

  constructor(live: boolean) {
    const [given, wanted] = live ? ['live', 'test'] : ['test', 'live'];
    super(
      `The event is of the provider's ${given} mode, and this environment takes events of its ${wanted} mode. Nothing was written; send it to the other environment's endpoint.`,
    );
  }
}

/** The provider's key is of its other mode. */
export class WrongKeyMode extends Error {
  override readonly name = 'WrongKeyMode';

  constructor(parameter: string, live: boolean) {
    super(
      `The key in ${parameter} is not of Stripe's ${live ? 'live' : 'test'} mode, which this environment needs (payments.live in config/environments.ts). Store the other key.`,
    );
  }
}

/** The reservation does not hold its apartment, and its deadline is not the reason. */
export class NotHeld extends DomainError {
  override readonly name = 'NotHeld';

  constructor() {
    super(
      'The reservation does not hold its apartment: it is not decided yet, was refused, or was cancelled. Only a reservation that holds its apartment can be paid.',
    );
  }
}

/** A test checkout that has ended otherwise. */
export class CheckoutClosed extends DomainError {
  override readonly name = 'CheckoutClosed';

  constructor() {
    super('This checkout is closed: it was paid, has failed, or its hold has ended. Go back to the site.');
  }
}

/** Checkouts of one reservation began and ended at the same time, again and again. */
export class CheckoutContended extends DomainError {
  override readonly name = 'CheckoutContended';

  constructor() {
    super('The checkout of this reservation is being changed. Ask for it again.');
  }
}

/** The provider did not answer, or not as it should. The same request may be sent again. */
export class ProviderUnavailable extends DomainError {
  override readonly name = 'ProviderUnavailable';
  /**
   * What the provider answered where the same request would get the same answer: that it refuses, or that it
   * failed. Undefined where it did not answer, or answers otherwise the next time.
   */
  readonly answer: 'REFUSED' | 'FAILED' | undefined;

  constructor({ answer, ...options }: ErrorOptions & { readonly answer?: 'REFUSED' | 'FAILED' } = {}) {
    super('The payment provider cannot be reached. Nothing was paid; try again.', options);
    this.answer = answer;
  }
}

/** The provider has ended a refund without success. The next try makes another. */
export class RefundNotMade extends Error {
  override readonly name = 'RefundNotMade';

  constructor({ refundId, status }: { readonly refundId: string; readonly status: string }) {
    super(`Refund ${refundId} is ${status}: the money has not left. It is made anew.`);
  }
}
