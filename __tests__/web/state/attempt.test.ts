import fc from 'fast-check';
import type { ReservationStatus } from '../../../web/api/reservations';
import {
  type Attempt,
  answered,
  ask,
  further,
  isOver,
  type Phase,
  phaseOf,
  someLapsed,
  wantsNews,
} from '../../../web/state/attempt';
import { apartment, attempt } from '../samples';

const DEADLINE = 60_000;
const until = new Date(DEADLINE).toISOString();

function answer(status: ReservationStatus, over = {}) {
  return { id: 'r1', apartmentId: 'quay-1', status, holdExpiresAt: undefined, reason: undefined, ...over };
}

const status = fc.constantFrom<ReservationStatus>(
  'PENDING',
  'HELD',
  'PAID',
  'EXPIRED',
  'CANCELLED',
  'REJECTED',
);

test.each<[string, Partial<Attempt>, number, Phase]>([
  ['asked, no answer yet', { status: 'ASKED' }, 0, 'asking'],
  ['the workflow has not decided', { status: 'PENDING' }, 0, 'asking'],
  ['no answer came', { status: 'ASKED', trouble: 'Cut off.' }, 0, 'unanswered'],
  ['held', { status: 'HELD', deadline: DEADLINE }, DEADLINE - 1, 'held'],
  ['held, and a cancel came to nothing', { status: 'HELD', deadline: DEADLINE, trouble: 'No.' }, 0, 'held'],
  ['given up, not yet answered', { status: 'HELD', deadline: DEADLINE, cancelling: true }, 0, 'cancelling'],
  ['at the deadline', { status: 'HELD', deadline: DEADLINE }, DEADLINE, 'lapsed'],
  ['at the deadline, given up', { status: 'HELD', deadline: DEADLINE, cancelling: true }, DEADLINE, 'lapsed'],
  ['held until nobody knows when', { status: 'HELD' }, 0, 'lapsed'],
  ['paid', { status: 'PAID', deadline: DEADLINE }, 2 * DEADLINE, 'paid'],
  ['expired', { status: 'EXPIRED' }, 0, 'expired'],
  ['cancelled', { status: 'CANCELLED' }, 0, 'cancelled'],
  ['rejected', { status: 'REJECTED' }, 0, 'rejected'],
  ['refused', { status: 'REFUSED' }, 0, 'refused'],
])('%s', (_, over, now, phase) => {
  expect(phaseOf(attempt(over), now)).toBe(phase);
});

test('a new attempt names what is wanted under the id that was made for it', () => {
  expect(ask(apartment(), 'r1', 7)).toEqual(attempt({ askedAt: 7 }));
});

test('an answer that holds says until when, and a later one keeps since when', () => {
  const first = answered(attempt(), answer('HELD', { holdExpiresAt: until }), undefined, 1000);
  expect(first).toMatchObject({ status: 'HELD', deadline: DEADLINE, heldSince: 1000 });
  expect(answered(first, answer('HELD', { holdExpiresAt: until }), undefined, 5000).heldSince).toBe(1000);
});

test('a reservation never goes back, whatever order answers come in', () => {
  const rank = (of: string) => ['ASKED', 'PENDING', 'HELD'].indexOf(of) + 1 || (of === 'PAID' ? 5 : 4);
  fc.assert(
    fc.property(fc.array(status), (answers) => {
      let current = attempt();
      for (const next of answers) {
        const before = rank(current.status);
        current = answered(current, answer(next, { holdExpiresAt: until }), undefined, 0);
        expect(rank(current.status)).toBeGreaterThanOrEqual(before);
      }
      if (answers.includes('PAID')) expect(current.status).toBe('PAID');
    }),
  );
});

test('an answer about another reservation changes nothing', () => {
  const mine = attempt();
  expect(answered(mine, answer('HELD', { id: 'r2' }), undefined, 0)).toBe(mine);
});

test('an answer ends trouble; a hold that is being given up stays so until it is over', () => {
  const giving = attempt({ status: 'HELD', deadline: DEADLINE, cancelling: true, trouble: 'Cut off.' });
  expect(answered(giving, answer('HELD'), undefined, 0)).toMatchObject({
    cancelling: true,
    trouble: undefined,
  });
  expect(answered(giving, answer('CANCELLED'), undefined, 0)).toMatchObject({
    cancelling: undefined,
    deadline: DEADLINE,
  });
});

test('somebody else who was faster is remembered', () => {
  const rival = { bookedStatus: 'PAID', deadline: undefined } as const;
  const rejected = answered(attempt(), answer('REJECTED', { reason: 'Taken.' }), rival, 0);
  expect(answered(rejected, answer('REJECTED'), undefined, 0)).toMatchObject({ rival, reason: 'Taken.' });
});

test.each<[string, Partial<Attempt> | undefined, Partial<Attempt>, 'mine' | 'other']>([
  ['one that only the other knows', undefined, {}, 'other'],
  ['the further of the same', { status: 'ASKED' }, { status: 'HELD' }, 'other'],
  ['not the one that lags', { status: 'CANCELLED' }, { status: 'HELD' }, 'mine'],
  ['the newer of two', { status: 'EXPIRED' }, { reservationId: 'r2', askedAt: 1 }, 'other'],
  ['not the older of two', { askedAt: 1 }, { reservationId: 'r0', status: 'PAID' }, 'mine'],
])('of two notes counts %s', (_, mineOver, otherOver, winner) => {
  const mine = mineOver && attempt(mineOver);
  const other = attempt(otherOver);
  expect(further(mine, other)).toBe(winner === 'mine' ? mine : other);
});

test.each<[string, Partial<Attempt>, number, number, boolean]>([
  ['what was asked just now is being answered', { status: 'ASKED' }, 14_999, 0, false],
  ['an answer that is late was lost', { status: 'ASKED' }, 15_000, 0, true],
  ['what is undecided, with every look', { status: 'PENDING' }, 0, 0, true],
  ['a hold, every ten seconds', { status: 'HELD', deadline: DEADLINE }, 9_999, 0, false],
  ['a hold, after ten seconds', { status: 'HELD', deadline: DEADLINE }, 10_000, 0, true],
  ['a hold whose time is up, with every look', { status: 'HELD', deadline: -1 }, 1, 1, true],
  ['what is over, never', { status: 'EXPIRED' }, 1e9, 0, false],
])('news of %s', (_, over, local, lookedAt, wanted) => {
  expect(wantsNews(attempt(over), 0, local, lookedAt)).toBe(wanted);
});

test('time is up for one of several', () => {
  const [running, over] = [
    attempt({ status: 'HELD', deadline: 10 }),
    attempt({ status: 'HELD', deadline: 5 }),
  ];
  expect([someLapsed([running, over], 4), someLapsed([running, over], 5)]).toEqual([false, true]);
  expect(isOver(over)).toBe(false);
});
