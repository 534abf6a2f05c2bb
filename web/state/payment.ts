import { LATE_PAYMENTS, type LatePayment } from '../api/reservations';

/** What a guest comes back with from the payment page, and `begun` until then. */
export const OUTCOMES = ['begun', 'done', 'failed', 'cancelled'] as const;

/** A payment as this browser knows it. Whether money came is the server's word alone. */
export interface Payment {
  readonly outcome: (typeof OUTCOMES)[number];
  /** Since when it is so (ms since the epoch, the server's clock). */
  readonly at: number;
  /** The filter in the page's address when the guest left for the payment page: there again on return. */
  readonly search: string;
}

/** The payment after what happened at the instant `now`: of two tabs' notes, the later one is `at` later. */
export function paymentAfter(
  before: Payment | undefined,
  outcome: Payment['outcome'],
  now: number,
  search: string,
): Payment {
  return { outcome, at: Math.max(now, (before?.at ?? 0) + 1), search };
}

/** The one of two words about late money that came last; refunded, it is not on its way back again. */
export function laterOf(a: LatePayment | undefined, b: LatePayment | undefined): LatePayment | undefined {
  const stage = (word: LatePayment | undefined) => (word ? LATE_PAYMENTS.indexOf(word) : -1);
  return stage(b) > stage(a) ? b : a;
}

/** Back from the payment page, a confirmation is seconds away (ms): whoever waits longer can act again. */
const CONFIRMATION_MS = 30_000;

/**
 * Whether the guest says to have paid just now. A return noted down before the server's clock was known may be
 * far off in either direction, and is not just now then.
 */
export function isConfirming(payment: Payment | undefined, now: number): boolean {
  return payment?.outcome === 'done' && Math.abs(now - payment.at) < CONFIRMATION_MS;
}

/** Whether money may be under way, as far as the guest has told. */
export function mayHavePaid(payment: Payment | undefined): boolean {
  return payment?.outcome === 'begun' || payment?.outcome === 'done';
}

/**
 * For so long after the end of a hold (ms) the page looks for money that comes late. A checkout ends with its
 * hold, so what comes later was under way then; after this, the page looks once whenever it is opened.
 */
const LATE_MONEY_MS = 30 * 60_000;

/** Until when the page looks for money that comes after `deadline` (both ms since the epoch). */
export function lookedForUntil(deadline: number): number {
  return deadline + LATE_MONEY_MS;
}
