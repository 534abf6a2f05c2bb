import {
  type Checkout,
  isWhole,
  type Order,
  type Refund,
  type RefundStatus,
} from '../../functions/domain/payment';
import { ProviderUnavailable } from '../../functions/payments/domain/errors';
import type { Capture, CheckoutState, Completed, RefundState } from '../../functions/payments/domain/event';
import type { WorldData } from './data';
import type { ProviderData } from './provider-data';

/** The checkout of an order: the same one, however often it is asked for. */
export function createCheckout({ provider }: WorldData, order: Order): Checkout {
  const checkoutId = `cs-${order.reservationId}-${order.attempt}`;
  const url = `${order.site}/${checkoutId}`;
  if (!provider.sessions.has(checkoutId))
    provider.sessions.set(checkoutId, { checkoutId, url, order, status: 'open' });
  return { checkoutId, url };
}

export function checkoutState({ provider }: WorldData, checkoutId: string): CheckoutState {
  const session = provider.sessions.get(checkoutId);
  if (session?.capture) return { status: 'PAID', capture: session.capture };
  return { status: session?.status === 'open' ? 'OPEN' : 'CLOSED' };
}

export function expireCheckout(data: WorldData, checkoutId: string): CheckoutState {
  const session = data.provider.sessions.get(checkoutId);
  if (session?.status === 'open') data.provider.sessions.set(checkoutId, { ...session, status: 'expired' });
  return checkoutState(data, checkoutId);
}

/** As Stripe has it: a key is answered as it was the first time, and never more goes back than came. */
export function makeRefund({ provider }: WorldData, refund: Refund, key: string): RefundState {
  const { paymentId, amount: wanted, currency } = refund;
  const known = provider.answers.get(key);
  if (known === 'FAILED') throw new ProviderUnavailable({ answer: 'FAILED' });
  if (known) return known;
  const id = isWhole(refund) ? undefined : refund.id;
  const alive = refundsOf(provider, paymentId).filter(isAlive);
  const left = (captureOf(provider, paymentId)?.amount ?? 0) - sumOf(alive);
  // Keyhold's own refund asks for all that is left; where nothing is, the adapter finds the one that was made.
  const earlier = alive.find((each) => each.id === id);
  if (id === undefined && left === 0 && earlier) return earlier;
  const amount = id === undefined ? left : wanted;
  if (amount === 0 || amount > left) throw new ProviderUnavailable({ answer: 'REFUSED' });
  const refundId = `re-${provider.refunds.size + 1}`;
  const mark = id === undefined ? {} : { id };
  const made: RefundState = { refundId, paymentId, status: 'SUCCEEDED', amount, currency, ...mark };
  provider.refunds.set(refundId, made);
  provider.answers.set(key, made);
  return made;
}

/** A guest pays what the checkout asks. */
export function pay(data: WorldData, checkoutId: string): void {
  const session = data.provider.sessions.get(checkoutId);
  if (session?.status !== 'open') return;
  const { reservationId, amount, currency } = session.order;
  const number = data.provider.captures.length + 1;
  const capture = { paymentId: `pi-${number}`, reservationId, checkoutId, amount, currency };
  data.provider.captures.push(capture);
  data.provider.sessions.set(checkoutId, { ...session, status: 'complete', capture });
  const event: Completed = { kind: 'COMPLETED', eventId: `evt-${number}`, ...capture };
  data.undelivered.push(event);
}

/** The bank ends a refund that was on its way, or sends one back that had arrived. */
export function bank(data: WorldData, refundId: string, status: RefundStatus): void {
  const refund = data.provider.refunds.get(refundId);
  if (!refund || refund.status === status || !isAlive(refund)) return;
  data.provider.refunds.set(refundId, { ...refund, status });
  const eventId = `evt-${refundId}-${status}`;
  data.undelivered.push({ kind: 'REFUND', eventId, refundId, paymentId: refund.paymentId });
}

export function refundsOf(provider: ProviderData, paymentId: string): RefundState[] {
  return [...provider.refunds.values()].filter((refund) => refund.paymentId === paymentId);
}

export function isAlive({ status }: RefundState): boolean {
  return status !== 'FAILED' && status !== 'CANCELED';
}

export function sumOf(refunds: readonly RefundState[]): number {
  return refunds.reduce((sum, { amount }) => sum + amount, 0);
}

function captureOf(provider: ProviderData, paymentId: string): Capture | undefined {
  return provider.captures.find((each) => each.paymentId === paymentId);
}
