import {
  type Checkout,
  isWhole,
  type Order,
  type Refund,
  type RefundStatus,
} from '../../../../functions/domain/payment';
import type { Provider } from '../../../../functions/payments/domain/dependencies';
import { ProviderUnavailable } from '../../../../functions/payments/domain/errors';
import type {
  Capture,
  CheckoutState,
  Completed,
  DisputeState,
  ProviderEvent,
  RefundState,
} from '../../../../functions/payments/domain/event';

interface Session {
  readonly checkoutId: string;
  readonly url: string;
  readonly order: Order;
  status: 'open' | 'complete' | 'expired';
  capture?: Capture;
}

/** A provider in memory, which fails when it is told to: before it has done what it was asked, or after. */
export class ModelProvider implements Provider {
  readonly name = 'test';
  readonly sessions = new Map<string, Session>();
  /** All money that came in, as it is told to us. */
  readonly received: Completed[] = [];
  readonly refunds = new Map<string, RefundState>();
  /** How the next refunds begin; undefined: they succeed at once. */
  readonly beginnings: RefundStatus[] = [];
  readonly faults: ('before' | 'after' | 'refused')[] = [];
  /** The first answer to each attempt at a refund. */
  private readonly answers = new Map<string, RefundState>();

  createCheckout(order: Order): Promise<Checkout> {
    return this.unlessAtFault(() => {
      const checkoutId = `cs-${order.reservationId}-${order.attempt}`;
      const url = `${order.site}/${checkoutId}`;
      const session = this.sessions.get(checkoutId) ?? { checkoutId, url, order, status: 'open' };
      this.sessions.set(checkoutId, session);
      return { checkoutId, url };
    });
  }

  checkoutState(checkoutId: string): Promise<CheckoutState> {
    return this.unlessAtFault(() => this.stateOf(checkoutId));
  }

  expireCheckout(checkoutId: string): Promise<CheckoutState> {
    return this.unlessAtFault(() => {
      const session = this.sessions.get(checkoutId);
      if (session?.status === 'open') session.status = 'expired';
      return this.stateOf(checkoutId);
    });
  }

  /** A refund is made once, whoever asks again; an attempt always gets its first answer. */
  refund(refund: Refund): Promise<RefundState> {
    return this.unlessAtFault(() => {
      const { paymentId, attempt, amount, currency } = refund;
      const id = isWhole(refund) ? undefined : refund.id;
      const key = `${paymentId}/${id}/${attempt}`;
      const made = this.allOf(paymentId).find((each) => each.id === id && isAlive(each.status));
      const known = this.answers.get(key) ?? made;
      if (known) return known;
      const capture = this.received.find((each) => each.paymentId === paymentId);
      if (capture && this.givenBack(paymentId) + amount > capture.amount)
        throw new ProviderUnavailable({ answer: 'REFUSED' });
      const refundId = `re-${this.refunds.size + 1}`;
      const status = this.beginnings.shift() ?? 'SUCCEEDED';
      const mark = id === undefined ? {} : { id };
      const answer: RefundState = { refundId, paymentId, status, amount, currency, ...mark };
      this.refunds.set(refundId, answer);
      this.answers.set(key, answer);
      return answer;
    });
  }

  refundState(refundId: string): Promise<RefundState> {
    return this.unlessAtFault(() => this.refunds.get(refundId) as RefundState);
  }

  async refundsOf(paymentId: string): Promise<RefundState[]> {
    return this.unlessAtFault(() => this.allOf(paymentId));
  }

  /** What its webhooks should have told, and when. */
  readonly listed: { readonly at: string; readonly event: ProviderEvent }[] = [];

  eventsBetween(from: string, to: string): Promise<ProviderEvent[]> {
    return this.unlessAtFault(() =>
      this.listed.flatMap(({ at, event }) => (at >= from && at < to ? [event] : [])),
    );
  }

  readonly disputes = new Map<string, DisputeState>();

  disputeState(disputeId: string): Promise<DisputeState> {
    return this.unlessAtFault(() => this.disputes.get(disputeId) as DisputeState);
  }

  /** A refund goes on, as it does at the bank. */
  become(refundId: string, status: RefundStatus): void {
    this.refunds.set(refundId, { ...(this.refunds.get(refundId) as RefundState), status });
  }

  /** How much of a payment has gone back or is on its way. */
  givenBack(paymentId: string): number {
    const alive = this.allOf(paymentId).filter(({ status }) => isAlive(status));
    return alive.reduce((sum, { amount }) => sum + amount, 0);
  }

  /** How often the money of a payment went back. */
  refunded(paymentId: string): number {
    return this.allOf(paymentId).filter(({ status }) => status === 'SUCCEEDED').length;
  }

  private allOf(paymentId: string): RefundState[] {
    return [...this.refunds.values()].filter((refund) => refund.paymentId === paymentId);
  }

  /** A guest pays; undefined where the checkout takes no money. */
  pay(checkoutId: string): Completed | undefined {
    const session = this.sessions.get(checkoutId);
    if (session?.status !== 'open') return undefined;
    session.status = 'complete';
    const completed = this.receive(checkoutId, session.order);
    session.capture = completed;
    return completed;
  }

  /** Money comes, though the checkout should take none any more. */
  receive(checkoutId: string, { reservationId, amount, currency }: Order): Completed {
    const number = this.received.length + 1;
    const ids = { eventId: `event-${number}`, paymentId: `payment-${number}` };
    const event: Completed = { kind: 'COMPLETED', ...ids, reservationId, checkoutId, amount, currency };
    this.received.push(event);
    return event;
  }

  private stateOf(checkoutId: string): CheckoutState {
    const session = this.sessions.get(checkoutId);
    if (session?.capture) return { status: 'PAID', capture: session.capture };
    return { status: session?.status === 'open' ? 'OPEN' : 'CLOSED' };
  }

  private async unlessAtFault<Result>(act: () => Result): Promise<Result> {
    const fault = this.faults.shift();
    if (fault === 'before') throw new ProviderUnavailable();
    if (fault === 'refused') throw new ProviderUnavailable({ answer: 'REFUSED' });
    const result = act();
    if (fault === 'after') throw new ProviderUnavailable();
    return result;
  }
}

function isAlive(status: RefundStatus): boolean {
  return status !== 'FAILED' && status !== 'CANCELED';
}
