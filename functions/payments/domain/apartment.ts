import type { Price } from '../../domain/payment';

/** An apartment as a payment sees it. */
export interface Apartment {
  readonly id: string;
  readonly name: string;
  readonly price: Price;
  readonly bookedStatus: 'VACANT' | 'RESERVED' | 'PAID';
  readonly reservationId?: string | undefined;
  readonly holdExpiresAt?: string | undefined;
}

/** Who takes an apartment, and by which payment. */
export interface TakeRequest {
  readonly apartmentId: string;
  readonly reservationId: string;
  readonly guestId: string;
  readonly paymentId: string;
  readonly paidAt: string;
}

/** What an apartment was to a payment: PAID in time, TAKEN_AGAIN after the hold, or REFUSED. */
export type Decision = 'PAID' | 'TAKEN_AGAIN' | 'REFUSED';

export interface SettledPayment {
  readonly reservationId: string;
  readonly decision: Decision;
}

/**
 * The table of apartments, as far as payments change it: every change is one conditional write.
 *
 * The first three are a payment's one decision, and the write that makes it also notes it on the apartment:
 * whichever comes first makes the others fail for ever, whoever tries them and however late. Without that note
 * a payment told of again, after staff have vacated the apartment, would take it a second time; and one of two
 * workers might take it while the other gives the money back.
 */
export interface Apartments {
  /** Read consistently. */
  find(id: string): Promise<Apartment | undefined>;
  /** RESERVED by this reservation, and now < holdExpiresAt → PAID. */
  pay(taking: TakeRequest, now: string): Promise<boolean>;
  /** VACANT, or RESERVED by this reservation though its hold is over → PAID. */
  takeAgain(taking: TakeRequest): Promise<boolean>;
  /** Is neither: the payment will never take it. */
  refuse(taking: TakeRequest): Promise<boolean>;
  /** The decisions noted. Read consistently; undefined where there is no such apartment. */
  settled(id: string): Promise<readonly SettledPayment[] | undefined>;
  /** Takes a decision's note away. */
  forget(id: string, settled: SettledPayment): Promise<void>;
}
