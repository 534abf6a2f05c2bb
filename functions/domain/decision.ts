/**
 * What an apartment is to the money of a reservation: PAID in time, TAKEN_AGAIN after the hold, REFUSED because it
 * is somebody else's, or CANCELLED because the guest had given the hold up.
 */
export const DECISIONS = ['PAID', 'TAKEN_AGAIN', 'REFUSED', 'CANCELLED'] as const;
export type Decision = (typeof DECISIONS)[number];

/** A decision as the apartment notes it. */
export interface SettledPayment {
  readonly reservationId: string;
  readonly decision: Decision;
}
