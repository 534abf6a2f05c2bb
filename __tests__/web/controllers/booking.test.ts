import type { ReservationStatus } from '../../../web/api/reservations';
import { AttemptStorage } from '../../../web/controllers/attempt-storage';
import { BookingController } from '../../../web/controllers/booking';
import { Store } from '../../../web/controllers/store';
import type { Attempt } from '../../../web/state/attempt';
import { apartment, attempt, pageState } from '../samples';
import { json, type Sent, scripted } from '../scripted-api';

beforeEach(() => jest.useFakeTimers({ now: 1_000_000 }));
afterEach(() => jest.useRealTimers());

const until = new Date(1_060_000).toISOString();
const held = (id: string, status: ReservationStatus = 'HELD') => ({
  id,
  apartmentId: 'quay-1',
  status,
  holdExpiresAt: until,
});
const idOf = ({ variables }: Sent) => (variables as { input: { reservationId: string } }).input.reservationId;
const cut = () => Promise.reject(new TypeError('Failed to fetch'));
const error = (errorType: string) => json({ data: null, errors: [{ errorType, message: `${errorType}.` }] });

function bookingWith(answer: (sent: Sent) => Response | Promise<Response>, attempts: Attempt[] = []) {
  const { http, sent } = scripted(answer);
  const store = new Store(pageState({ now: Date.now(), attempts }), Date.now);
  const catalogChanged = jest.fn();
  return {
    booking: new BookingController(store, http, 'guest', catalogChanged),
    store,
    sent,
    catalogChanged,
  };
}

test('the id of an attempt is written down before it is sent (law 5)', async () => {
  const kept: (string | undefined)[] = [];
  const storage = new Map<string, string>();
  const { booking, store } = bookingWith((sent) => {
    kept.push([...storage.values()].find((note) => note.includes(idOf(sent))));
    return json({ data: { reserveApartment: held(idOf(sent)) } });
  });
  const notes = {
    length: 0,
    key: () => null,
    getItem: () => null,
    removeItem: () => undefined,
    setItem: (key: string, value: string) => void storage.set(key, value),
  };
  const memory = new AttemptStorage(() => notes);
  store.subscribe((after, before) => memory.save(after.attempts, before.attempts));
  await booking.reserve(apartment());
  expect(kept).toEqual([expect.stringContaining('"status":"ASKED"')]);
  expect(store.state.attempts).toMatchObject([{ status: 'HELD', deadline: 1_060_000 }]);
});

test('every retry asks for the same reservation, and after four tries the guest decides (law 5)', async () => {
  let answer: () => Response | Promise<Response> = cut;
  const { booking, store, sent } = bookingWith(() => answer());
  const reserving = booking.reserve(apartment());
  await jest.runAllTimersAsync();
  await reserving;
  expect(store.state.attempts[0]).toMatchObject({
    status: 'ASKED',
    error: expect.stringContaining('did not answer'),
  });
  answer = () => json({ data: { reserveApartment: held(sent.map(idOf)[0] ?? '') } });
  await booking.tryAgain(store.state.attempts[0] ?? attempt());
  expect(new Set(sent.map(idOf)).size).toBe(1);
  expect(sent).toHaveLength(5);
  expect(store.state.attempts[0]).toMatchObject({ status: 'HELD', error: undefined });
});

test('the price that the guest saw goes along, and another one by now is told, not booked', async () => {
  const { booking, store, sent, catalogChanged } = bookingWith(() => error('PriceChanged'));
  await booking.reserve(apartment({ price: { amount: 9_900, currency: 'EUR' } }));
  expect(sent[0]?.variables).toMatchObject({ input: { price: { amount: 9_900, currency: 'EUR' } } });
  expect(store.state.attempts[0]).toMatchObject({ status: 'REFUSED' });
  expect(catalogChanged).toHaveBeenCalled();
});

test('a second press is no second reservation', async () => {
  const { booking, sent } = bookingWith((sent) => json({ data: { reserveApartment: held(idOf(sent)) } }));
  await Promise.all([booking.reserve(apartment()), booking.reserve(apartment())]);
  expect(sent).toHaveLength(1);
});

test('reserving again after all is over is a new reservation', async () => {
  const { booking, sent, store } = bookingWith(
    (sent) => json({ data: { reserveApartment: held(idOf(sent)) } }),
    [attempt({ status: 'EXPIRED' })],
  );
  await booking.reserve(apartment());
  expect(sent.map(idOf)).not.toContain('r1');
  expect(store.state.attempts).toHaveLength(1);
});

test.each([
  ['RESERVED', { bookedStatus: 'RESERVED', deadline: 1_060_000 }],
  ['PAID', { bookedStatus: 'PAID', deadline: 1_060_000 }],
  ['VACANT', undefined],
] as const)('rejected, and then found %s', async (bookedStatus, rival) => {
  const { booking, store } = bookingWith((sent) =>
    sent.path === '/graphql'
      ? json({ data: { reserveApartment: { ...held(idOf(sent), 'REJECTED'), reason: 'Taken.' } } })
      : json(apartment({ bookedStatus, holdExpiresAt: until })),
  );
  await booking.reserve(apartment());
  expect(store.state.attempts[0]).toMatchObject({ status: 'REJECTED', reason: 'Taken.', rival });
});

test('rejected, and nobody says by whom', async () => {
  const { booking, store } = bookingWith((sent) =>
    sent.path === '/graphql' ? json({ data: { reserveApartment: held(idOf(sent), 'REJECTED') } }) : cut(),
  );
  await booking.reserve(apartment());
  expect(store.state.attempts[0]).toMatchObject({ status: 'REJECTED', rival: undefined });
});

test('what the API refuses for good is not sent again', async () => {
  const { booking, store, sent } = bookingWith(() => error('InvalidInput'));
  await booking.reserve(apartment());
  expect(sent).toHaveLength(1);
  expect(store.state.attempts[0]).toMatchObject({ status: 'REFUSED', reason: 'InvalidInput.' });
});

const mine = attempt({ status: 'HELD', deadline: 1_060_000 });

test('a hold is given up, and the catalog looked at', async () => {
  const { booking, store, catalogChanged } = bookingWith(
    () => json({ data: { cancelReservation: held('r1', 'CANCELLED') } }),
    [mine],
  );
  const cancelling = booking.cancel(mine);
  expect(store.state.attempts[0]?.cancelling).toBe(true);
  await cancelling;
  expect(store.state.attempts[0]).toMatchObject({ status: 'CANCELLED' });
  expect(catalogChanged).toHaveBeenCalledTimes(1);
});

test.each(['EXPIRED', 'PAID'] as const)(
  'a cancel that comes too late ends in what the reservation is: %s',
  async (status) => {
    const { booking, store } = bookingWith(
      ({ path }) => (path === '/graphql' ? error('HoldExpired') : json(held('r1', status))),
      [mine],
    );
    await booking.cancel(mine);
    expect(store.state.attempts[0]).toMatchObject({ status, error: undefined });
  },
);

test('a cancel that nobody answers leaves the hold as it is, and says so', async () => {
  const { booking, store } = bookingWith(cut, [mine]);
  const cancelling = booking.cancel(mine);
  await jest.runAllTimersAsync();
  await cancelling;
  expect(store.state.attempts[0]).toMatchObject({
    status: 'HELD',
    error: expect.stringContaining('did not answer'),
  });
  expect(store.state.attempts[0]?.cancelling).toBeUndefined();
});

test('giving up forgets the attempt and releases what it may have got', async () => {
  const asked = attempt({ error: 'Cut off.' });
  const { booking, store, sent } = bookingWith(cut, [asked]);
  await booking.giveUp(asked);
  expect(store.state.attempts).toEqual([]);
  expect(sent.map(({ variables }) => variables)).toEqual([{ id: 'r1' }]);
});

test('after a reload, what was asked just before is asked again; what is old or answered is not', async () => {
  const { booking, store, sent } = bookingWith((sent) =>
    json({ data: { reserveApartment: held(idOf(sent)) } }),
  );
  await booking.resume([
    attempt({ apartmentId: 'a', reservationId: 'just', askedAt: Date.now() - 59_999 }),
    attempt({ apartmentId: 'b', reservationId: 'old', askedAt: Date.now() - 60_000 }),
    attempt({ apartmentId: 'c', reservationId: 'held', askedAt: Date.now(), status: 'HELD' }),
  ]);
  expect(sent.map(idOf)).toEqual(['just']);
  const told = store.state.attempts.map(({ reservationId, status }) => [reservationId, status]);
  expect(Object.fromEntries(told)).toEqual({ just: 'HELD', old: 'ASKED', held: 'HELD' });
});

test.each<[string, Partial<Attempt>, object]>([
  [
    'asked long ago: it may not have arrived',
    { askedAt: 0 },
    { status: 'ASKED', error: 'The request may not have arrived.' },
  ],
  [
    'undecided: the same',
    { status: 'PENDING' },
    { status: 'PENDING', error: 'The request may not have arrived.' },
  ],
  ['held: a cache speaks', { status: 'HELD', deadline: 1_060_000 }, { status: 'HELD', error: undefined }],
  [
    'time is up: it is gone',
    { status: 'HELD', deadline: 1 },
    { status: 'REFUSED', reason: 'Keyhold no longer has this hold.' },
  ],
])('a look finds nothing of what was %s', async (_, over, expected) => {
  const { booking, store } = bookingWith(() => json({}, { status: 404 }), [attempt(over)]);
  await booking.refresh();
  expect({ error: undefined, ...store.state.attempts[0] }).toMatchObject(expected);
});

test('an open hold is looked at every ten seconds, and a look in vain changes nothing', async () => {
  const { booking, store, sent } = bookingWith(() => json(held('r1')), [mine]);
  await booking.refresh();
  jest.setSystemTime(Date.now() + 9_999);
  await booking.refresh();
  expect(sent).toHaveLength(1);
  jest.setSystemTime(Date.now() + 1);
  await booking.refresh();
  expect(sent).toHaveLength(2);
  const lost = bookingWith(cut, [mine]);
  await lost.booking.refresh();
  expect(lost.store.state.attempts[0]).toBe(mine);
  expect(store.state.attempts[0]?.status).toBe('HELD');
});

test('what a request is under way for is not looked at', async () => {
  const { booking, sent } = bookingWith(() => new Promise(() => undefined));
  void booking.reserve(apartment());
  jest.setSystemTime(Date.now() + 20_000);
  await booking.refresh();
  expect(sent).toHaveLength(1);
});
