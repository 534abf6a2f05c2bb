import type { Price } from '../../domain/apartment';

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

/** A checkout can no longer be paid: its time is over, or its payment failed for good. */
export interface Closed {
  readonly kind: 'FAILED' | 'EXPIRED';
  readonly eventId: string;
  readonly reservationId: string;
  readonly checkoutId: string;
}

/** A refund that the provider had taken did not reach the guest. */
export interface RefundFailed {
  readonly kind: 'REFUND_FAILED';
  readonly eventId: string;
  readonly paymentId: string;
}

/** A provider's event, as far as it concerns us. */
export type ProviderEvent = Completed | Closed | RefundFailed | { readonly kind: 'IGNORED' };
