import type { Apartment } from '../../domain/apartment';
import type { EndDecision } from '../../domain/end-decision';
import { DomainError } from '../../domain/errors';

export class ApartmentUnavailable extends DomainError {
  override readonly name = 'ApartmentUnavailable';

  /** @param why the apartment cannot be reserved, as a sentence */
  constructor(why: string) {
    super(`${why} Choose another apartment, or try again later.`);
  }
}

export class ApartmentNotFound extends DomainError {
  override readonly name = 'ApartmentNotFound';

  constructor(apartmentId: string) {
    super(`There is no apartment ${apartmentId}. Give the id of one that listApartments shows.`);
  }
}

/** It is held or paid, and so cannot be removed. */
export class ApartmentInUse extends DomainError {
  override readonly name = 'ApartmentInUse';

  constructor({ id, bookedStatus }: Apartment) {
    super(
      `Apartment ${id} is ${bookedStatus}, and only a vacant one can be removed. Withdraw it, so that nobody new reserves it; ${NEXT_STEP[bookedStatus]}`,
    );
  }
}

const NEXT_STEP: Readonly<Record<Apartment['bookedStatus'], string>> = {
  VACANT: 'then remove it again.',
  RESERVED: 'remove it once its hold is over, or is cancelled by cancelReservation.',
  PAID: 'remove it once its stay is ended by endReservation.',
};

export class ApartmentRemoved extends DomainError {
  override readonly name = 'ApartmentRemoved';

  constructor(apartmentId: string) {
    super(`Apartment ${apartmentId} was removed, and its id is not used again. Give the new one another id.`);
  }
}

/** Staff have stopped all new holds. */
export class HoldsStopped extends DomainError {
  override readonly name = 'HoldsStopped';

  constructor() {
    super(
      'New reservations are not taken at the moment. What is held or paid stays as it is. Try again later.',
    );
  }
}

export class PriceChanged extends DomainError {
  override readonly name = 'PriceChanged';

  constructor(apartmentId: string) {
    super(
      `The price of apartment ${apartmentId} is not the one that was sent. Nothing is reserved. Show the new price and ask again.`,
    );
  }
}

export class NotPaid extends DomainError {
  override readonly name = 'NotPaid';

  constructor(reservationId: string, status: string) {
    super(
      `Reservation ${reservationId} is ${status}, not PAID. Only a paid stay can be ended; a hold is given up by cancelReservation.`,
    );
  }
}

export class AlreadyEnded extends DomainError {
  override readonly name = 'AlreadyEnded';

  constructor(reservationId: string, { refund, amount }: Pick<EndDecision, 'refund' | 'amount'>) {
    const decision = amount === undefined ? refund : `${refund} of ${amount}`;
    super(
      `Reservation ${reservationId} was ended with refund ${decision}, and that stands. Give back more by refundReservation.`,
    );
  }
}

/** No payment came by the provider: the stay was imported, or cost nothing. */
export class RefundUnavailable extends DomainError {
  override readonly name = 'RefundUnavailable';

  constructor(reservationId: string) {
    super(
      `No payment of reservation ${reservationId} is known, so nothing can be given back by the payment provider. End it with refund NONE.`,
    );
  }
}
