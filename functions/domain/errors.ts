/**
 * An error that its caller can act on: a name and a sentence. Clients know it by the name, so it is a contract,
 * written out because the minified bundle renames the classes. How it is answered, as a GraphQL errorType or as
 * an HTTP status, is known to runtime/ alone.
 */
export abstract class DomainError extends Error {
  abstract override readonly name: string;
}

/** The field named does not hold what it should: nothing was started or written. */
export class InvalidInput extends DomainError {
  override readonly name = 'InvalidInput';

  /** @param problem what is wrong and what it should be: `is missing; it must be …` */
  constructor(
    readonly field: string,
    problem: string,
  ) {
    super(`${field} ${problem}`);
  }
}

export class ReservationNotFound extends DomainError {
  override readonly name = 'ReservationNotFound';

  constructor(reservationId: string) {
    super(`There is no reservation ${reservationId}. Give the id that reserveApartment answered with.`);
  }
}

export class HoldExpired extends DomainError {
  override readonly name = 'HoldExpired';

  /** @param consequence what that means for the caller, as a sentence */
  constructor(holdExpiresAt: string | null, consequence: string) {
    super(`The hold ended${holdExpiresAt === null ? '' : ` at ${holdExpiresAt}`}. ${consequence}`);
  }
}

export class AlreadyPaid extends DomainError {
  override readonly name = 'AlreadyPaid';

  /** @param consequence what that means for the caller, as a sentence */
  constructor(consequence: string) {
    super(`The reservation is paid. ${consequence}`);
  }
}
