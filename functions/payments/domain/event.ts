import type { Price } from '../../domain/apartment';
import type { DisputeStatus } from '../../domain/dispute';
import type { RefundStatus } from '../../domain/payment';

/** Money that the provider has taken for a checkout. */
export interface Capture extends Price {
  readonly reservationId: string;
  readonly checkoutId: string;
  readonly paymentId: string;
}

/** What the provider says of a checkout when it is asked. */
export type CheckoutState =
  /** It can be paid. */
  | { readonly status: 'OPEN' }
  /** It can no longer be paid, and was not. */
  | { readonly status: 'CLOSED' }
  /** The guest is done with it, but its money has not come. */
  | { readonly status: 'UNPAID' }
  | { readonly status: 'PAID'; readonly capture: Capture };

/** Money has come. */
export interface Completed extends Capture {
  readonly kind: 'COMPLETED';
  readonly eventId: string;
}

/**
 * A checkout can no longer be paid: its time is over, or its payment failed for good. UNPAID: the guest has completed
 * it, and its money may come days later.
 */
export interface Closed {
  readonly kind: 'FAILED' | 'EXPIRED' | 'UNPAID';
  readonly eventId: string;
  readonly reservationId: string;
  readonly checkoutId: string;
}

/** A refund at the provider. */
export interface RefundState extends Price {
  /** Which of our refunds it is, as it is marked; undefined where it has no mark. */
  readonly id?: string | undefined;
  readonly refundId: string;
  readonly paymentId: string;
  readonly status: RefundStatus;
}

/** Something has happened to a refund. Events come in any order: how far it is, is asked for. */
export interface RefundChanged {
  readonly kind: 'REFUND';
  readonly eventId: string;
  readonly refundId: string;
  readonly paymentId: string;
}

/** Something of a payment was given back: which refunds there are, is asked for. */
export interface PaymentRefunded {
  readonly kind: 'PAYMENT_REFUNDED';
  readonly eventId: string;
  readonly paymentId: string;
}

/** Something has happened to a dispute: how far it is, is asked for. */
export interface DisputeChanged {
  readonly kind: 'DISPUTE';
  readonly eventId: string;
  readonly disputeId: string;
}

/** A dispute at the provider. */
export interface DisputeState extends Price {
  readonly disputeId: string;
  readonly paymentId: string;
  readonly status: DisputeStatus;
  /** What it has moved: below 0 what was taken, above 0 what was given back. */
  readonly transactions: readonly (Price & { readonly transactionId: string })[];
}

/** A provider's event, as far as it concerns us. */
export type ProviderEvent =
  | Completed
  | Closed
  | RefundChanged
  | PaymentRefunded
  | DisputeChanged
  | { readonly kind: 'IGNORED' };
