import type { Price } from '../../domain/apartment';

/** Money has come. */
export interface Completed extends Price {
  readonly kind: 'COMPLETED';
  readonly eventId: string;
  readonly reservationId: string;
  readonly checkoutId: string;
  readonly paymentId: string;
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
