import * as z from 'zod';
import * as field from '../../domain/fields';
import { MalformedEvent } from '../domain/errors';
import type { Capture, CheckoutState, ProviderEvent, RefundState } from '../domain/event';
import { fromStripe } from './amounts';

/** What we send along with everything at the provider, to know our own again: `keyhold` says which system we are. */
export interface EventMetadata {
  readonly keyhold: string;
  readonly reservationId: string;
}

const mark = z.object({ keyhold: z.string(), reservationId: z.string() });

/** Everything of an event but its object, which depends on its type: https://docs.stripe.com/api/events/object */
const event = z.object({
  id: z.string().min(1),
  type: z.string(),
  data: z.object({ object: z.object({ metadata: z.unknown() }).loose() }),
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
});

/** Of an event only what says which refund it is of. */
const refundOfEvent = z.object({ id: z.string().min(1), payment_intent: reference.nullish() });

/**
 * What an event says, whichever provider sent it: both speak Stripe's language. Events of types that we have no
 * use for, and those of others who share the account, are IGNORED.
 * @throws MalformedEvent
 */
export function eventOf(json: unknown, systemName: string): ProviderEvent {
  const { id: eventId, type, data } = parsed(event, json);
  if (REFUND_EVENTS.has(type)) return refundEvent(eventId, data.object, systemName);
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
  if (checkout.payment_status === 'unpaid') return { kind: 'IGNORED' };
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
  const { id: refundId, payment_intent: paymentId, amount, currency, status } = parsed(refund, json);
  return { refundId, paymentId, status: REFUND_STATUS[status], ...fromStripe({ amount, currency }) };
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

function closed(kind: 'FAILED' | 'EXPIRED', eventId: string, checkout: Session): ProviderEvent {
  return { kind, eventId, reservationId: checkout.metadata.reservationId, checkoutId: checkout.id };
}

function parsed<Content>(schema: z.ZodType<Content>, json: unknown): Content {
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const fields = read.error.issues.map(({ path }) => path.join('.') || 'event').join(', ');
  throw new MalformedEvent(`The event is not as Stripe's API reference has it: ${fields}.`);
}
