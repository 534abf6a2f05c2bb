import { reserveApartment } from '../../../functions/booking/domain/reserve';
import { getReservation } from '../../../functions/domain/lookup';
import { recordedReservation } from '../../../functions/domain/reservation';
import type { ReservationRecord } from '../../../functions/domain/reservation-record';
import { bookingModel } from './booking-model';

const RESERVED_AT = '2026-03-01T12:00:00.000Z';
const DEADLINE = '2026-03-01T12:15:00.000Z';
const PAID_AT = '2026-03-01T12:05:00.000Z';
const BEFORE = Date.parse(DEADLINE) - 1;
const AT = Date.parse(DEADLINE);

function past(status: ReservationRecord['status']): ReservationRecord {
  return {
    id: 'r1',
    apartmentId: '7',
    guestId: 'ada',
    status,
    reservedAt: RESERVED_AT,
    holdExpiresAt: DEADLINE,
  };
}

test.each([
  ['HELD', BEFORE, { status: 'HELD', holdExpiresAt: DEADLINE }],
  ['HELD', AT, { status: 'EXPIRED', holdExpiresAt: DEADLINE, reason: /^The hold ended before anybody/ }],
  ['EXPIRED', AT, { status: 'EXPIRED', holdExpiresAt: DEADLINE, reason: /^The hold ended before anybody/ }],
  ['CANCELLED', AT, { status: 'CANCELLED', reason: /^The hold was released before its deadline/ }],
  ['PAID', AT, { status: 'PAID', paidAt: PAID_AT }],
  ['ENDED', AT, { status: 'ENDED', paidAt: PAID_AT, reason: /^The paid stay has ended/ }],
] as const)('%s in the history, at %i', (state, now, expected) => {
  const { reason, ...rest } = { reason: undefined, ...expected };
  const stored = { ...past(state), paidAt: PAID_AT };
  expect(recordedReservation(stored, 'arn:r1', now)).toEqual({
    id: 'r1',
    arn: 'arn:r1',
    apartmentId: '7',
    price: null,
    reservedAt: RESERVED_AT,
    holdExpiresAt: null,
    paymentUrl: null,
    paidAt: null,
    latePayment: null,
    refunds: [],
    ...rest,
    reason: reason ? expect.stringMatching(reason) : null,
  });
});

test('what was never told is null', () => {
  const { reservedAt: _, holdExpiresAt: __, ...bare } = past('PAID');
  expect(recordedReservation(bare, 'arn:r1', AT)).toMatchObject({
    status: 'PAID',
    reservedAt: null,
    paidAt: null,
  });
  expect(recordedReservation({ ...bare, status: 'HELD' }, 'arn:r1', AT)).toMatchObject({ status: 'HELD' });
});

describe('a record of an earlier version', () => {
  test('is told as it stands, with what became of its money', async () => {
    const model = bookingModel('7');
    model.reservations.items.set('r1', past('EXPIRED'));
    model.payments.items.set('r1', { status: 'PAID', paidAt: PAID_AT, latePayment: 'REFUNDED', refunds: [] });
    expect(await getReservation('r1', model)).toMatchObject({
      arn: model.workflow.executionArn('r1'),
      status: 'EXPIRED',
      price: null,
      latePayment: 'REFUNDED',
      paidAt: null,
    });
  });

  test('is ENDED where it was PAID and has an end', async () => {
    const model = bookingModel('7');
    model.reservations.items.set('r1', { ...past('PAID'), endedAt: '2026-03-03T09:00:00.000Z' });
    expect(await getReservation('r1', model)).toMatchObject({ status: 'ENDED' });
  });

  test('sent again is the same reservation, and nothing is started', async () => {
    const model = bookingModel('7');
    model.reservations.items.set('r1', past('CANCELLED'));
    const wish = { apartmentId: '7', guestId: 'ada', reservationId: 'r1', price: undefined };
    expect(await reserveApartment(wish, model)).toMatchObject({ status: 'CANCELLED' });
    expect(model.workflow.executions.size).toBe(0);
  });
});
