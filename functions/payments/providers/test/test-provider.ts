import { createHash } from 'node:crypto';
import type { Checkout, Order, Refund } from '../../../domain/payment';
import type { TestCheckouts } from '../../../domain/test-checkout';
import type { Provider } from '../../domain/dependencies';

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
  ) {}

  async createCheckout(order: Order): Promise<Checkout> {
    const { reservationId, apartmentName, amount, currency, site, expiresAt } = order;
    const checkoutId = this.idOf(order);
    const holdExpiresAt = expiresAt;
    const terms = { reservationId, apartmentName, amount, currency, site, holdExpiresAt };
    await this.checkouts.create({ checkoutId, ...terms, status: 'OPEN' });
    return { checkoutId, url: `${site}/payments/test/${checkoutId}` };
  }

  async expireCheckout(checkoutId: string): Promise<void> {
    await this.checkouts.close(checkoutId, 'EXPIRED');
  }

  refund(refund: Refund): Promise<void> {
    return this.checkouts.refund(refund);
  }

  /** The same order has the same checkout; its id does not reveal the reservation's. */
  private idOf({ reservationId, attempt }: Order): string {
    const hash = createHash('sha256').update(`${this.systemName}/${reservationId}/${attempt}`);
    return `cs_test_${hash.digest('base64url').slice(0, 32)}`;
  }
}
