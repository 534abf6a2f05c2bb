import { cancelReservation } from '../../../../functions/booking/domain/cancel';
import { endReservation } from '../../../../functions/booking/domain/end';
import { reserveApartment } from '../../../../functions/booking/domain/reserve';
import { getReservation } from '../../../../functions/domain/lookup';
import { type BookingModel, bookingModel, HOLD_SECONDS } from '../../domain/booking-model';

const command = { reservationId: 'r1', refund: 'NONE', reason: 'moved out' } as const;

let model: BookingModel;
beforeEach(() => {
  model = bookingModel('7');
});

async function reserved(reservationId: string): Promise<void> {
  await reserveApartment(
    { apartmentId: '7', guestId: `guest of ${reservationId}`, reservationId, price: undefined },
    model,
  );
}

async function paid(reservationId: string): Promise<void> {
  await reserved(reservationId);
  model.apartments.pay('7', reservationId, model.now());
}

test('a paid stay is ENDED, its apartment vacant, and why is told to the operators', async () => {
  await paid('r1');
  expect(await endReservation(command, model)).toMatchObject({
    id: 'r1',
    status: 'ENDED',
    reason: 'The paid stay has ended.',
  });
  expect(model.apartments.items.get('7')).toMatchObject({
    bookedStatus: 'VACANT',
    releasedReservationId: 'r1',
    releaseReason: 'ENDED',
  });
  expect(model.ended).toEqual(['moved out']);
});

test('law 3: sent again, with another guest having paid in between, it changes nothing', async () => {
  await paid('r1');
  const first = await endReservation(command, model);
  await paid('r2');
  expect(await endReservation(command, model)).toEqual(first);
  expect(model.apartments.items.get('7')).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r2' });
  expect(await getReservation('r2', model)).toMatchObject({ status: 'PAID' });
  expect(model.ended).toHaveLength(1);
});

test('sent by many at once it is done once, and each is told ENDED', async () => {
  await paid('r1');
  const answers = await Promise.all(Array.from({ length: 20 }, () => endReservation(command, model)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['ENDED']));
  expect(model.ended).toHaveLength(1);
});

test('law 7: paid and ended within its hold, it is ENDED in every later answer', async () => {
  await paid('r1');
  await endReservation(command, model);
  await expect(cancelReservation('r1', model)).rejects.toMatchObject({ name: 'AlreadyPaid' });
  for (const milliseconds of [0, HOLD_SECONDS * 1000, 1_000]) {
    model.clock.advance(milliseconds);
    expect(await getReservation('r1', model)).toMatchObject({ status: 'ENDED' });
  }
});

test.each([
  ['HELD', async () => {}],
  ['CANCELLED', () => cancelReservation('r1', model)],
  ['EXPIRED', async () => model.clock.advance(HOLD_SECONDS * 1000 + 10)],
])('one that is %s is NotPaid, and nothing changes', async (status, given) => {
  await reserved('r1');
  await given();
  const before = model.apartments.items.get('7');
  await expect(endReservation(command, model)).rejects.toMatchObject({
    name: 'NotPaid',
    message: expect.stringContaining(status),
  });
  expect(model.apartments.items.get('7')).toEqual(before);
});

test('an unknown reservation is ReservationNotFound', async () => {
  await expect(endReservation(command, model)).rejects.toMatchObject({
    name: 'ReservationNotFound',
    message: expect.stringContaining('r1'),
  });
});

test.each(['FULL', 'PARTIAL'] as const)(
  'a %s refund is refused by name, and nothing ends',
  async (refund) => {
    await paid('r1');
    await expect(endReservation({ ...command, refund }, model)).rejects.toMatchObject({
      name: 'RefundUnavailable',
    });
    expect(model.apartments.items.get('7')).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r1' });
  },
);

test('a stay of which only an earlier version’s record is left is ended by it', async () => {
  model.apartments.take('old', {
    apartmentId: '7',
    guestId: 'ada',
    reservedAt: '2026-03-01T11:00:00.000Z',
    holdExpiresAt: '2026-03-01T13:00:00.000Z',
  });
  model.apartments.pay('7', 'old', model.now());
  model.reservations.items.set('old', { id: 'old', apartmentId: '7', guestId: 'ada', status: 'PAID' });
  expect(await endReservation({ ...command, reservationId: 'old' }, model)).toMatchObject({
    id: 'old',
    status: 'ENDED',
  });
  expect(model.apartments.items.get('7')?.bookedStatus).toBe('VACANT');
});
