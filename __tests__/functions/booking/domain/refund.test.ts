import fc from 'fast-check';
import { endReservation } from '../../../../functions/booking/domain/end';
import { refundReservation } from '../../../../functions/booking/domain/refund';
import { reserveApartment } from '../../../../functions/booking/domain/reserve';
import { type BookingModel, bookingModel, HOLD_SECONDS } from '../../domain/booking-model';

const BY = 'arn:aws:iam::123456789012:user/ada';
const refund = { reservationId: 'r1', refundId: 'clean', amount: 900, reason: 'not clean' };

let model: BookingModel;
beforeEach(async () => {
  model = await paidModel();
});

async function paidModel(): Promise<BookingModel> {
  const made = bookingModel('7');
  await reserveApartment({ apartmentId: '7', guestId: 'ada', reservationId: 'r1', price: undefined }, made);
  made.apartments.pay('7', 'r1', made.now());
  made.payments.claims.set('r1', {
    ...{ reservationId: 'r1', paymentId: 'p1', amount: 12_900, currency: 'EUR' },
    receivedAt: '2026-03-01T12:00:00.000Z',
  });
  return made;
}

test('a paid reservation keeps its apartment, and the refund is ordered with who gave it and why', async () => {
  expect(await refundReservation(refund, model, BY)).toMatchObject({ status: 'PAID' });
  expect(model.captures.items.get('p1')).toMatchObject({
    refundedAmount: 900,
    refunds: [{ id: 'clean', amount: 900, reason: 'STAFF', by: BY, note: 'not clean' }],
  });
  expect(model.queued).toEqual([{ paymentId: 'p1', id: 'clean' }]);
});

test('law 5: sent again nothing more is given back; another amount under its id is refused', async () => {
  for (let times = 0; times < 3; times++) await refundReservation(refund, model, BY);
  await expect(refundReservation({ ...refund, amount: 901 }, model, BY)).rejects.toMatchObject({
    name: 'InvalidInput',
  });
  expect(model.captures.items.get('p1')?.refundedAmount).toBe(900);
});

test('more than is left is refused, and told how much that is', async () => {
  await refundReservation(refund, model, BY);
  const more = { ...refund, refundId: 'more', amount: 12_001 };
  await expect(refundReservation(more, model, BY)).rejects.toMatchObject({
    name: 'InvalidInput',
    message: expect.stringContaining('12000 of 12900 EUR'),
  });
});

test('a stay that is over can be given back later', async () => {
  const command = { reservationId: 'r1', refund: 'PARTIAL', amount: 100, reason: undefined } as const;
  await endReservation(command, model, BY);
  expect(await refundReservation(refund, model, BY)).toMatchObject({ status: 'ENDED' });
  expect(model.captures.items.get('p1')?.refundedAmount).toBe(1_000);
});

test('one that is not paid is NotPaid, an unknown one ReservationNotFound, one without a payment RefundUnavailable', async () => {
  model.payments.claims.clear();
  await expect(refundReservation(refund, model, BY)).rejects.toMatchObject({ name: 'RefundUnavailable' });
  model = bookingModel('7');
  await expect(refundReservation(refund, model, BY)).rejects.toMatchObject({ name: 'ReservationNotFound' });
  await reserveApartment({ apartmentId: '7', guestId: 'ada', reservationId: 'r1', price: undefined }, model);
  await expect(refundReservation(refund, model, BY)).rejects.toMatchObject({ name: 'NotPaid' });
  model.clock.advance(HOLD_SECONDS * 1000 + 10);
  await expect(refundReservation(refund, model, BY)).rejects.toMatchObject({ name: 'NotPaid' });
});

test('laws 5 and 6: of any commands, doubled and at once, never more goes back than came, and each once', async () => {
  const command = fc.record({
    refundId: fc.constantFrom<string>('a', 'b', 'c', 'end stay'),
    amount: fc.integer({ min: 1, max: 9_000 }),
    times: fc.integer({ min: 1, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 8 }), async (commands) => {
      const world = await paidModel();
      const run = ({ refundId, amount }: (typeof commands)[number]) =>
        refundId === 'end stay'
          ? endReservation({ reservationId: 'r1', refund: 'PARTIAL', amount, reason: undefined }, world, BY)
          : refundReservation({ reservationId: 'r1', refundId, amount, reason: undefined }, world, BY);
      const sent = commands.flatMap((each) => Array.from({ length: each.times }, () => each));
      await Promise.allSettled(sent.map(run));
      const { refunds = [], refundedAmount = 0 } = world.captures.items.get('p1') ?? {};
      expect(refundedAmount).toBeLessThanOrEqual(12_900);
      expect(refunds.reduce((sum, { amount }) => sum + amount, 0)).toBe(refundedAmount);
      expect(new Set(refunds.map(({ id }) => id)).size).toBe(refunds.length);
      const before = JSON.stringify(refunds);
      await Promise.allSettled(refunds.map(({ id, amount }) => run({ refundId: id, amount, times: 1 })));
      const after = world.captures.items.get('p1')?.refunds ?? [];
      expect(JSON.stringify(after.filter(({ id }) => refunds.some((each) => each.id === id)))).toBe(before);
    }),
    { numRuns: 500 },
  );
});
