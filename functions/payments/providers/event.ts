import * as z from 'zod';
import * as field from '../../domain/fields';
import { MalformedEvent } from '../domain/errors';
import type { Capture, CheckoutState, ProviderEvent } from '../domain/event';
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
const refund = z.object({ payment_intent: reference });

/**
 * What an event says, whichever provider sent it: both speak Stripe's language. Events of types that we have no
 * use for, and those of others who share the account, are IGNORED.
 * @throws MalformedEvent
 */
export function eventOf(json: unknown, systemName: string): ProviderEvent {
  const { id: eventId, type, data } = parsed(event, json);
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
    case 'refund.failed':
      return { kind: 'REFUND_FAILED', eventId, paymentId: parsed(refund, data.object).payment_intent };
    default:
      return { kind: 'IGNORED' };
  }
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
