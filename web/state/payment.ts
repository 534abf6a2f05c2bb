import { LATE_PAYMENTS, type LatePayment } from '../api/reservations';

/** `begun` when the guest leaves for the payment page, then the outcome that the page reports. */
export const OUTCOMES = ['begun', 'done', 'failed', 'cancelled'] as const;

/** A payment as this browser knows it. Only the server knows whether money came. */
export interface PaymentAttempt {
  readonly outcome: (typeof OUTCOMES)[number];
  /** When it was recorded (ms since the epoch, the server's clock). */
  readonly at: number;
  /** The filter in the URL when the guest left for the payment page, restored on return. */
  readonly search: string;
}

/** The payment after an event at `now`. `at` always grows, so that the later one of two tabs counts. */
export function paymentAfter(
  before: PaymentAttempt | undefined,
  outcome: PaymentAttempt['outcome'],
  now: number,
  search: string,
): PaymentAttempt {
  return { outcome, at: Math.max(now, (before?.at ?? 0) + 1), search };
}

/** The later stage of two. */
export function laterOf(a: LatePayment | undefined, b: LatePayment | undefined): LatePayment | undefined {
  const stage = (word: LatePayment | undefined) => (word ? LATE_PAYMENTS.indexOf(word) : -1);
  return stage(b) > stage(a) ? b : a;
}

/** How long the page waits for the confirmation of a payment (ms) before the guest can act again. */
const CONFIRMATION_MS = 30_000;

/**
 * Whether the guest has paid just now, by their own account. A return that was recorded before the server's clock
 * was known may be off by hours in either direction, and does not count.
 */
export function isConfirming(payment: PaymentAttempt | undefined, now: number): boolean {
  return payment?.outcome === 'done' && Math.abs(now - payment.at) < CONFIRMATION_MS;
}

/** Whether money may be on its way, as far as this browser knows. */
export function mayHavePaid(payment: PaymentAttempt | undefined): boolean {
  return payment?.outcome === 'begun' || payment?.outcome === 'done';
}

/**
 * How long after the end of a hold the page looks for late money (ms). A checkout ends with its hold, so late money
 * was on its way by then. After this time the page looks once whenever it is opened.
 */
const LATE_PAYMENT_MS = 30 * 60_000;

/** Until when the page looks for money that comes after `deadline` (both ms since the epoch). */
export function latePaymentsUntil(deadline: number): number {
  return deadline + LATE_PAYMENT_MS;
}
