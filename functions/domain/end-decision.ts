/** What staff give back when they end a stay: nothing, all that is left of the payment, or a part of it. */
export const REFUND_CHOICES = ['NONE', 'FULL', 'PARTIAL'] as const;
export type RefundChoice = (typeof REFUND_CHOICES)[number];

/** The decision to end a stay. The first one stands. */
export interface EndDecision {
  readonly refund: RefundChoice;
  /** With PARTIAL only, in minor units. */
  readonly amount?: number | undefined;
  readonly reason?: string | undefined;
  /** Who of the staff gave it. */
  readonly by: string;
  readonly decidedAt: string;
}

export interface EndDecisions {
  /** Read consistently. */
  find(reservationId: string): Promise<EndDecision | undefined>;
  /** False where one stands already, or the reservation has no record. */
  decide(reservationId: string, decision: EndDecision): Promise<boolean>;
}
