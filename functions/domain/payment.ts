import type { Price } from './apartment';

/** What became of money that came when its hold was gone. */
export type LatePayment = 'TAKEN_AGAIN' | 'REFUND_PENDING' | 'REFUNDED';

/**
 * What a checkout is made from. It is stored before the provider is asked and never changes afterwards, so
 * that whoever asks the provider again, asks for the very same. Instants are ISO 8601 UTC with milliseconds.
 */
export interface Order extends Price {
  readonly reservationId: string;
  readonly apartmentId: string;
  /** For the guest to read at the checkout. */
  readonly apartmentName: string;
  readonly guestId: string;
  /** Where the guest comes back to: `https://example.com`. */
  readonly site: string;
  /** 1 for the first checkout of a reservation; another is made only when the last can no longer be paid. */
  readonly attempt: number;
  readonly openedAt: string;
  /** Never later than the hold. */
  readonly expiresAt: string;
}

/** A checkout at the provider, where the guest pays. */
export interface Checkout {
  readonly checkoutId: string;
  readonly url: string;
}

/** The payment of one reservation, from its first checkout to what became of the money. */
export interface Payment extends Order {
  readonly provider: string;
  /** OPEN without a url: the provider is being asked for the checkout. */
  readonly status: 'OPEN' | 'PAID' | 'EXPIRED';
  readonly checkoutId?: string | undefined;
  readonly url?: string | undefined;
  /** The one payment that counts for this reservation; any other is refunded. */
  readonly paymentId?: string | undefined;
  /** When its money was first reported. */
  readonly receivedAt?: string | undefined;
  /** Since when it is known what became of the money. */
  readonly settledAt?: string | undefined;
  readonly paidAt?: string | undefined;
  readonly latePayment?: LatePayment | undefined;
  /** Payments that do not count, and are given back. */
  readonly otherPaymentIds?: ReadonlySet<string> | undefined;
  /** Since when the provider has confirmed that its checkout takes no more money. */
  readonly closedAt?: string | undefined;
  /** When a webhook first told of its checkout. */
  readonly toldAt?: string | undefined;
  /** When it was reported that none has. */
  readonly missedAt?: string | undefined;
}

/** Why money is given back: STAFF has decided so; PROVIDER, in its dashboard; anything else Keyhold has. */
export const REFUND_REASONS = [
  'LATE',
  'SECOND_PAYMENT',
  'UNKNOWN_RESERVATION',
  'WRONG_AMOUNT',
  'STAFF',
  'PROVIDER',
] as const;
export type RefundReason = (typeof REFUND_REASONS)[number];

export interface RefundRequest extends Price {
  /** Its own among the refunds of its payment. The refund that Keyhold gives by itself has its payment's id. */
  readonly id: string;
  readonly paymentId: string;
  readonly reservationId: string;
  readonly reason: RefundReason;
}

/** How far a refund is at the provider (https://docs.stripe.com/api/refunds/object). */
export const REFUND_STATUSES = ['PENDING', 'REQUIRES_ACTION', 'SUCCEEDED', 'FAILED', 'CANCELED'] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];

export interface Refund extends RefundRequest {
  readonly requestedAt: string;
  /** REFUNDED: the provider says that it has succeeded. FAILED was written by earlier versions: it is tried again. */
  readonly status: 'PENDING' | 'REFUNDED' | 'FAILED';
  /** From 1; raised after each answer that is not a refund. A provider repeats its answer to a repeated request. */
  readonly attempt: number;
  /** The refund that the provider has made in this attempt, and how far it was when last heard of. */
  readonly refundId?: string | undefined;
  readonly providerStatus?: RefundStatus | undefined;
  /** When the provider last refused it, or ended it without success. */
  readonly failedAt?: string | undefined;
}

/** Keyhold's own refund gives back all that is left of a payment; those of staff give back their amount. */
export function isWhole({ id, paymentId }: Pick<RefundRequest, 'id' | 'paymentId'>): boolean {
  return id === paymentId;
}

/** A refund as the guest and the staff are told of it. */
export interface ReservationRefund extends Price {
  readonly id: string;
  /** FAILED: the provider did not make it. It is tried again, and the operators are told. */
  readonly status: 'PENDING' | 'REFUNDED' | 'FAILED';
}

/** What a reservation's guest may know of its payment. */
export interface PaymentSummary extends Pick<Payment, 'status' | 'url' | 'paidAt' | 'latePayment'> {
  /** When the checkout closes: never later than the hold. */
  readonly expiresAt?: string | undefined;
  readonly refunds: readonly ReservationRefund[];
}

/** The payment that counts for a reservation, as its order says it. */
export interface ClaimedPayment extends Price {
  readonly reservationId: string;
  readonly paymentId: string;
  readonly receivedAt: string;
}

export interface PaymentSummaries {
  /** Undefined where no checkout was asked for. Read consistently. */
  find(reservationId: string): Promise<PaymentSummary | undefined>;
}
