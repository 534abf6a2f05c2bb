import type { Occupancy, Offer } from './apartment';
import type { SettledPayment } from './decision';

/** An apartment as a payment sees it. */
export interface PayableApartment extends Offer {
  readonly id: string;
  readonly name: string;
}

/** Who takes an apartment, and by which payment. */
export interface TakeRequest {
  readonly apartmentId: string;
  readonly reservationId: string;
  readonly guestId: string;
  readonly paymentId: string;
  readonly paidAt: string;
}

/**
 * The table of apartments, as far as payments change it: every change is one conditional write.
 *
 * The first three are a payment's one decision, and the write that makes it also notes it on the apartment:
 * whichever comes first makes the others fail for ever, whoever tries them and however late. Without that note
 * a payment whose event comes again after staff have ended the stay would take the apartment a second time; and one of
 * two workers might take it while the other gives the money back. A cancelled hold is noted in the same way: its
 * guest does not want the apartment any more, so no payment takes it.
 */
export interface PayableApartments {
  /** Read consistently. */
  payable(id: string): Promise<PayableApartment | undefined>;
  /** RESERVED by this reservation, and now < holdExpiresAt → PAID. */
  pay(request: TakeRequest, now: string): Promise<boolean>;
  /** VACANT, or RESERVED by this reservation though its hold is over → PAID. */
  takeAgain(request: TakeRequest): Promise<boolean>;
  /** Is neither: the payment will never take it. */
  refuse(request: TakeRequest): Promise<boolean>;
  /** The decisions noted. Read consistently; undefined where there is no such apartment. */
  settledPayments(id: string): Promise<readonly SettledPayment[] | undefined>;
  /** Read consistently. */
  occupancy(id: string): Promise<Occupancy | undefined>;
  /** RESERVED by this reservation, and holdExpiresAt <= now → VACANT, noted as EXPIRED. */
  expire(id: string, reservationId: string, now: string): Promise<boolean>;
  /** PAID by this reservation → VACANT, once staff have decided so. */
  end(id: string, reservationId: string): Promise<boolean>;
  /** Takes a decision's note away. */
  forget(id: string, settled: SettledPayment): Promise<void>;
}
