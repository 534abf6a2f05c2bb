import { cancelReservation } from '../../../../functions/booking/domain/cancel';
import { type ReserveInput, reserveApartment } from '../../../../functions/booking/domain/reserve';
import { getReservation } from '../../../../functions/domain/lookup';
import { askFor, type BookingModel, bookingModel, HOLD_SECONDS } from '../../domain/booking-model';

const wish: ReserveInput = { apartmentId: '7', guestId: 'ada', reservationId: 'r1', price: undefined };

let model: BookingModel;
beforeEach(async () => {
  model = bookingModel('7');
  await reserveApartment(wish, model);
  model.events.length = 0;
});

test('a hold is released and the apartment vacant at once', async () => {
  expect(await cancelReservation('r1', model)).toEqual({
    id: 'r1',
    arn: model.workflow.executionArn('r1'),
    apartmentId: '7',
    status: 'CANCELLED',
    price: { amount: 12_900, currency: 'EUR' },
    holdExpiresAt: null,
    reason: 'The hold was released before its deadline.',
    reservedAt: '2026-03-01T12:00:00.000Z',
    paymentUrl: null,
    paidAt: null,
    latePayment: null,
    refunds: [],
  });
  expect(model.apartments.items.get('7')).toMatchObject({ bookedStatus: 'VACANT' });
  expect(model.events).toEqual(['Cancelled']);
});

test('cancelled twice is cancelled once: the same answer, counted once', async () => {
  const first = await cancelReservation('r1', model);
  expect(await cancelReservation('r1', model)).toEqual(first);
  model.clock.advance(HOLD_SECONDS * 1000 + 10);
  expect(await cancelReservation('r1', model)).toEqual(first);
  expect(model.events).toEqual(['Cancelled']);
});

test('cancelled by many at once is cancelled once', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => cancelReservation('r1', model)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['CANCELLED']));
  expect(model.events).toEqual(['Cancelled']);
  expect(model.apartments.transitions.filter(({ to }) => to.bookedStatus === 'VACANT')).toHaveLength(1);
});

test('the next guest keeps the apartment that an old reservation cancels again', async () => {
  await cancelReservation('r1', model);
  await reserveApartment({ ...wish, reservationId: 'r2' }, model);
  expect(await cancelReservation('r1', model)).toMatchObject({ status: 'CANCELLED' });
  expect(model.apartments.items.get('7')).toMatchObject({ bookedStatus: 'RESERVED', reservationId: 'r2' });
});

test('guests who reserve and cancel for ever do not fill the apartment: old notes go, young ones stay', async () => {
  const CANCELS = 200;
  const id = (n: number) => `again-${n}`;
  await cancelReservation('r1', model);
  for (let n = 0; n < CANCELS; n++) {
    await reserveApartment({ ...wish, reservationId: id(n) }, model);
    await cancelReservation(id(n), model);
    model.clock.advance(60_000);
  }
  const noted = (model.apartments.settled.get('7') ?? []).map(({ reservationId }) => reservationId);
  // Those of the last hour, and a few that have not had their turn.
  for (let n = CANCELS - 60; n < CANCELS; n++) expect(noted).toContain(id(n));
  expect(noted.length).toBeLessThan(CANCELS / 2);
});

test('what is PAID is not cancelled', async () => {
  model.apartments.pay('7', 'r1', model.now());
  await expect(cancelReservation('r1', model)).rejects.toMatchObject({ name: 'AlreadyPaid' });
  expect(model.apartments.items.get('7')).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r1' });
});

test('a payment that lands between the look and the release wins', async () => {
  const release = model.apartments.release.bind(model.apartments);
  jest.spyOn(model.apartments, 'release').mockImplementationOnce((apartmentId, reservationId) => {
    model.apartments.pay('7', 'r1', model.now());
    return release(apartmentId, reservationId);
  });
  await expect(cancelReservation('r1', model)).rejects.toMatchObject({ name: 'AlreadyPaid' });
  expect(model.apartments.items.get('7')?.bookedStatus).toBe('PAID');
});

test.each([
  ['at its deadline', HOLD_SECONDS * 1000 - 20],
  ['when it is reverted', HOLD_SECONDS * 1000 + 10],
])('a hold %s is HoldExpired', async (_, milliseconds) => {
  const deadline = model.apartments.items.get('7')?.holdExpiresAt;
  model.clock.advance(milliseconds);
  await expect(cancelReservation('r1', model)).rejects.toMatchObject({
    name: 'HoldExpired',
    message: expect.stringContaining(String(deadline)),
  });
  expect(model.events).toEqual([]);
});

test.each([
  ['before its deadline: CANCELLED', HOLD_SECONDS * 500],
  ['after it: HoldExpired', HOLD_SECONDS * 1000],
])('law 2: a hold whose workflow was stopped is ended by a cancel %s', async (_, milliseconds) => {
  model.workflow.stop('r1');
  model.clock.advance(milliseconds);
  const answer = await cancelReservation('r1', model).catch((error: Error) => ({ status: error.name }));
  const isOver = milliseconds === HOLD_SECONDS * 1000;
  expect(answer.status).toBe(isOver ? 'HoldExpired' : 'CANCELLED');
  expect(model.apartments.items.get('7')?.bookedStatus).toBe('VACANT');
  const { status } = (await getReservation('r1', model)) ?? {};
  expect(status).toBe(isOver ? 'EXPIRED' : 'CANCELLED');
});

test('what was rejected is answered as it is', async () => {
  await reserveApartment({ ...wish, guestId: 'bob', reservationId: 'r2' }, model);
  expect(await cancelReservation('r2', model)).toMatchObject({ id: 'r2', status: 'REJECTED' });
});

test('an unknown reservation is ReservationNotFound', async () => {
  await expect(cancelReservation('nobody', model)).rejects.toMatchObject({
    name: 'ReservationNotFound',
    message: expect.stringContaining('nobody'),
  });
});

describe('before the workflow has decided', () => {
  const later = { apartmentId: '8', guestId: 'ada', reservationId: 'r2' };
  beforeEach(async () => {
    await model.apartments.put({ ...(await anyApartment()), id: '8' });
  });
  const anyApartment = async () => ({
    id: '8',
    complexId: 'harbour',
    name: 'Pier',
    description: null,
    bedrooms: 1,
    price: { amount: 1, currency: 'EUR' },
  });

  test('the hold is waited for, and released', async () => {
    model.workflow.decisionMs = 400;
    await askFor(later, model);
    expect(await cancelReservation('r2', model)).toMatchObject({ status: 'CANCELLED' });
    expect(await getReservation('r2', model)).toMatchObject({ status: 'CANCELLED' });
    expect(model.apartments.items.get('8')?.bookedStatus).toBe('VACANT');
  });

  test('for longer than 3 s it stays PENDING, and nothing is released', async () => {
    model.workflow.decisionMs = 10_000;
    await askFor(later, model);
    expect(await cancelReservation('r2', model)).toMatchObject({ status: 'PENDING' });
    expect(model.events).toEqual([]);
  });
});

describe('a record of an earlier version', () => {
  const past = {
    id: 'old',
    apartmentId: '7',
    guestId: 'ada',
    reservedAt: '2025-01-01T12:00:00.000Z',
    holdExpiresAt: '2025-01-01T12:15:00.000Z',
  };

  test('is CANCELLED again', async () => {
    model.reservations.items.set('old', { ...past, status: 'CANCELLED' });
    expect(await cancelReservation('old', model)).toMatchObject({ id: 'old', status: 'CANCELLED' });
    expect(model.events).toEqual([]);
  });

  test.each([
    ['PAID', 'AlreadyPaid'],
    ['EXPIRED', 'HoldExpired'],
  ] as const)('and was %s is refused as %s', async (status, name) => {
    model.reservations.items.set('old', { ...past, status });
    await expect(cancelReservation('old', model)).rejects.toMatchObject({ name });
  });
});
