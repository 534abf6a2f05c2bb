import * as z from 'zod';
import * as field from '../../domain/fields';
import { MalformedEvent, WrongMode } from '../domain/errors';
import type {
  Capture,
  CheckoutState,
  Closed,
  DisputeState,
  ProviderEvent,
  RefundState,
} from '../domain/event';
import { fromStripe } from './amounts';
import { KNOWN_EVENT_VERSIONS } from './api-version';

/** What we send along with everything at the provider, to know our own again: `keyhold` says which system we are. */
export interface EventMetadata {
  readonly keyhold: string;
  readonly reservationId: string;
  /** Of a refund of staff: which one. */
  readonly refund?: string;
}

const mark = z.object({ keyhold: z.string(), reservationId: z.string() });

/** Who receives an event: which system, and whether its money is real. */
export interface Receiver {
  readonly systemName: string;
  readonly live: boolean;
}

/** The version of the API that an event was written in, if it says so and we have not read that one in tests. */
export function unknownVersionOf(json: unknown): string | undefined {
  const { data } = z.object({ api_version: z.string() }).safeParse(json);
  return data && !KNOWN_EVENT_VERSIONS.has(data.api_version) ? data.api_version : undefined;
}

/** Everything of an event but its object, which depends on its type: https://docs.stripe.com/api/events/object */
const event = z.object({
  id: z.string().min(1),
  type: z.string(),
  livemode: z.boolean().nullish(),
  data: z.object({ object: z.object({ metadata: z.unknown().optional() }).loose() }),
});

const reference = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);

/** https://docs.stripe.com/api/checkout/sessions/object */
const session = z.object({
  id: z.string().min(1),
  status: z.enum(['open', 'complete', 'expired']).nullish(),
  amount_total: z.int().min(0),
  currency: z.string().min(1),
  payment_status: z.enum(['paid', 'unpaid', 'no_payment_required']),
  payment_intent: reference.nullish(),
  metadata: z.object({ reservationId: field.reservationId }),
});

/** https://docs.stripe.com/api/refunds/object */
const refund = z.object({
  id: z.string().min(1),
  amount: z.int().min(0),
  currency: z.string().min(1),
  payment_intent: reference,
  status: z.enum(['pending', 'requires_action', 'succeeded', 'failed', 'canceled']),
  metadata: z.object({ refund: z.string().optional() }).nullish(),
});

/** https://docs.stripe.com/api/disputes/object: the payment is the dispute's own, or its charge's. */
const dispute = z.object({
  id: z.string().min(1),
  amount: z.int().min(0),
  currency: z.string().min(1),
  payment_intent: reference.nullish(),
  charge: z.union([z.string(), z.object({ payment_intent: reference.nullish() })]).nullish(),
  status: z.string(),
  balance_transactions: z.array(z.object({ id: z.string(), amount: z.int() })),
});

/** Of an event of a charge or a dispute only what it is of. */
const refundedCharge = z.object({ payment_intent: reference.nullish() });
const named = z.object({ id: z.string().min(1) });

/** Of an event only what says which refund it is of. */
const refundOfEvent = z.object({ id: z.string().min(1), payment_intent: reference.nullish() });

/**
 * What an event says, whichever provider sent it: both speak Stripe's language. Events of types that we have no
 * use for, and those of others who share the account, are IGNORED.
 * @throws MalformedEvent, WrongMode
 */
export function eventOf(json: unknown, { systemName, live }: Receiver): ProviderEvent {
  const { id: eventId, type, livemode, data } = parsed(event, json);
  if (livemode != null && livemode !== live) throw new WrongMode(livemode);
  if (REFUND_EVENTS.has(type)) return refundEvent(eventId, data.object, systemName);
  if (type === 'charge.refunded') {
    const { payment_intent: paymentId } = parsed(refundedCharge, data.object);
    return paymentId ? { kind: 'PAYMENT_REFUNDED', eventId, paymentId } : { kind: 'IGNORED' };
  }
  if (DISPUTE_EVENTS.has(type)) {
    return { kind: 'DISPUTE', eventId, disputeId: parsed(named, data.object).id };
  }
  const marked = mark.safeParse(data.object.metadata);
  if (!marked.success || marked.data.keyhold !== systemName) return { kind: 'IGNORED' };
  switch (type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      return completed(eventId, parsed(session, data.object));
    case 'checkout.session.async_payment_failed':
      return closed('FAILED', eventId, parsed(session, data.object));
    case 'checkout.session.expired':
      return closed('EXPIRED', eventId, parsed(session, data.object));
    default:
      return { kind: 'IGNORED' };
  }
}

/** https://docs.stripe.com/api/events/types: the last one is of some payment methods only, and of earlier API versions. */
const REFUND_EVENTS = new Set(['refund.created', 'refund.updated', 'refund.failed', 'charge.refund.updated']);

/** https://docs.stripe.com/api/events/types: disputes have no mark of ours, their payment tells whose they are. */
const DISPUTE_EVENTS = new Set([
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
]);

/** All that we have a use for: those that the endpoint is to be sent (docs/payments.md). */
export const EVENT_TYPES = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'charge.refunded',
  ...REFUND_EVENTS,
  ...DISPUTE_EVENTS,
] as const;

/** Refunds that are made in the dashboard have no mark of ours: their payment tells whose they are. */
function refundEvent(eventId: string, object: { metadata?: unknown }, systemName: string): ProviderEvent {
  const marked = mark.safeParse(object.metadata);
  if (marked.success && marked.data.keyhold !== systemName) return { kind: 'IGNORED' };
  const { id: refundId, payment_intent: paymentId } = parsed(refundOfEvent, object);
  return paymentId ? { kind: 'REFUND', eventId, refundId, paymentId } : { kind: 'IGNORED' };
}

type Session = z.infer<typeof session>;

/** A checkout may be completed with a payment that takes days: a later event reports its money. */
function completed(eventId: string, checkout: Session): ProviderEvent {
  if (checkout.payment_status === 'unpaid') return closed('UNPAID', eventId, checkout);
  return { kind: 'COMPLETED', eventId, ...captureOf(checkout) };
}

function captureOf(checkout: Session): Capture {
  return {
    reservationId: checkout.metadata.reservationId,
    checkoutId: checkout.id,
    // What costs nothing is completed without a payment.
    paymentId: checkout.payment_intent ?? checkout.id,
    ...fromStripe({ amount: checkout.amount_total, currency: checkout.currency }),
  };
}

const REFUND_STATUS = {
  pending: 'PENDING',
  requires_action: 'REQUIRES_ACTION',
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  canceled: 'CANCELED',
} as const;

/**
 * What a refund says that Stripe answered with.
 * @throws MalformedEvent
 */
export function refundStateOf(json: unknown): RefundState {
  const {
    id: refundId,
    payment_intent: paymentId,
    amount,
    currency,
    status,
    metadata,
  } = parsed(refund, json);
  const id = metadata?.refund;
  const state = { refundId, paymentId, status: REFUND_STATUS[status], ...fromStripe({ amount, currency }) };
  return id === undefined ? state : { ...state, id };
}

/** An inquiry that was closed, and a dispute that was prevented, took nothing in the end. */
const DISPUTE_STATUS: Readonly<Record<string, DisputeState['status']>> = {
  won: 'WON',
  warning_closed: 'WON',
  prevented: 'WON',
  lost: 'LOST',
};

/**
 * What a dispute says that Stripe answered with, its charge expanded.
 * @throws MalformedEvent
 */
export function disputeStateOf(json: unknown): DisputeState {
  const { id: disputeId, amount, currency, payment_intent, charge, ...rest } = parsed(dispute, json);
  const ofCharge = charge && typeof charge === 'object' ? charge.payment_intent : undefined;
  const paymentId = payment_intent ?? ofCharge ?? '';
  const price = fromStripe({ amount, currency });
  // Its transactions are in the account's currency: what was disputed moves in full, in the payment's own.
  const transactions = rest.balance_transactions.map((each) => ({
    transactionId: each.id,
    amount: each.amount < 0 ? -price.amount : price.amount,
    currency: price.currency,
  }));
  return { disputeId, paymentId, status: DISPUTE_STATUS[rest.status] ?? 'OPEN', ...price, transactions };
}

/**
 * What a session says that Stripe answered with.
 * @throws MalformedEvent
 */
export function checkoutStateOf(json: unknown): CheckoutState {
  const checkout = parsed(session, json);
  if (checkout.status === 'open') return { status: 'OPEN' };
  if (checkout.status === 'expired') return { status: 'CLOSED' };
  if (checkout.payment_status === 'unpaid') return { status: 'UNPAID' };
  return { status: 'PAID', capture: captureOf(checkout) };
}

function closed(kind: Closed['kind'], eventId: string, checkout: Session): ProviderEvent {
  return { kind, eventId, reservationId: checkout.metadata.reservationId, checkoutId: checkout.id };
}

function parsed<Content>(schema: z.ZodType<Content>, json: unknown): Content {
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const fields = read.error.issues.map(({ path }) => path.join('.') || 'event').join(', ');
  throw new MalformedEvent(`The event is not as Stripe's API reference has it: ${fields}.`);
}
