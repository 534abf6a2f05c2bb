import fc from 'fast-check';
import type {
  AskedReservation,
  ReservationChange,
  ReservationStatus,
} from '../../../functions/domain/reservation-record';
import { shardOf } from '../../../functions/tables/open-reservations';
import { ReservationRepository } from '../../../functions/tables/reservations';
import { Table } from '../../../functions/tables/table';
import { ModelReservations, type StoredReservation } from '../domain/model-reservations';
import { type ApartmentTable, RESERVATIONS_TABLE_NAME, startApartmentTable } from './tables';

let table: ApartmentTable;
let store: ReservationRepository;
beforeAll(async () => {
  table = await startApartmentTable();
  store = new ReservationRepository(new Table(table.client, RESERVATIONS_TABLE_NAME));
});
afterAll(() => table.stop());

const DEADLINE = '2026-03-01T12:15:00.000Z';

const asked: AskedReservation = {
  id: 'r1',
  apartmentId: '7',
  guestId: 'ada',
  price: { amount: 12_900, currency: 'EUR' },
  requestedAt: '2026-03-01T12:00:00.000Z',
  holdExpiresAt: DEADLINE,
};

const held = {
  apartmentId: '7',
  status: 'HELD',
  guestId: 'ada',
  reservedAt: '2026-03-01T12:00:00.000Z',
  holdExpiresAt: DEADLINE,
  expiresAt: 1_900_000_000,
} as const;

const paid = {
  ...held,
  status: 'PAID',
  paidAt: '2026-03-01T12:16:00.000Z',
  paymentId: 'p1',
  expiresAt: undefined,
} as const;

let next = 0;
const newId = () => `r-${next++}`;

/** A record as the table stores it. */
function stored({ id, ...rest }: StoredReservation): Record<string, unknown> {
  return { Id: id, ...rest };
}

test('what is asked is stored before anything becomes of it, once for each id', async () => {
  expect(await store.ask(asked, 1_900_000_000)).toBe(true);
  const { id: Id, ...rest } = asked;
  const open = { shard: shardOf('r1'), dueAt: '2026-03-01T12:00:20.000Z' };
  const item = { Id, ...rest, status: 'PENDING', rank: 0, expiresAt: 1_900_000_000, ...open };
  expect(await table.reservation('r1')).toEqual(item);
  expect(await store.ask({ ...asked, guestId: 'eve' }, 1)).toBe(false);
  expect(await table.reservation('r1')).toEqual(item);
});

test('one that nobody asks the workflow for is stored as REJECTED, with what its guest was told', async () => {
  const id = newId();
  expect(await store.ask({ ...asked, id, price: undefined }, 1, 'Apartment 7 does not exist.')).toBe(true);
  expect(await store.find(id)).toMatchObject({ status: 'REJECTED', reason: 'Apartment 7 does not exist.' });
});

test('a guest’s list has those only that had an apartment', async () => {
  const guestId = 'lister';
  await store.ask({ ...asked, id: 'list-pending', guestId }, 1);
  await store.ask({ ...asked, id: 'list-rejected', guestId }, 1, 'Taken.');
  await store.ask({ ...asked, id: 'list-held', guestId }, 1);
  await store.write({ ...held, guestId, reservationId: 'list-held' });
  const listed = await store.ofGuest({ guestId, after: undefined, limit: 10 });
  expect(listed.map(({ id }) => id)).toEqual(['list-held']);
});

test('a hold, its end, and the money that came late are one item, with what each knew', async () => {
  const reservationId = newId();
  await store.ask({ ...asked, id: reservationId }, 1_900_000_000);
  await store.write({ ...held, reservationId });
  const ended = { endedAt: '2026-03-01T12:15:01.000Z', expiresAt: 1_900_000_001 };
  await store.write({ ...held, reservationId, status: 'EXPIRED', ...ended });
  expect(await table.reservation(reservationId)).toMatchObject({ status: 'EXPIRED', ...ended });
  await store.write({ ...paid, reservationId, reservedAt: undefined, holdExpiresAt: undefined });
  const { id: _, ...rest } = asked;
  const { expiresAt: __, ...known } = paid;
  // Paid for: it has no end, and is never forgotten.
  const open = { shard: shardOf(reservationId), dueAt: paid.paidAt };
  const item = { Id: reservationId, ...rest, ...known, ...open, rank: 4 };
  expect(await table.reservation(reservationId)).toEqual(item);
});

const RANKED: ReservationStatus[][] = [
  ['PENDING'],
  ['HELD'],
  ['REJECTED'],
  ['CANCELLED', 'EXPIRED'],
  ['PAID'],
  ['ENDED'],
];

describe('an item of an earlier version', () => {
  const old = (status: string, more = {}) => ({
    apartmentId: '7',
    guestId: 'ada',
    reservedAt: held.reservedAt,
    holdExpiresAt: DEADLINE,
    status,
    expiresAt: 1,
    sequenceNumber: '0012',
    ...more,
  });
  const items = [
    ['HELD', old('HELD')],
    ['CANCELLED', old('CANCELLED', { endedAt: DEADLINE })],
    ['EXPIRED', old('EXPIRED', { endedAt: DEADLINE })],
    ['PAID', old('PAID', { paidAt: paid.paidAt })],
    ['ENDED', old('PAID', { paidAt: paid.paidAt, endedAt: '2026-03-09T12:00:00.000Z' })],
  ] as const;

  test.each(items)('that is %s is read as that', async (status, item) => {
    const Id = newId();
    await table.putReservation({ Id, ...item });
    expect(await store.find(Id)).toMatchObject({ id: Id, status, guestId: 'ada' });
    expect(await store.find(Id)).not.toHaveProperty('price');
  });

  const changes = ['HELD', 'REJECTED', 'CANCELLED', 'EXPIRED', 'PAID', 'ENDED'] as const;
  const rank = (status: ReservationStatus) => RANKED.findIndex((same) => same.includes(status));

  test.each(items.flatMap(([from, item]) => changes.map((to) => [from, to, item] as const)))(
    'that is %s and is told to be %s goes on to the higher of both',
    async (from, to, item) => {
      const reservationId = newId();
      await table.putReservation({ Id: reservationId, ...item });
      const isHigher = rank(to) > rank(from);
      // One that is PAID is carried over even as it is.
      const isWritten = isHigher || (from === 'PAID' && to === 'PAID');
      expect(await store.write({ ...held, reservationId, status: to })).toBe(isWritten);
      expect(await store.find(reservationId)).toMatchObject({ status: isHigher ? to : from });
      // From now on it has a rank, or is as it was: the same again changes nothing.
      expect(await store.write({ ...held, reservationId, status: to })).toBe(false);
    },
  );
});

test('a PAID item of an earlier version expires no more once anything is written of its apartment', async () => {
  const Id = newId();
  const old = { Id, apartmentId: '7', guestId: 'ada', paidAt: paid.paidAt, paymentId: 'p1' };
  await table.putReservation({ ...old, status: 'PAID', expiresAt: 1, sequenceNumber: '0012' });
  expect(await store.write({ ...paid, reservationId: Id })).toBe(true);
  expect(await table.reservation(Id)).toMatchObject({ ...old, status: 'PAID', rank: 4 });
  expect(await table.reservation(Id)).not.toHaveProperty('expiresAt');
});

test('any other failure of DynamoDB is passed on', async () => {
  const elsewhere = new ReservationRepository(new Table(table.client, 'no-such-table'));
  await expect(elsewhere.write({ ...held, reservationId: 'r1' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

const instant = fc.constantFrom(undefined, '2026-03-01T12:00:00.000Z', '2026-03-01T12:20:00.000Z');
const anyChange = fc.record({
  status: fc.constantFrom(...(['HELD', 'REJECTED', 'PAID', 'EXPIRED', 'CANCELLED', 'ENDED'] as const)),
  reservedAt: instant,
  holdExpiresAt: instant,
  paidAt: instant,
  endedAt: instant,
  paymentId: fc.constantFrom(undefined, 'p1', 'p2'),
  reason: fc.constantFrom(undefined, 'Taken.'),
  expiresAt: fc.constantFrom(undefined, 1, 2),
});

test('the table in memory, on which the properties are proved, does and says what DynamoDB does', async () => {
  const before = fc.constantFrom('NOTHING', 'ASKED', 'REFUSED', 'OLD', 'OLD AND OVER');
  await fc.assert(
    fc.asyncProperty(before, fc.array(anyChange, { minLength: 1, maxLength: 6 }), async (first, changes) => {
      const id = newId();
      const model = new ModelReservations();
      const reason = first === 'REFUSED' ? 'Taken.' : undefined;
      if (first === 'ASKED' || first === 'REFUSED') {
        for (const each of [store, model]) await each.ask({ ...asked, id }, 1, reason);
      }
      if (first.startsWith('OLD')) {
        const end = first === 'OLD' ? {} : { endedAt: DEADLINE };
        const old: StoredReservation = { id, apartmentId: '7', guestId: 'ada', status: 'PAID', ...end };
        model.items.set(id, old);
        await table.putReservation(stored(old));
      }
      for (const change of changes) {
        const whole: ReservationChange = { ...change, apartmentId: '7', guestId: 'ada', reservationId: id };
        expect(await store.write(whole)).toBe(await model.write(whole));
        const expected = model.items.get(id);
        expect(await table.reservation(id)).toEqual(expected && stored(expected));
        expect(await store.find(id)).toEqual(await model.find(id));
      }
    }),
    { numRuns: 60 },
  );
});

test('in whatever order and however often a reservation is told, its record is the same', async () => {
  // What can be told of one reservation: it is rejected, or it has the apartment and goes on from there.
  const whole = { reservationId: 'r1', ...held };
  const lives: ReservationChange[][] = [
    [{ ...whole, status: 'REJECTED', reservedAt: undefined, reason: 'Taken.' }],
    [whole, { ...whole, status: 'CANCELLED', endedAt: '2026-03-01T12:05:00.000Z' }],
    [
      whole,
      { ...whole, status: 'EXPIRED', endedAt: DEADLINE },
      { ...paid, reservationId: 'r1', reservedAt: undefined, holdExpiresAt: undefined },
      { ...paid, reservationId: 'r1', status: 'ENDED', endedAt: '2026-03-09T12:00:00.000Z', expiresAt: 7 },
    ],
  ];
  const life = fc.constantFrom(...lives).chain((told) =>
    fc.record({
      told: fc.constant(told),
      shuffled: fc.shuffledSubarray([...told, ...told, ...told], {
        minLength: 3 * told.length,
      }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(life, async ({ told, shuffled }) => {
      const [inOrder, anyhow] = [new ModelReservations(), new ModelReservations()];
      for (const model of [inOrder, anyhow]) await model.ask(asked, 1);
      for (const change of told) await inOrder.write(change);
      for (const change of shuffled) await anyhow.write(change);
      expect(anyhow.items.get('r1')).toEqual(inOrder.items.get('r1'));
    }),
    { numRuns: 500 },
  );
});
