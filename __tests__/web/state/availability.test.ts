import type { Apartment } from '../../../web/api/apartments';
import type { Attempt } from '../../../web/state/attempt';
import { type Availability, availabilityOf } from '../../../web/state/availability';
import { apartment, attempt } from '../samples';

const HOLD = { bookedStatus: 'RESERVED', holdExpiresAt: '1970-01-01T00:01:00.000Z' } as const;
const begun = { outcome: 'begun', at: 0, search: '' } as const;
const done = { ...begun, outcome: 'done' } as const;

test.each<[string, Partial<Apartment>, Partial<Attempt> | undefined, Availability]>([
  ['nobody has it', {}, undefined, 'vacant'],
  ['somebody holds it', HOLD, undefined, 'reserved'],
  ['somebody booked it', { bookedStatus: 'PAID' }, undefined, 'booked'],
  ['I am asking', {}, { status: 'ASKED' }, 'asking'],
  ['nobody answered me', {}, { status: 'ASKED', error: 'Cut off.' }, 'unanswered'],
  ['I hold it, the catalog lags', {}, { status: 'HELD', deadline: 60_000 }, 'held'],
  ['I am giving it up', HOLD, { status: 'HELD', deadline: 60_000, cancelling: true }, 'held'],
  ['my time is up', HOLD, { status: 'HELD', deadline: 0 }, 'lapsed'],
  ['I paid', HOLD, { status: 'PAID' }, 'yours'],
  ['I was rejected', HOLD, { status: 'REJECTED' }, 'reserved'],
  ['I gave it up, the catalog lags', HOLD, { status: 'CANCELLED', deadline: 60_000 }, 'vacant'],
  ['I gave it up, somebody else took it', HOLD, { status: 'CANCELLED', deadline: 1 }, 'reserved'],
  ['I am back and paid', HOLD, { status: 'HELD', deadline: 60_000, payment: done }, 'held'],
  ['I paid too late, and nobody has it', {}, { status: 'EXPIRED', deadline: 0, payment: done }, 'awaited'],
  ['I paid too late, and somebody has it', HOLD, { status: 'EXPIRED', payment: done }, 'reserved'],
  ['I left for the payment page too late', {}, { status: 'EXPIRED', payment: begun }, 'vacant'],
  ['I got my money back', {}, { status: 'EXPIRED', payment: done, latePayment: 'REFUNDED' }, 'vacant'],
  ['my hold ran out, not yet released', HOLD, { status: 'EXPIRED', deadline: 60_000 }, 'reserved'],
])('%s', (_, of, mine, availability) => {
  expect(availabilityOf(apartment(of), mine && attempt(mine), 0)).toBe(availability);
});
