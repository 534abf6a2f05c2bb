import Stripe from 'stripe';
import { type Checkout, isWhole, type Order, type Refund } from '../../../domain/payment';
import type { Provider } from '../../domain/dependencies';
import { MalformedEvent, ProviderUnavailable } from '../../domain/errors';
import type { CheckoutState, DisputeState, ProviderEvent, RefundState } from '../../domain/event';
import { toStripe } from '../amounts';
import { API_VERSION } from '../api-version';
import {
  checkoutStateOf,
  disputeStateOf,
  EVENT_TYPES,
  type EventMetadata,
  eventOf,
  type Receiver,
  refundStateOf,
} from '../event';
import { StripeFailure } from './stripe-failure';

/** Two tries of 7 s fit into the function's time; a request is sent again with the key of its first time. */
export const CLIENT_SETTINGS = {
  apiVersion: API_VERSION,
  maxNetworkRetries: 1,
  timeout: 7_000,
  telemetry: false,
} as const;

/**
 * Methods whose money comes days later, when the hold is long over
 * (https://docs.stripe.com/payments/payment-methods/payment-method-support). A newer one that is not here is late money.
 */
const DELAYED_METHODS: Stripe.Checkout.SessionCreateParams.ExcludedPaymentMethodType[] = [
  'acss_debit',
  'au_becs_debit',
  'bacs_debit',
  'boleto',
  'customer_balance',
  'konbini',
  'multibanco',
  'nz_bank_account',
  'oxxo',
  'payto',
  'sepa_debit',
  'sofort',
  'us_bank_account',
];

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

  private readonly systemName: string;

  /** @param receiver which system this is, for accounts that are shared */
  constructor(
    private readonly stripe: Stripe,
    private readonly receiver: Receiver,
  ) {
    this.systemName = receiver.systemName;
  }

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
    const session = await answered(this.stripe.checkout.sessions.retrieve(checkoutId));
    return readable(() => checkoutStateOf(session));
  }

  async expireCheckout(checkoutId: string): Promise<CheckoutState> {
    try {
      const session = await this.stripe.checkout.sessions.expire(checkoutId);
      return readable(() => checkoutStateOf(session));
    } catch (error) {
      // Stripe refuses to expire what is not open.
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw unavailable(error);
      const state = await this.checkoutState(checkoutId);
      if (state.status === 'OPEN') throw unavailable(error);
      return state;
    }
  }

  /**
   * Keyhold's own refund gives back all that is left of the payment, so that no second time gives back more: Stripe
   * refuses it then. A refund of staff has an amount, and is known by its mark. The key keeps two who try at once
   * apart. Each attempt has its own, for Stripe repeats its first answer to whoever repeats a key, its own failures
   * too (https://docs.stripe.com/api/idempotent_requests); and a failure may have made the refund.
   */
  async refund(refund: Refund): Promise<RefundState> {
    if (isWhole(refund)) return this.refundRest(refund);
    const made = refund.attempt === 1 ? undefined : await this.markedRefund(refund);
    return made ?? this.refundAmount(refund);
  }

  private async refundRest({ paymentId, reservationId, attempt }: Refund): Promise<RefundState> {
    const idempotencyKey = `${this.systemName}/refund/${paymentId}/${attempt}`;
    const metadata = this.mark(reservationId);
    try {
      const made = await this.stripe.refunds.create(
        { payment_intent: paymentId, metadata },
        { idempotencyKey },
      );
      return readable(() => refundStateOf(made));
    } catch (error) {
      if (isRefundedAlready(error)) return this.earlierRefund(paymentId, error);
      throw unavailable(error);
    }
  }

  private async refundAmount(refund: Refund): Promise<RefundState> {
    const { id, paymentId, reservationId, attempt } = refund;
    const idempotencyKey = `${this.systemName}/refund/${paymentId}/${id}/${attempt}`;
    const metadata = { ...this.mark(reservationId), refund: id };
    const { amount } = toStripe(refund);
    const made = await answered(
      this.stripe.refunds.create({ payment_intent: paymentId, amount, metadata }, { idempotencyKey }),
    );
    return readable(() => refundStateOf(made));
  }

  /** What an earlier attempt has made, though it was answered with a failure. */
  private async markedRefund({ id, paymentId }: Refund): Promise<RefundState | undefined> {
    const made = await this.refundsOf(paymentId);
    return made.find((each) => each.id === id && isAlive(each));
  }

  async refundState(refundId: string): Promise<RefundState> {
    const found = await answered(this.stripe.refunds.retrieve(refundId));
    return readable(() => refundStateOf(found));
  }

  async refundsOf(paymentId: string): Promise<RefundState[]> {
    const listed = this.stripe.refunds.list({ payment_intent: paymentId, limit: 100 });
    const refunds = await answered(listed.autoPagingToArray({ limit: 1_000 }));
    return readable(() => refunds.map(refundStateOf));
  }

  /** Stripe lists the newest first (https://docs.stripe.com/api/events/list). */
  async eventsBetween(from: string, to: string): Promise<ProviderEvent[]> {
    const created = { gte: secondsOf(from), lt: secondsOf(to) };
    const listed = this.stripe.events.list({ created, types: [...EVENT_TYPES], limit: 100 });
    const events = await answered(listed.autoPagingToArray({ limit: MOST_EVENTS }));
    return events.toReversed().map((event) => eventUnlessMalformed(event, this.receiver));
  }

  async disputeState(disputeId: string): Promise<DisputeState> {
    const found = await answered(this.stripe.disputes.retrieve(disputeId, { expand: ['charge'] }));
    return readable(() => disputeStateOf(found));
  }

  /** Nothing is left to give back: an attempt whose answer was lost has made a refund, or somebody by hand. */
  private async earlierRefund(paymentId: string, error: unknown): Promise<RefundState> {
    const made = await this.refundsOf(paymentId);
    const counted = made.filter((each) => each.id === undefined && isAlive(each));
    const found = counted.find(({ status }) => status !== 'SUCCEEDED') ?? counted[0];
    if (!found) throw unavailable(error);
    return found;
  }

  private session(order: Order): Stripe.Checkout.SessionCreateParams {
    const { reservationId, apartmentName, site, expiresAt } = order;
    const { amount, currency } = toStripe(order);
    const metadata = this.mark(reservationId);
    return {
      mode: 'payment',
      excluded_payment_method_types: DELAYED_METHODS,
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

/** Of an hour. */
const MOST_EVENTS = 10_000;

/** A second that has begun belongs to the hour before. */
function secondsOf(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}

/** One that cannot be read was refused as a webhook, and rang then. */
function eventUnlessMalformed(event: unknown, receiver: Receiver): ProviderEvent {
  try {
    return eventOf(event, receiver);
  } catch (error) {
    if (error instanceof MalformedEvent) return { kind: 'IGNORED' };
    throw error;
  }
}

function isAlive({ status }: RefundState): boolean {
  return status !== 'FAILED' && status !== 'CANCELED';
}

async function answered<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw unavailable(error);
  }
}

/** An answer that we cannot read is one that we know nothing of. */
function readable<Result>(read: () => Result): Result {
  try {
    return read();
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
  const answer = answerOf(error.statusCode);
  return new ProviderUnavailable({ cause: StripeFailure.of(error), ...(answer && { answer }) });
}

/** Stripe keeps no answer to what it did not begin: too much at once, or the same twice at once. */
function answerOf(status: number | undefined): 'REFUSED' | 'FAILED' | undefined {
  if (status === undefined || status === 409 || status === 429) return undefined;
  return status < 500 ? 'REFUSED' : 'FAILED';
}
