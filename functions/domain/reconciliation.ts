/** A day's comparison with the provider, and how far it is. Instants are ISO 8601 UTC with milliseconds. */
export interface Reconciliation {
  /** What happened before this is compared. */
  readonly until: string;
  /** The provider's events before this are dealt with. */
  readonly eventsTo: string;
  /** Behind which of the stored objects it goes on; undefined: from the first. */
  readonly objectsAfter: string | undefined;
  readonly areObjectsDone: boolean;
}

/** Something stored that has not come to its end. */
export type StoredObject =
  | { readonly kind: 'CHECKOUT'; readonly reservationId: string }
  | { readonly kind: 'REFUND'; readonly paymentId: string; readonly id: string }
  | { readonly kind: 'DISPUTE'; readonly disputeId: string };

/** The state of the daily comparison, and what it compares. */
export interface Reconciliations {
  find(): Promise<Reconciliation | undefined>;
  store(state: Reconciliation): Promise<void>;
  /** A page of all that is not final, whatever its reservation says. `next`: where to go on. */
  page(
    after: string | undefined,
    now: string,
  ): Promise<{ readonly objects: readonly StoredObject[]; readonly next: string | undefined }>;
}
