import type { Price } from './apartment';

/**
 * What moved money: CAPTURE came from a guest; REFUND went back; REFUND_FAILED is a refund that had succeeded and
 * came back; DISPUTE was taken by a guest's bank, or given back by it.
 */
export const MOVEMENTS = ['CAPTURE', 'REFUND', 'REFUND_FAILED', 'DISPUTE'] as const;
export type Movement = (typeof MOVEMENTS)[number];

/** One line of the ledger. It is written once and never changed. */
export interface LedgerLine extends Price {
  readonly movement: Movement;
  /** What the provider calls it: the payment, the refund, or the dispute's balance transaction. */
  readonly sourceId: string;
  readonly paymentId: string;
  readonly reservationId: string;
  /** When Keyhold wrote it. */
  readonly at: string;
}
