import { reserveApartment } from '../../../functions/booking/domain/reserve';
import { type ReservationRecord, reservationOfHistory } from '../../../functions/domain/history';
import { getReservation } from '../../../functions/domain/lookup';
import { bookingModel } from './booking-model';

const RESERVED_AT = '2026-03-01T12:00:00.000Z';
const DEADLINE = '2026-03-01T12:15:00.000Z';
const PAID_AT = '2026-03-01T12:05:00.000Z';
const BEFORE = Date.parse(DEADLINE) - 1;
const AT = Date.parse(DEADLINE);

function past(status: ReservationRecord['status']): ReservationRecord {
  return { id: 'r1', apartmentId: '7', status, reservedAt: RESERVED_AT, holdExpiresAt: DEADLINE };
}

test.each([
  ['HELD', BEFORE, { status: 'HELD', holdExpiresAt: DEADLINE }],
  ['HELD', AT, { status: 'EXPIRED', holdExpiresAt: DEADLINE, reason: /^The hold ended before anybody/ }],
  ['EXPIRED', AT, { status: 'EXPIRED', holdExpiresAt: DEADLINE, reason: /^The hold ended before anybody/ }],
  ['CANCELLED', AT, { status: 'CANCELLED', reason: /^The hold was released before its deadline/ }],
  ['PAID', AT, { status: 'PAID', paidAt: PAID_AT }],
  ['PAID, over', AT, { status: 'ENDED', paidAt: PAID_AT, reason: /^The paid stay has ended/ }],
] as const)('%s in the history, at %i', (state, now, expected) => {
  const { reason, ...rest } = { reason: undefined, ...expected };
  const status = state === 'PAID, over' ? 'PAID' : state;
  const stored = {
    ...past(status),
    ...(status === 'PAID' && { paidAt: PAID_AT }),
    ...(state === 'PAID, over' && { endedAt: '2026-03-03T09:00:00.000Z' }),
  };
  expect(reservationOfHistory(stored, 'arn:r1', now)).toEqual({
    id: 'r1',
    arn: 'arn:r1',
    apartmentId: '7',
    reservedAt: RESERVED_AT,
    holdExpiresAt: null,
    paymentUrl: null,
    paidAt: null,
    latePayment: null,
    ...rest,
    reason: reason ? expect.stringMatching(reason) : null,
  });
});

test('what was never told is null', () => {
  const { reservedAt: _, holdExpiresAt: __, ...bare } = past('PAID');
  expect(reservationOfHistory(bare, 'arn:r1', AT)).toMatchObject({
    status: 'PAID',
    reservedAt: null,
    paidAt: null,
  });
  expect(reservationOfHistory({ ...bare, status: 'HELD' }, 'arn:r1', AT)).toMatchObject({ status: 'HELD' });
});

describe('a reservation is looked up', () => {
  const wish = { apartmentId: '7', guestId: 'ada', reservationId: 'r1', namedByClient: true };

  test('in its workflow and apartment as long as its workflow is known', async () => {
    const model = bookingModel('7');
    await reserveApartment(wish, model);
    const find = jest.spyOn(model.history, 'find');
    expect(await getReservation('r1', model)).toMatchObject({ status: 'HELD' });
    expect(find).not.toHaveBeenCalled();
  });

  test('in its history from then on, with what became of its money', async () => {
    const model = bookingModel('7');
    model.history.items.set('r1', { ...past('EXPIRED'), guestId: 'ada' });
    model.payments.items.set('r1', { status: 'PAID', paidAt: PAID_AT, latePayment: 'REFUNDED' });
    expect(await getReservation('r1', model)).toMatchObject({
      arn: model.workflow.executionArn('r1'),
      status: 'EXPIRED',
      latePayment: 'REFUNDED',
      paidAt: null,
    });
  });

  test('and is nothing where neither knows it', async () => {
    expect(await getReservation('r1', bookingModel('7'))).toBeUndefined();
  });
});
