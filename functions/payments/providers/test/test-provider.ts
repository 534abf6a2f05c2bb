import { createHash } from 'node:crypto';
import type { Price } from '../../../domain/apartment';
import { type Checkout, isWhole, type Order, type Refund } from '../../../domain/payment';
import type { TestCheckouts } from '../../../domain/test-checkout';
import type { Provider } from '../../domain/dependencies';
import { ProviderUnavailable } from '../../domain/errors';
import type { CheckoutState, RefundState } from '../../domain/event';
import { testEvent, testPaymentOf } from './event';

/** Where an event waits until it is due. */
export interface TestDeliveries {
  deliverLater(body: string, dueAt: string): Promise<void>;
}

/** A provider of our own: its checkout is a page with buttons, and no money moves. */
export class TestProvider implements Provider {
  readonly name = 'test';

  constructor(
    private readonly checkouts: TestCheckouts,
    private readonly systemName: string,
    private readonly now: () => number,
    private readonly deliveries: TestDeliveries,
  ) {}

  async createCheckout(order: Order): Promise<Checkout> {
    const { reservationId, apartmentName, amount, currency, site, expiresAt } = order;
    const checkoutId = this.idOf(order);
    const holdExpiresAt = expiresAt;
    const terms = { reservationId, apartmentName, amount, currency, site, holdExpiresAt };
    await this.checkouts.create({ checkoutId, ...terms, status: 'OPEN' });
    return { checkoutId, url: `${site}/payments/test/${checkoutId}` };
  }

  async checkoutState(checkoutId: string): Promise<CheckoutState> {
    const checkout = await this.checkouts.find(checkoutId);
    if (checkout?.status === 'OPEN') return { status: 'OPEN' };
    if (checkout?.status !== 'PAID') return { status: 'CLOSED' };
    if (checkout.paidAt !== undefined && this.now() < Date.parse(checkout.paidAt))
      return { status: 'UNPAID' };
    const { reservationId, amount, currency } = checkout;
    const capture = { reservationId, checkoutId, paymentId: testPaymentOf(checkoutId), amount, currency };
    return { status: 'PAID', capture };
  }

  async expireCheckout(checkoutId: string): Promise<CheckoutState> {
    if (await this.checkouts.close(checkoutId, 'EXPIRED')) await this.tellExpired(checkoutId);
    return this.checkoutState(checkoutId);
  }

  async refund(refund: Refund): Promise<RefundState> {
    await this.checkouts.refund(refund);
    return this.stateOf(refund, refund);
  }

  async refundState(refundId: string): Promise<RefundState> {
    const [paymentId = '', id = paymentId] = refundId.slice('re_'.length).split('#');
    const price = await this.checkouts.findRefund({ paymentId, id });
    if (!price) throw new ProviderUnavailable();
    return this.stateOf({ paymentId, id }, price);
  }

  /** It has no dashboard: all refunds are ours, and known. */
  async refundsOf(): Promise<RefundState[]> {
    return [];
  }

  /** Nor does it list its events: all are delivered by the queue, which keeps them until they are. */
  async eventsBetween(): Promise<[]> {
    return [];
  }

  /** And no banks that dispute. */
  async disputeState(): Promise<never> {
    throw new ProviderUnavailable();
  }

  /** As Stripe does, whoever has closed it. */
  private async tellExpired(checkoutId: string): Promise<void> {
    const checkout = await this.checkouts.find(checkoutId);
    if (!checkout) return;
    const body = testEvent(checkout, 'EXPIRED', this.systemName);
    await this.deliveries.deliverLater(body, new Date(this.now()).toISOString());
  }

  private stateOf(refund: Pick<Refund, 'paymentId' | 'id'>, { amount, currency }: Price): RefundState {
    const { paymentId, id } = refund;
    const state = { paymentId, status: 'SUCCEEDED', amount, currency } as const;
    return isWhole(refund)
      ? { refundId: `re_${paymentId}`, ...state }
      : { refundId: `re_${paymentId}#${id}`, id, ...state };
  }

  /** The same order has the same checkout; its id does not reveal the reservation's. */
  private idOf({ reservationId, attempt }: Order): string {
    const hash = createHash('sha256').update(`${this.systemName}/${reservationId}/${attempt}`);
    return `cs_test_${hash.digest('base64url').slice(0, 32)}`;
  }
}
