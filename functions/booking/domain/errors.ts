import { DomainError } from '../../domain/errors';

export class ApartmentUnavailable extends DomainError {
  override readonly name = 'ApartmentUnavailable';

  /** @param why the apartment cannot be reserved, as a sentence */
  constructor(why: string) {
    super(`${why} Choose another apartment, or try again later.`);
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

export class RefundUnavailable extends DomainError {
  override readonly name = 'RefundUnavailable';

  constructor() {
    super(
      "A refund cannot be ordered together with the end of a stay yet. Refund in the payment provider's dashboard, and end the reservation with refund NONE.",
    );
  }
}
