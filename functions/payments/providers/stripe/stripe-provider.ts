import Stripe from 'stripe';
import type { Checkout, Order, Refund } from '../../../domain/payment';
import type { Provider } from '../../domain/dependencies';
import { ProviderUnavailable } from '../../domain/errors';
import type { CheckoutState } from '../../domain/event';
import { toStripe } from '../amounts';
import { checkoutStateOf, type EventMetadata } from '../event';
import { StripeFailure } from './stripe-failure';

/** Two tries of 7 s fit into the function's time; a request is sent again with the key of its first time. */
export const CLIENT_SETTINGS = { maxNetworkRetries: 1, timeout: 7_000, telemetry: false } as const;

/**
 * A checkout lives for 30 minutes at least from when it is created
 * (https://docs.stripe.com/api/checkout/sessions/create), and most holds are shorter: Stripe's own deadline is
 * this long after ours (seconds). Ours is kept by closing the checkout when the hold ends; money that slips
 * through is told as late.
 */
const GRACE_SECONDS = 31 * 60;

/** Stripe's Checkout (https://docs.stripe.com/payments/checkout), by its official SDK. */
export class StripeProvider implements Provider {
  readonly name = 'stripe';

  /** @param systemName which system this is, for accounts that are shared */
  constructor(
    private readonly stripe: Stripe,
    private readonly systemName: string,
  ) {}

  async createCheckout(order: Order): Promise<Checkout> {
    const { reservationId, attempt } = order;
    const idempotencyKey = `${this.systemName}/checkout/${reservationId}/${attempt}`;
    const { id, url } = await answered(
      this.stripe.checkout.sessions.create(this.session(order), { idempotencyKey }),
    );
    if (!url) throw new ProviderUnavailable({ cause: new StripeFailure('The checkout has no URL.') });
    return { checkoutId: id, url };
  }

  async checkoutState(checkoutId: string): Promise<CheckoutState> {
    return stateOf(await answered(this.stripe.checkout.sessions.retrieve(checkoutId)));
  }

  async expireCheckout(checkoutId: string): Promise<CheckoutState> {
    try {
      return stateOf(await this.stripe.checkout.sessions.expire(checkoutId));
    } catch (error) {
      // Stripe refuses to expire what is not open.
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw unavailable(error);
      const state = await this.checkoutState(checkoutId);
      if (state.status === 'OPEN') throw unavailable(error);
      return state;
    }
  }

  /**
   * All that is left of the payment, so that no second time gives back more: Stripe refuses it then. The key
   * keeps two who try at once apart. It changes every hour, for Stripe repeats even its own failures to who
   * repeats a key (https://docs.stripe.com/api/idempotent_requests).
   */
  async refund({ paymentId, reservationId }: Refund): Promise<void> {
    const hour = new Date().toISOString().slice(0, 13);
    const idempotencyKey = `${this.systemName}/refund/${paymentId}/${hour}`;
    const metadata = this.mark(reservationId);
    try {
      const { status } = await this.stripe.refunds.create(
        { payment_intent: paymentId, metadata },
        { idempotencyKey },
      );
      if (status === 'failed' || status === 'canceled') throw new StripeFailure(`The refund is ${status}.`);
    } catch (error) {
      if (isRefundedAlready(error)) return;
      throw unavailable(error);
    }
  }

  private session(order: Order): Stripe.Checkout.SessionCreateParams {
    const { reservationId, apartmentName, site, expiresAt } = order;
    const { amount, currency } = toStripe(order);
    const metadata = this.mark(reservationId);
    return {
      mode: 'payment',
      line_items: [
        {
          quantity: 1,
          price_data: { currency, unit_amount: amount, product_data: { name: apartmentName } },
        },
      ],
      client_reference_id: reservationId,
      metadata,
      payment_intent_data: { metadata },
      success_url: `${site}/payments/return/${reservationId}`,
      cancel_url: `${site}/?reservation=${reservationId}&payment=cancelled`,
      expires_at: Math.floor(Date.parse(expiresAt) / 1000) + GRACE_SECONDS,
    };
  }

  private mark(reservationId: string): EventMetadata & Stripe.MetadataParam {
    return { keyhold: this.systemName, reservationId };
  }
}

async function answered<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw unavailable(error);
  }
}

/** A session that we cannot read is one that we know nothing of. */
function stateOf(session: Stripe.Checkout.Session): CheckoutState {
  try {
    return checkoutStateOf(session);
  } catch (cause) {
    throw new ProviderUnavailable({ cause });
  }
}

/** https://docs.stripe.com/error-codes#charge-already-refunded */
function isRefundedAlready(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError && error.code === 'charge_already_refunded';
}

function unavailable(error: unknown): unknown {
  if (error instanceof StripeFailure) return new ProviderUnavailable({ cause: error });
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  return new ProviderUnavailable({ cause: StripeFailure.of(error) });
}
