/** What became of money that came after the hold was gone. */
export type LatePayment = 'TAKEN_AGAIN' | 'REFUND_PENDING' | 'REFUNDED';

/** What the payments function has written down of a reservation's checkout. Instants are ISO 8601 UTC. */
export interface Payment {
  readonly status: 'OPEN' | 'PAID' | 'EXPIRED';
  /** Where the guest pays. */
  readonly url?: string | undefined;
  /** When the checkout closes: never later than the hold. */
  readonly expiresAt?: string | undefined;
  readonly paidAt?: string | undefined;
  readonly latePayment?: LatePayment | undefined;
}

/** The table of the payments function: others only read it. */
export interface Payments {
  /** Undefined where no checkout was asked for. Read consistently. */
  find(reservationId: string): Promise<Payment | undefined>;
}
