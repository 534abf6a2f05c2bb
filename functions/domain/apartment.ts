import type { SettledPayment } from './decision';

export type BookedStatus = 'VACANT' | 'RESERVED' | 'PAID';

/** Why a reservation lost the apartment: its hold was over, its guest cancelled, or its paid stay ended. */
export type ReleaseReason = 'EXPIRED' | 'CANCELLED' | 'ENDED';

/** `amount` is in minor units: 12900 is 129.00. `currency` is an ISO 4217 code. */
export interface Price {
  readonly amount: number;
  readonly currency: string;
}

/** What staff say of an apartment. */
export interface ApartmentDescription {
  readonly id: string;
  readonly complexId: string;
  readonly name: string;
  readonly description: string | null;
  readonly bedrooms: number;
  readonly price: Price;
}

/** An apartment as everybody may see it: never by whom it is reserved. */
export interface Apartment extends ApartmentDescription {
  readonly bookedStatus: BookedStatus;
  /** While RESERVED: when it is vacant again if nobody pays. */
  readonly holdExpiresAt: string | null;
}

/** Whose an apartment is at this moment. */
export interface Occupancy {
  readonly bookedStatus: BookedStatus;
  readonly reservationId?: string | undefined;
  readonly holdExpiresAt?: string | undefined;
  readonly paidAt?: string | undefined;
  /** The reservation that lost the apartment last, and why. */
  readonly releasedReservationId?: string | undefined;
  readonly releaseReason?: ReleaseReason | undefined;
  /** What was decided about reservations lately. */
  readonly settled?: readonly SettledPayment[] | undefined;
}

/** Whose an apartment is, and for what price it is let. */
export interface Offer extends Occupancy {
  readonly price: Price;
}

/** Which apartments to read: of one complex or of all, from behind the apartment `after`. */
export interface ApartmentSelection {
  readonly complexId: string | undefined;
  readonly bookedStatus: BookedStatus | undefined;
  readonly after: string | undefined;
  /** How many apartments to look at, before bookedStatus leaves some out. */
  readonly limit: number;
}

/** Some apartments; `next` is the last one looked at while there may be more. */
export interface ApartmentSlice {
  readonly apartments: readonly Apartment[];
  readonly next: string | undefined;
}

/** Reading the apartments. */
export interface ApartmentReader {
  /** Read consistently. */
  find(id: string): Promise<Apartment | undefined>;
  /** Read consistently. */
  occupancy(id: string): Promise<Occupancy | undefined>;
  /** May lag behind writes by a moment. */
  slice(selection: ApartmentSelection): Promise<ApartmentSlice>;
}
