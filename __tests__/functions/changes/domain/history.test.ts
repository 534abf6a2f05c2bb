import fc from 'fast-check';
import { historyOf, releasedBy } from '../../../../functions/changes/domain/history';
import type { ApartmentChange, Booking } from '../../../../functions/domain/apartment-change';
import { streamRecordOf } from '../../../../functions/tables/apartments/stream';
import { ModelReservations, type StoredReservation } from '../../domain/model-reservations';
import { lifeOf, steps } from '../apartment-life';

const RESERVED_AT = '2026-03-01T12:00:00.000Z';
const DEADLINE = '2026-03-01T12:15:00.000Z';
const PAID_AT = '2026-03-01T12:05:00.000Z';
const DAY = 86_400;

const vacant: Booking = { bookedStatus: 'VACANT' };
const held = (reservationId: string): Booking => ({
  bookedStatus: 'RESERVED',
  reservationId,
  guestId: 'ada',
  reservedAt: RESERVED_AT,
  holdExpiresAt: DEADLINE,
});
const paid = (reservationId: string): Booking => ({
  ...held(reservationId),
  bookedStatus: 'PAID',
  paidAt: PAID_AT,
  paymentId: 'p1',
});
const released = (releasedReservationId: string, releaseReason: 'EXPIRED' | 'CANCELLED'): Booking => ({
  ...vacant,
  releasedReservationId,
  releaseReason,
});

interface Case {
  readonly name: string;
  readonly before: Booking | undefined;
  readonly after: Booking | undefined;
  readonly at?: string;
  /** Each entry's reservation and status, and `ended` where it has an end. */
  readonly entries: string[];
  readonly released?: string;
}

const cases: Case[] = [
  { name: 'a new apartment', before: undefined, after: vacant, entries: [] },
  { name: 'VACANT → RESERVED', before: vacant, after: held('r1'), entries: ['r1 HELD'] },
  { name: 'RESERVED → PAID', before: held('r1'), after: paid('r1'), entries: ['r1 PAID'] },
  {
    name: 'RESERVED → VACANT at its deadline',
    before: held('r1'),
    after: released('r1', 'EXPIRED'),
    entries: ['r1 EXPIRED ended'],
    released: 'r1',
  },
  {
    name: 'RESERVED → VACANT by its guest',
    before: held('r1'),
    after: released('r1', 'CANCELLED'),
    entries: ['r1 CANCELLED ended'],
    released: 'r1',
  },
  {
    name: 'VACANT → PAID by late money',
    before: released('r1', 'EXPIRED'),
    after: { ...paid('r1'), ...released('r1', 'EXPIRED'), bookedStatus: 'PAID' },
    entries: ['r1 PAID'],
  },
  { name: 'PAID → VACANT', before: paid('r1'), after: vacant, entries: ['r1 ENDED ended'] },
  { name: 'a vacant one described', before: vacant, after: vacant, entries: [] },
  { name: 'a held one described', before: held('r1'), after: held('r1'), entries: [] },
  { name: 'a paid one described', before: paid('r1'), after: paid('r1'), entries: ['r1 PAID'] },
  { name: 'one deleted', before: held('r1'), after: undefined, entries: [] },
  {
    name: 'RESERVED → RESERVED by another',
    before: held('r1'),
    after: held('r2'),
    entries: ['r1 CANCELLED ended', 'r2 HELD'],
    released: 'r1',
  },
  {
    name: 'RESERVED → PAID by another, after the deadline',
    before: held('r1'),
    after: paid('r2'),
    at: DEADLINE,
    entries: ['r1 EXPIRED ended', 'r2 PAID'],
    released: 'r1',
  },
  {
    name: 'RESERVED → VACANT by hand, with the reason of an older release, before the deadline',
    before: held('r2'),
    after: released('r1', 'EXPIRED'),
    entries: ['r2 CANCELLED ended'],
    released: 'r2',
  },
  {
    name: 'RESERVED → VACANT by hand, after the deadline',
    before: held('r2'),
    after: vacant,
    at: '2026-03-01T12:16:00.000Z',
    entries: ['r2 EXPIRED ended'],
    released: 'r2',
  },
  {
    name: 'RESERVED → RESERVED by the next guest, in the second of the deadline',
    before: { ...held('r1'), holdExpiresAt: '2026-03-01T12:10:00.400Z' },
    after: held('r2'),
    entries: ['r1 EXPIRED ended', 'r2 HELD'],
    released: 'r1',
  },
  { name: 'an apartment that came held', before: undefined, after: held('r1'), entries: ['r1 HELD'] },
  {
    name: 'an item that says not whose it is',
    before: vacant,
    after: { bookedStatus: 'RESERVED' },
    entries: [],
  },
];

const AT = '2026-03-01T12:10:00.000Z';

test.each(cases)('$name', ({ before, after, at = AT, entries, released: expected }) => {
  const change: ApartmentChange = { apartmentId: '7', at, before, after };
  const told = historyOf(change, 30).map(
    ({ reservationId, status, endedAt }) =>
      `${reservationId} ${status}${endedAt === undefined ? '' : ' ended'}`,
  );
  expect(told).toEqual(entries);
  expect(releasedBy(change)).toBe(expected);
});

test('an entry is all that is known, and may be forgotten so many days after its end or its deadline', () => {
  const hold = { apartmentId: '7', reservationId: 'r1', guestId: 'ada', reservedAt: RESERVED_AT };
  const change = { apartmentId: '7', at: AT };
  const [begun] = historyOf({ ...change, before: vacant, after: paid('r1') }, 30);
  expect(begun).toEqual({
    ...hold,
    holdExpiresAt: DEADLINE,
    status: 'PAID',
    paidAt: PAID_AT,
    paymentId: 'p1',
    // Nobody forgets who has an apartment.
    expiresAt: undefined,
  });
  const [holding] = historyOf({ ...change, before: vacant, after: held('r1') }, 30);
  expect(holding?.expiresAt).toBe(Date.parse(DEADLINE) / 1000 + 30 * DAY);
  const [ended] = historyOf({ ...change, before: held('r1'), after: released('r1', 'CANCELLED') }, 30);
  expect(ended).toEqual({
    ...hold,
    holdExpiresAt: DEADLINE,
    status: 'CANCELLED',
    endedAt: AT,
    expiresAt: Date.parse(AT) / 1000 + 30 * DAY,
  });
  const { holdExpiresAt: _, ...late } = paid('r1');
  const [over] = historyOf({ ...change, before: late, after: vacant }, 1);
  expect(over).toMatchObject({ status: 'ENDED', expiresAt: Date.parse(AT) / 1000 + DAY });
});

test('whatever happens to apartments, and in whatever order and how often it is told, the history is one', async () => {
  const told = fc.tuple(steps, fc.infiniteStream(fc.nat()));
  await fc.assert(
    fc.asyncProperty(told, async ([happened, chances]) => {
      const { records, statuses } = lifeOf(happened, true);
      const entries = records.flatMap((record) => historyOf(streamRecordOf(record).change(), 30));
      const inOrder = new ModelReservations();
      for (const entry of entries) await inOrder.write(entry);
      const anyhow = new ModelReservations();
      const repeated = [...entries, ...entries, ...entries];
      const shuffled = repeated
        .map((entry) => ({ entry, place: chances.next().value }))
        .toSorted((a, b) => a.place - b.place);
      for (const { entry } of shuffled) await anyhow.write(entry);
      const sorted = (items: Map<string, StoredReservation>) =>
        [...items].toSorted(([a], [b]) => (a < b ? -1 : 1));
      expect(sorted(anyhow.items)).toEqual(sorted(inOrder.items));
      const statusOf = [...inOrder.items].map(([id, { status }]) => [id, status] as const);
      expect(new Map(statusOf)).toEqual(statuses);
    }),
    { numRuns: 300 },
  );
});
