import type * as z from 'zod';
import type { DESCRIPTION } from './apartment-fields';
import type { SettledPayment } from './decision';

export type BookedStatus = 'VACANT' | 'RESERVED' | 'PAID';

/** Why a reservation lost the apartment: its hold was over, its guest cancelled, or its paid stay ended. */
export type ReleaseReason = 'EXPIRED' | 'CANCELLED' | 'ENDED';

/** `amount` is in minor units: 12900 is 129.00. `currency` is an ISO 4217 code. */
export interface Price {
  readonly amount: number;
  readonly currency: string;
}

type Rules = Readonly<Record<string, z.ZodType>>;

type Given<Shape extends Rules> = {
  readonly [Name in keyof Shape as undefined extends z.output<Shape[Name]> ? never : Name]: z.output<
    Shape[Name]
  >;
};

/** Fields by `field.optional`. */
type Optional<Shape extends Rules> = {
  readonly [Name in keyof Shape as undefined extends z.output<Shape[Name]> ? Name : never]?: z.output<
    Shape[Name]
  >;
};

/** What staff say of an apartment. */
export interface ApartmentDescription extends Given<typeof DESCRIPTION>, Optional<typeof DESCRIPTION> {
  readonly id: string;
}

/** An apartment as everybody may see it: never by whom it is reserved. */
export interface Apartment extends ApartmentDescription {
  readonly bookedStatus: BookedStatus;
  /** While RESERVED: when it is vacant again if nobody pays. */
  readonly holdExpiresAt: string | null;
  /** True while it is not for sale: nobody new can reserve it. A hold or a paid stay goes on. */
  readonly withdrawn?: boolean | undefined;
}

/** An apartment, and whether it was removed: then nobody sees it any more. */
export interface StoredApartment {
  readonly apartment: Apartment;
  readonly removed: boolean;
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
  /** True while it is not for sale. */
  readonly withdrawn?: boolean | undefined;
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
  /** Also those that are vacant and not for sale. */
  readonly withdrawn?: boolean | undefined;
  /** How many apartments to look at, before the others leave some out. */
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
