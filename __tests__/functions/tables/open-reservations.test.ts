import type { AskedReservation } from '../../../functions/domain/reservation-record';
import { OpenReservationRepository, shardOf } from '../../../functions/tables/open-reservations';
import { EndDecisionRepository, ReservationRepository } from '../../../functions/tables/reservations';
import { Table } from '../../../functions/tables/table';
import { type ApartmentTable, RESERVATIONS_TABLE_NAME, startApartmentTable } from './tables';

let table: ApartmentTable;
let open: OpenReservationRepository;
let store: ReservationRepository;
let ends: EndDecisionRepository;
beforeEach(async () => {
  table = await startApartmentTable();
  const reservations = new Table(table.client, RESERVATIONS_TABLE_NAME);
  open = new OpenReservationRepository(reservations);
  store = new ReservationRepository(reservations);
  ends = new EndDecisionRepository(reservations);
});
afterEach(() => table.stop());

const REQUESTED = '2026-03-01T12:00:00.000Z';
const DEADLINE = '2026-03-01T12:15:00.000Z';
const LATER = '2026-03-01T13:00:00.000Z';

const asked = (id: string): AskedReservation => ({
  id,
  apartmentId: '7',
  guestId: 'ada',
  price: { amount: 12_900, currency: 'EUR' },
  requestedAt: REQUESTED,
  holdExpiresAt: DEADLINE,
});

const held = (reservationId: string) =>
  ({
    reservationId,
    apartmentId: '7',
    status: 'HELD',
    reservedAt: REQUESTED,
    holdExpiresAt: DEADLINE,
    expiresAt: 1,
  }) as const;

async function seen(id: string) {
  const found = await open.find(id);
  if (!found) throw new Error(`Nothing of ${id} is unfinished.`);
  return found;
}

test('a reservation is due from when it is asked for until all of it is finished', async () => {
  await store.ask(asked('r1'), 1);
  expect(await open.due('2026-03-01T12:00:19.999Z', 10)).toEqual([]);
  expect(await open.due('2026-03-01T12:00:20.000Z', 10)).toEqual(['r1']);
  await store.write(held('r1'));
  expect(await open.due('2026-03-01T12:14:29.999Z', 10)).toEqual([]);
  expect(await open.due('2026-03-01T12:14:30.000Z', 10)).toEqual(['r1']);
  await store.write({ ...held('r1'), status: 'EXPIRED', endedAt: DEADLINE });
  expect(await open.due(DEADLINE, 10)).toEqual(['r1']);
  expect(await open.finish(await seen('r1'), undefined)).toBe(true);
  expect(await open.due(LATER, 10)).toEqual([]);
  expect(await open.find('r1')).toBeUndefined();
  expect(await table.reservation('r1')).not.toHaveProperty('shard');
});

test('one that is REJECTED is finished', async () => {
  await store.ask(asked('r1'), 1);
  await store.write({ ...held('r1'), status: 'REJECTED', reason: 'Taken.' });
  await store.ask(asked('r2'), 1, 'Taken.');
  expect(await open.due(LATER, 10)).toEqual([]);
});

test('the longest due come first, from all shards, and no more than are asked for', async () => {
  const ids = Array.from({ length: 30 }, (_, index) => `r${index}`);
  expect(new Set(ids.map(shardOf)).size).toBeGreaterThan(4);
  for (const [index, id] of ids.entries()) {
    const requestedAt = new Date(Date.parse(REQUESTED) + index * 1000).toISOString();
    await store.ask({ ...asked(id), requestedAt }, 1);
  }
  expect(await open.due(LATER, 100)).toEqual(ids);
  expect(await open.due(LATER, 7)).toEqual(ids.slice(0, 7));
});

describe('a look neither finishes nor postpones what was begun since', () => {
  const begun: [string, () => Promise<unknown>][] = [
    ['money goes back', () => open.open('r1', REQUESTED)],
    ['at the very instant when it was due', async () => open.open('r1', (await seen('r1')).dueAt)],
    ['staff end the stay', () => ends.decide('r1', { refund: 'FULL', by: 'ada', decidedAt: REQUESTED })],
    ['the apartment has changed', () => store.write({ ...held('r1'), status: 'PAID', expiresAt: undefined })],
  ];
  test.each(begun)('%s', async (_, begin) => {
    await store.ask(asked('r1'), 1);
    await store.write(held('r1'));
    const before = await seen('r1');
    await begin();
    expect(await open.finish(before, undefined)).toBe(false);
    expect(await open.postpone(before, LATER, false)).toBe(false);
    const now = await seen('r1');
    expect(await open.postpone(now, LATER, false)).toBe(true);
    expect(await open.find('r1')).toMatchObject({ dueAt: LATER });
    expect(await open.finish(now, undefined)).toBe(false);
    expect(await open.finish(await seen('r1'), undefined)).toBe(true);
  });
});

test('what an earlier version wrote, without rank, is followed once something begins', async () => {
  await table.putReservation({ Id: 'old', apartmentId: '7', guestId: 'ada', status: 'PAID' });
  expect(await open.find('old')).toBeUndefined();
  expect(await open.open('old', REQUESTED)).toBe(true);
  expect(await open.due(LATER, 10)).toEqual(['old']);
  expect(await open.finish(await seen('old'), undefined)).toBe(true);
  expect(await open.open('nobodys', REQUESTED)).toBe(false);
  expect(await table.reservation('nobodys')).toBeUndefined();
});

test('a decision to end a stay makes it due, with the decision', async () => {
  await table.putReservation({ Id: 'r1', apartmentId: '7', status: 'PAID' });
  const decision = { refund: 'FULL', by: 'ada', decidedAt: REQUESTED } as const;
  await ends.decide('r1', decision);
  expect(await open.due(REQUESTED, 10)).toEqual(['r1']);
  expect(await open.find('r1')).toMatchObject({ end: decision });
});

test('a record is kept while money moves, and its retention counts from the end of that', async () => {
  await store.ask(asked('r1'), 1);
  await store.write({ ...held('r1'), status: 'CANCELLED', endedAt: DEADLINE });
  await open.postpone(await seen('r1'), LATER, true);
  expect(await table.reservation('r1')).not.toHaveProperty('expiresAt');
  await open.finish(await seen('r1'), 77);
  expect(await table.reservation('r1')).toMatchObject({ expiresAt: 77 });
});
