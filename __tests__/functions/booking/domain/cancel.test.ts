import { cancelReservation } from '../../../../functions/booking/domain/cancel';
import { reserveApartment, type Wish } from '../../../../functions/booking/domain/reserve';
import { getReservation } from '../../../../functions/domain/lookup';
import { HOLD_SECONDS, type ModelDesk, modelDesk } from '../../domain/model-dependencies';

const wish: Wish = { apartmentId: '7', guestId: 'ada', reservationId: 'r1', namedByClient: true };

let desk: ModelDesk;
beforeEach(async () => {
  desk = modelDesk('7');
  await reserveApartment(wish, desk);
  desk.happenings.length = 0;
});

test('a hold is released and the apartment vacant at once', async () => {
  expect(await cancelReservation('r1', desk)).toEqual({
    id: 'r1',
    arn: desk.workflow.executionArn('r1'),
    apartmentId: '7',
    status: 'CANCELLED',
    holdExpiresAt: null,
    reason: 'The hold was released before its deadline.',
    reservedAt: '2026-03-01T12:00:00.000Z',
    paymentUrl: null,
    paidAt: null,
    latePayment: null,
  });
  expect(desk.apartments.items.get('7')).toMatchObject({ bookedStatus: 'VACANT' });
  expect(desk.happenings).toEqual(['Cancelled']);
});

test('cancelled twice is cancelled once: the same answer, counted once', async () => {
  const first = await cancelReservation('r1', desk);
  expect(await cancelReservation('r1', desk)).toEqual(first);
  desk.clock.advance(HOLD_SECONDS * 1000 + 10);
  expect(await cancelReservation('r1', desk)).toEqual(first);
  expect(desk.happenings).toEqual(['Cancelled']);
});

test('cancelled by many at once is cancelled once', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => cancelReservation('r1', desk)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['CANCELLED']));
  expect(desk.happenings).toEqual(['Cancelled']);
  expect(desk.apartments.transitions.filter(({ to }) => to.bookedStatus === 'VACANT')).toHaveLength(1);
});

test('the next guest keeps the apartment that an old reservation cancels again', async () => {
  await cancelReservation('r1', desk);
  await reserveApartment({ ...wish, reservationId: 'r2' }, desk);
  expect(await cancelReservation('r1', desk)).toMatchObject({ status: 'CANCELLED' });
  expect(desk.apartments.items.get('7')).toMatchObject({ bookedStatus: 'RESERVED', reservationId: 'r2' });
});

test('what is PAID is not cancelled', async () => {
  desk.apartments.pay('7', 'r1', desk.now());
  await expect(cancelReservation('r1', desk)).rejects.toMatchObject({ name: 'AlreadyPaid' });
  expect(desk.apartments.items.get('7')).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r1' });
});

test('a payment that lands between the look and the release wins', async () => {
  const release = desk.apartments.release.bind(desk.apartments);
  jest.spyOn(desk.apartments, 'release').mockImplementationOnce((apartmentId, reservationId) => {
    desk.apartments.pay('7', 'r1', desk.now());
    return release(apartmentId, reservationId);
  });
  await expect(cancelReservation('r1', desk)).rejects.toMatchObject({ name: 'AlreadyPaid' });
  expect(desk.apartments.items.get('7')?.bookedStatus).toBe('PAID');
});

test.each([
  ['at its deadline', HOLD_SECONDS * 1000 - 20],
  ['when it is reverted', HOLD_SECONDS * 1000 + 10],
])('a hold %s is HoldExpired', async (_, milliseconds) => {
  const deadline = desk.apartments.items.get('7')?.holdExpiresAt;
  desk.clock.advance(milliseconds);
  await expect(cancelReservation('r1', desk)).rejects.toMatchObject({
    name: 'HoldExpired',
    message: expect.stringContaining(String(deadline)),
  });
  expect(desk.happenings).toEqual([]);
});

test('what was rejected is answered as it is', async () => {
  await desk.workflow.start('r2', { apartmentId: '7', guestId: 'bob', reservedAt: '', holdExpiresAt: '' });
  desk.clock.advance(100);
  expect(await cancelReservation('r2', desk)).toMatchObject({ id: 'r2', status: 'REJECTED' });
});

test('an unknown reservation is ReservationNotFound', async () => {
  await expect(cancelReservation('nobody', desk)).rejects.toMatchObject({
    name: 'ReservationNotFound',
    message: expect.stringContaining('nobody'),
  });
});

describe('before the workflow has decided', () => {
  const request = {
    apartmentId: '8',
    guestId: 'ada',
    reservedAt: '',
    holdExpiresAt: '2026-03-01T13:00:00.000Z',
  };
  beforeEach(async () => {
    await desk.apartments.put({ ...(await anyApartment()), id: '8' });
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
    desk.workflow.decisionMs = 400;
    await desk.workflow.start('r2', request);
    expect(await cancelReservation('r2', desk)).toMatchObject({ status: 'CANCELLED' });
    expect(await getReservation('r2', desk)).toMatchObject({ status: 'CANCELLED' });
    expect(desk.apartments.items.get('8')?.bookedStatus).toBe('VACANT');
  });

  test('for longer than 3 s it stays PENDING, and nothing is released', async () => {
    desk.workflow.decisionMs = 10_000;
    await desk.workflow.start('r2', request);
    expect(await cancelReservation('r2', desk)).toMatchObject({ status: 'PENDING' });
    expect(desk.happenings).toEqual([]);
  });
});

describe('a reservation whose workflow is forgotten', () => {
  const past = {
    id: 'old',
    apartmentId: '7',
    guestId: 'ada',
    reservedAt: '2025-01-01T12:00:00.000Z',
    holdExpiresAt: '2025-01-01T12:15:00.000Z',
  };

  test('is CANCELLED again', async () => {
    desk.history.items.set('old', { ...past, status: 'CANCELLED' });
    expect(await cancelReservation('old', desk)).toMatchObject({ id: 'old', status: 'CANCELLED' });
    expect(desk.happenings).toEqual([]);
  });

  test.each([
    ['PAID', 'AlreadyPaid'],
    ['EXPIRED', 'HoldExpired'],
  ] as const)('and was %s is refused as %s', async (status, name) => {
    desk.history.items.set('old', { ...past, status });
    await expect(cancelReservation('old', desk)).rejects.toMatchObject({ name });
  });
});
