import type { Apartment, BookedStatus, ReleaseReason } from './apartment';

/** Whose an apartment is, as its item says it. Instants are ISO 8601 UTC with milliseconds. */
export interface Booking {
  readonly bookedStatus: BookedStatus;
  readonly reservationId?: string | undefined;
  readonly guestId?: string | undefined;
  readonly reservedAt?: string | undefined;
  readonly holdExpiresAt?: string | undefined;
  readonly paidAt?: string | undefined;
  readonly paymentId?: string | undefined;
  /** The reservation that lost the apartment last, and why. */
  readonly releasedReservationId?: string | undefined;
  readonly releaseReason?: ReleaseReason | undefined;
  /** The reservation that staff cancelled last, and who did. */
  readonly cancelledBy?: { readonly reservationId: string; readonly by: string } | undefined;
}

/** One write to the table of apartments, as its stream tells it. */
export interface ApartmentChange {
  readonly apartmentId: string;
  /** When it was written, to the second. */
  readonly at: string;
  /** Undefined for an apartment that is new. */
  readonly before: Booking | undefined;
  /** Undefined for one that was deleted. */
  readonly after: Booking | undefined;
}

/** A record of the stream: what order needs is known at once, the rest is read when its turn comes. */
export interface StreamRecord {
  readonly apartmentId: string;
  readonly sequenceNumber: string;
  /** @throws MalformedItem */
  change(): ApartmentChange;
  /**
   * The apartment as everybody may see it after the write; undefined where it was deleted, or where nothing
   * that everybody may see has changed.
   * @throws MalformedItem
   */
  visibleChange(): Apartment | undefined;
}
