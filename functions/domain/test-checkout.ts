import type { Price } from './apartment';
import type { Refund } from './payment';

/** A checkout as the test provider keeps it. */
export interface TestCheckout extends Price {
  readonly checkoutId: string;
  readonly reservationId: string;
  readonly apartmentName: string;
  readonly site: string;
  readonly holdExpiresAt: string;
  readonly status: 'OPEN' | 'PAID' | 'FAILED' | 'EXPIRED';
  /** From when on its money is there; undefined: at once. */
  readonly paidAt?: string | undefined;
}

/** What the test provider keeps. Checkouts and refunds are stored once, whoever repeats it. */
export interface TestCheckouts {
  find(checkoutId: string): Promise<TestCheckout | undefined>;
  create(checkout: TestCheckout): Promise<void>;
  /** Ends an OPEN checkout; false where it is not OPEN. */
  close(checkoutId: string, status: 'PAID' | 'FAILED' | 'EXPIRED', paidAt?: string): Promise<boolean>;
  refund(refund: Refund): Promise<void>;
  findRefund(refund: Pick<Refund, 'paymentId' | 'id'>): Promise<Price | undefined>;
}
