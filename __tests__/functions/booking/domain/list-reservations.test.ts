import fc from 'fast-check';
import { cancelReservation } from '../../../../functions/booking/domain/cancel';
import { listReservations } from '../../../../functions/booking/domain/list-reservations';
import { viewReservation } from '../../../../functions/catalog/domain/views';
import { getReservation } from '../../../../functions/domain/lookup';
import type { PaymentSummary } from '../../../../functions/domain/payment';
import { type BookingModel, bookingModel, describedApartment } from '../../domain/booking-model';
import type { StoredReservation } from '../../domain/model-reservations';

const asked = { guestId: 'ada', limit: 20, nextToken: undefined };

/** `count` reservations of ada, two at each instant, and some of bob's between them. */
function modelOf(count: number): BookingModel {
  const model = bookingModel();
  for (let index = 0; index < count; index++) {
    const reservedAt = new Date(Date.UTC(2026, 0, 1, 0, index >> 1)).toISOString();
    for (const guestId of ['ada', 'bob']) {
      const id = `${guestId}-${String(index).padStart(3, '0')}`;
      model.reservations.items.set(id, { id, apartmentId: '7', guestId, status: 'PAID', reservedAt });
    }
  }
  return model;
}

test('each of a guest’s reservations is on one page, the newest first', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(40), fc.integer({ min: 1, max: 12 }), async (count, limit) => {
      const model = modelOf(count);
      const seen: string[] = [];
      let nextToken: string | undefined;
      do {
        const page = await listReservations({ ...asked, limit, nextToken }, model);
        expect(page.items.length).toBeLessThanOrEqual(limit);
        if (page.nextToken !== null) expect(page.items).toHaveLength(limit);
        seen.push(...page.items.map(({ id }) => id));
        nextToken = page.nextToken ?? undefined;
      } while (nextToken);
      const all = [...model.reservations.items.keys()].filter((id) => id.startsWith('ada'));
      expect(seen).toEqual(all.toSorted().toReversed());
    }),
  );
});

test('a list costs one read and one of each payment that it shows, of which ten are read at once', async () => {
  const model = modelOf(60);
  const reads = jest.spyOn(model.reservations, 'ofGuest');
  let [reading, most] = [0, 0];
  const payments = jest.spyOn(model.payments, 'find').mockImplementation(async () => {
    most = Math.max(most, ++reading);
    await new Promise(setImmediate);
    reading -= 1;
    return undefined;
  });
  await listReservations({ ...asked, limit: 45 }, model);
  expect(reads).toHaveBeenCalledTimes(1);
  expect(payments).toHaveBeenCalledTimes(45);
  expect(most).toBe(10);
});

const PRICE = { amount: 12_900, currency: 'EUR' };
const END = '2026-01-01T00:15:00.000Z';
const MONEY: [what: string, record: Partial<StoredReservation>, payment: PaymentSummary][] = [
  [
    'a paid stay of which a part was given back',
    { status: 'PAID', paidAt: END },
    { status: 'PAID', paidAt: END, refunds: [{ id: 'f1', status: 'REFUNDED', ...PRICE, amount: 900 }] },
  ],
  [
    'a stay that ended with a refund that failed',
    { status: 'ENDED', paidAt: END, endedAt: END },
    { status: 'PAID', paidAt: END, refunds: [{ id: 'end', status: 'FAILED', ...PRICE }] },
  ],
  [
    'money that came late, and went back',
    { status: 'EXPIRED', holdExpiresAt: END },
    { status: 'EXPIRED', latePayment: 'REFUNDED', refunds: [{ id: 'p1', status: 'REFUNDED', ...PRICE }] },
  ],
  [
    'money that came late, and got the apartment',
    { status: 'PAID', paidAt: END },
    { status: 'PAID', paidAt: END, latePayment: 'TAKEN_AGAIN', refunds: [] },
  ],
  [
    'a second payment, which goes back',
    { status: 'PAID', paidAt: END },
    { status: 'PAID', paidAt: END, refunds: [{ id: 'p2', status: 'PENDING', ...PRICE }] },
  ],
  [
    'money for a hold that was cancelled',
    { status: 'CANCELLED', endedAt: END },
    {
      status: 'EXPIRED',
      latePayment: 'REFUND_PENDING',
      refunds: [{ id: 'p1', status: 'PENDING', ...PRICE }],
    },
  ],
];

test.each(MONEY)('law 7: %s is told by the list as by every other view', async (_, record, payment) => {
  const model = bookingModel();
  const known = { id: 'r1', apartmentId: 'a1', guestId: 'ada', price: PRICE, reservedAt: END } as const;
  model.reservations.items.set('r1', { ...known, status: 'PAID', ...record });
  model.apartments.items.set('a1', {
    ...describedApartment('a1'),
    ...(record.status === 'PAID'
      ? { bookedStatus: 'PAID', reservationId: 'r1', paidAt: END }
      : { bookedStatus: 'VACANT' }),
  });
  model.payments.items.set('r1', payment);
  const told = await getReservation('r1', model);
  expect(told).toMatchObject({ refunds: payment.refunds });
  expect((await listReservations(asked, model)).items).toEqual([told]);
  const { arn: _arn, ...seenByItsGuest } = { ...told };
  expect(await viewReservation('r1', model)).toEqual(seenByItsGuest);
  if (record.status === 'CANCELLED') expect(await cancelReservation('r1', model)).toEqual(told);
});

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test.each([
  ['of another guest', encoded(['bob', '2026-01-01T00:00:00.000Z', 'bob-001'])],
  ['of a list of apartments', encoded(['ada', '2026-01-01T00:00:00.000Z'])],
  ['without an id', encoded(['ada', '2026-01-01T00:00:00.000Z', ''])],
  ['broken', 'nonsense'],
])('a token %s is InvalidInput', async (_, nextToken) => {
  await expect(listReservations({ ...asked, nextToken }, modelOf(3))).rejects.toMatchObject({
    name: 'InvalidInput',
    message:
      'nextToken does not belong to this list; it must be the one that listReservations answered with, with the same guestId.',
  });
});
