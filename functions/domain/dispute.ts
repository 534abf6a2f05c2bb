import type { Price } from './apartment';

/** How far a dispute is: the guest's bank has taken the money back, and the provider decides whose it is. */
export const DISPUTE_STATUSES = ['OPEN', 'WON', 'LOST'] as const;
export type DisputeStatus = (typeof DISPUTE_STATUSES)[number];

export interface Dispute extends Price {
  readonly disputeId: string;
  readonly paymentId: string;
  readonly reservationId: string;
  readonly status: DisputeStatus;
  readonly openedAt: string;
}
