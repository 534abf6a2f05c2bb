import fc from 'fast-check';
import type { Reservation, ReservationStatus } from '../../../web/api/reservations';
import {
  type Attempt,
  attemptAt,
  attemptFrom,
  awaitsMoney,
  isOver,
  merged,
  needsRefresh,
  newAttempt,
  type Phase,
  phaseOf,
  someLapsed,
  withAnswer,
} from '../../../web/state/attempt';
import { apartment, attempt, reservation } from '../samples';

const DEADLINE = 60_000;
const until = new Date(DEADLINE).toISOString();

function answer(status: ReservationStatus, over: Partial<Reservation> = {}) {
  return reservation({ status, ...over });
}

const begun = { outcome: 'begun', at: 1_000, search: '' } as const;
const done = { outcome: 'done', at: 2_000, search: '' } as const;
const failed = { ...done, outcome: 'failed' } as const;
const held: Partial<Attempt> = { status: 'HELD', deadline: DEADLINE };

const status = fc.constantFrom<ReservationStatus>(
  'PENDING',
  'HELD',
  'PAID',
  'EXPIRED',
  'CANCELLED',
  'REJECTED',
  'ENDED',
);

test.each<[string, Partial<Attempt>, number, Phase]>([
  ['asked, no answer yet', { status: 'ASKED' }, 0, 'asking'],
  ['the workflow has not decided', { status: 'PENDING' }, 0, 'asking'],
  ['no answer came', { status: 'ASKED', error: 'Cut off.' }, 0, 'unanswered'],
  ['held', { status: 'HELD', deadline: DEADLINE }, DEADLINE - 1, 'held'],
  ['held, and a cancel came to nothing', { status: 'HELD', deadline: DEADLINE, error: 'No.' }, 0, 'held'],
  ['given up, not yet answered', { status: 'HELD', deadline: DEADLINE, cancelling: true }, 0, 'cancelling'],
  ['at the deadline', { status: 'HELD', deadline: DEADLINE }, DEADLINE, 'lapsed'],
  ['at the deadline, given up', { status: 'HELD', deadline: DEADLINE, cancelling: true }, DEADLINE, 'lapsed'],
  ['held until nobody knows when', { status: 'HELD' }, 0, 'lapsed'],
  ['on the way to pay', { status: 'HELD', deadline: DEADLINE, paying: true }, 0, 'paying'],
  ['the payment begun', { status: 'HELD', deadline: DEADLINE, payment: begun }, 0, 'held'],
  ['back and paid', { status: 'HELD', deadline: DEADLINE, payment: done }, 31_999, 'confirming'],
  [
    'back and paid, unconfirmed for long',
    { status: 'HELD', deadline: DEADLINE, payment: done },
    32_000,
    'held',
  ],
  [
    'back before the server clock was known, by a clock ahead of it',
    { status: 'HELD', deadline: DEADLINE, payment: { ...done, at: 9e9 } },
    0,
    'held',
  ],
  ['back and paid, at the deadline', { status: 'HELD', deadline: 2_000, payment: done }, 2_000, 'lapsed'],
  ['paid', { status: 'PAID', deadline: DEADLINE }, 2 * DEADLINE, 'paid'],
  ['paid late, the apartment taken again', { status: 'PAID', latePayment: 'TAKEN_AGAIN' }, 0, 'paid'],
  ['expired', { status: 'EXPIRED' }, 0, 'expired'],
  ['expired, a payment begun', { status: 'EXPIRED', deadline: DEADLINE, payment: begun }, DEADLINE, 'late'],
  [
    'expired, and half an hour later nothing has come',
    { status: 'EXPIRED', deadline: DEADLINE, payment: done },
    DEADLINE + 30 * 60_000,
    'expired',
  ],
  [
    'expired, the payment failed',
    { status: 'EXPIRED', payment: { ...done, outcome: 'failed' } },
    0,
    'expired',
  ],
  ['expired, the money going back', { status: 'EXPIRED', latePayment: 'REFUND_PENDING' }, 0, 'refunding'],
  ['expired, the money gone back', { status: 'EXPIRED', latePayment: 'REFUNDED' }, 9e9, 'refunded'],
  ['cancelled', { status: 'CANCELLED' }, 0, 'cancelled'],
  ['cancelled, a payment begun', { status: 'CANCELLED', payment: begun }, 0, 'cancelled'],
  ['cancelled, the money gone back', { status: 'CANCELLED', latePayment: 'REFUNDED' }, 0, 'refunded'],
  ['rejected', { status: 'REJECTED' }, 0, 'rejected'],
  ['refused', { status: 'REFUSED' }, 0, 'refused'],
  ['paid, and over', { status: 'ENDED' }, 0, 'ended'],
])('%s', (_, over, now, phase) => {
  expect(phaseOf(attempt(over), now)).toBe(phase);
});

test('a new attempt names what is wanted under the id that was made for it', () => {
  const { price } = apartment();
  expect(newAttempt(apartment(), 'r1', 7)).toEqual(attempt({ askedAt: 7, price }));
});

test('an answer that holds says until when, and a later one keeps since when', () => {
  const first = withAnswer(attempt(), answer('HELD', { holdExpiresAt: until }), undefined, 1000);
  expect(first).toMatchObject({ status: 'HELD', deadline: DEADLINE, heldSince: 1000 });
  expect(withAnswer(first, answer('HELD', { holdExpiresAt: until }), undefined, 5000).heldSince).toBe(1000);
});

test('a reservation never goes back, whatever order answers come in', () => {
  const rank = (of: string) => ['ASKED', 'PENDING', 'HELD'].indexOf(of) + 1 || { PAID: 5, ENDED: 6 }[of] || 4;
  fc.assert(
    fc.property(fc.array(status), (answers) => {
      let current = attempt();
      for (const next of answers) {
        const before = rank(current.status);
        current = withAnswer(current, answer(next, { holdExpiresAt: until }), undefined, 0);
        expect(rank(current.status)).toBeGreaterThanOrEqual(before);
      }
      if (answers.includes('ENDED')) expect(current.status).toBe('ENDED');
      else if (answers.includes('PAID')) expect(current.status).toBe('PAID');
    }),
  );
});

test('an answer about another reservation changes nothing', () => {
  const mine = attempt();
  expect(withAnswer(mine, answer('HELD', { id: 'r2' }), undefined, 0)).toBe(mine);
});

test('an answer ends trouble; a hold that is being given up stays so until it is over', () => {
  const giving = attempt({ status: 'HELD', deadline: DEADLINE, cancelling: true, error: 'Cut off.' });
  expect(withAnswer(giving, answer('HELD'), undefined, 0)).toMatchObject({
    cancelling: true,
    error: undefined,
  });
  expect(withAnswer(giving, answer('CANCELLED'), undefined, 0)).toMatchObject({
    cancelling: undefined,
    deadline: DEADLINE,
  });
});

test('somebody else who was faster is remembered', () => {
  const rival = { bookedStatus: 'PAID', deadline: undefined } as const;
  const rejected = withAnswer(attempt(), answer('REJECTED', { reason: 'Taken.' }), rival, 0);
  expect(withAnswer(rejected, answer('REJECTED'), undefined, 0)).toMatchObject({ rival, reason: 'Taken.' });
});

test.each<[string, Partial<Attempt>, Partial<Attempt>, Partial<Attempt>]>([
  ['the further status', { status: 'ASKED' }, { status: 'HELD' }, { status: 'HELD' }],
  ['not the one that lags', { status: 'CANCELLED' }, { status: 'HELD' }, { status: 'CANCELLED' }],
  ['the later of a payment', { payment: begun }, { payment: done }, { payment: done }],
  [
    'of each its own',
    { status: 'EXPIRED', payment: begun },
    { status: 'HELD', payment: done },
    { status: 'EXPIRED', payment: done },
  ],
  [
    'the later word on late money',
    { status: 'EXPIRED', latePayment: 'REFUND_PENDING' },
    { status: 'EXPIRED', latePayment: 'REFUNDED' },
    { status: 'EXPIRED', latePayment: 'REFUNDED' },
  ],
])('of two notes of one reservation counts %s', (_, mine, other, expected) => {
  expect(merged(attempt(mine), attempt(other))).toMatchObject(expected);
});

test('a note that brings nothing new changes nothing: two tabs do not answer each other for ever', () => {
  const mine = attempt({ status: 'EXPIRED', payment: done, latePayment: 'REFUNDED' });
  expect(merged(mine, attempt({ status: 'HELD', payment: begun }))).toBe(mine);
  expect(merged(mine, { ...mine, heldSince: 7 })).toBe(mine);
});

test('the attempt that says how an apartment stands: the one under way, else the newest', () => {
  const [late, held] = [
    attempt({ status: 'EXPIRED' }),
    attempt({ reservationId: 'r0', status: 'HELD', deadline: 9 }),
  ];
  expect(attemptAt([late, held], 'quay-1')).toBe(held);
  expect(attemptAt([late], 'quay-1')).toBe(late);
  expect(attemptAt([late], 'quay-2')).toBeUndefined();
});

test.each<[string, Partial<Attempt>, number, number, boolean]>([
  ['what was asked just now is being answered', { status: 'ASKED' }, 14_999, 0, false],
  ['an answer that is late was lost', { status: 'ASKED' }, 15_000, 0, true],
  ['what is undecided, with every look', { status: 'PENDING' }, 0, 0, true],
  ['a hold, every ten seconds', { status: 'HELD', deadline: DEADLINE }, 9_999, 0, false],
  ['a hold, after ten seconds', { status: 'HELD', deadline: DEADLINE }, 10_000, 0, true],
  ['a hold whose time is up, with every look', { status: 'HELD', deadline: -1 }, 1, 1, true],
  ['a hold that is being paid, with every look', { ...held, payment: begun }, 1, 1, true],
  ['a hold whose payment failed, every ten seconds', { ...held, payment: failed }, 10_000, 1, false],
  ['what is over, never', { status: 'EXPIRED' }, 1e9, 0, false],
])('news of %s', (_, over, local, refreshedAt, wanted) => {
  expect(needsRefresh(attempt(over), 0, local, refreshedAt)).toBe(wanted);
});

const late: Partial<Attempt> = { status: 'EXPIRED', deadline: DEADLINE, payment: done };
const MINUTE = 60_000;

test.each<[string, Partial<Attempt>, number, number, number, boolean]>([
  ['soon after the hold, with every look', late, 2 * MINUTE - 1, 1, 1, true],
  ['later, every ten seconds', late, 2 * MINUTE, 10_000, 1, false],
  ['later, after ten seconds', late, 2 * MINUTE, 10_001, 1, true],
  ['after half an hour no more', late, 30 * MINUTE, 1e9, 1, false],
  ['after half an hour once, when the page is opened', late, 30 * MINUTE, 1e9, 0, true],
  ['for a hold that was given up the same', { ...late, status: 'CANCELLED' }, 0, 1, 1, true],
  [
    'where the guest left the payment page, once when it is opened',
    { ...late, payment: failed },
    0,
    1,
    0,
    true,
  ],
  ['and then no more', { ...late, payment: failed }, 0, 1e9, 1, false],
  ['until the money is back', { ...late, latePayment: 'REFUND_PENDING' }, 0, 1, 1, true],
  ['once it is back, when the page is opened', { ...late, latePayment: 'REFUNDED' }, 0, 1, 0, true],
  ['and then no more', { ...late, latePayment: 'REFUNDED' }, 0, 1e9, 1, false],
  ['nor within a minute when the apartment is won', { ...late, status: 'PAID' }, 0, 60_000, 1, false],
  ['and what is paid, once a minute: staff may give money back', { status: 'PAID' }, 0, 60_001, 1, true],
  ['and what has ended, when the page is opened', { status: 'ENDED' }, 0, 1, 0, true],
])('late money is looked for %s', (_, over, sinceDeadline, local, refreshedAt, wanted) => {
  expect(needsRefresh(attempt(over), DEADLINE + sinceDeadline, local, refreshedAt)).toBe(wanted);
});

test('what may still bring money or give it back is told from what is over', () => {
  expect(awaitsMoney(attempt(late), DEADLINE)).toBe(true);
  expect(awaitsMoney(attempt({ ...late, payment: undefined, latePayment: 'REFUND_PENDING' }), DEADLINE)).toBe(
    true,
  );
  expect(awaitsMoney(attempt({ ...late, payment: failed }), DEADLINE)).toBe(false);
  expect(awaitsMoney(attempt({ ...late, status: 'PAID' }), DEADLINE)).toBe(false);
});

test('what is given back is known from then on, also where an older answer comes later', () => {
  const refunds = [{ status: 'PENDING', amount: 100, currency: 'EUR' }] as const;
  const paid = attempt({ status: 'PAID' });
  const told = withAnswer(paid, answer('PAID', { refunds }), undefined, 0);
  expect(told.refunds).toEqual(refunds);
  expect(withAnswer(told, answer('PAID'), undefined, 0).refunds).toEqual(refunds);
});

test('a reservation that this browser did not make is one all the same', () => {
  const told = answer('HELD', { holdExpiresAt: until, reservedAt: new Date(7).toISOString() });
  expect(attemptFrom(told, 'Quay 1', 1000)).toMatchObject({
    reservationId: 'r1',
    apartmentName: 'Quay 1',
    askedAt: 7,
    status: 'HELD',
    deadline: DEADLINE,
  });
  expect(attemptFrom(answer('EXPIRED'), 'Quay 1', 1000).askedAt).toBe(1000);
});

test('of late money the last word counts, and silence takes none back', () => {
  const told = (mine: Attempt, latePayment: Reservation['latePayment']) =>
    withAnswer(mine, answer('EXPIRED', { latePayment }), undefined, 0);
  const refunded = told(attempt({ status: 'EXPIRED' }), 'REFUNDED');
  expect(told(refunded, undefined).latePayment).toBe('REFUNDED');
  // The provider took the refund, and could not do it later.
  expect(told(refunded, 'REFUND_PENDING').latePayment).toBe('REFUND_PENDING');
});

test('an answer of PAID says since when, and ends the way to the payment page', () => {
  const paid = withAnswer(
    attempt({ status: 'HELD', paying: true }),
    answer('PAID', { paidAt: new Date(5).toISOString() }),
    undefined,
    0,
  );
  expect(paid).toMatchObject({ status: 'PAID', paidAt: 5, paying: undefined });
});

test('time is up for one of several', () => {
  const [running, over] = [
    attempt({ status: 'HELD', deadline: 10 }),
    attempt({ status: 'HELD', deadline: 5 }),
  ];
  expect([someLapsed([running, over], 4), someLapsed([running, over], 5)]).toEqual([false, true]);
  expect(isOver(over)).toBe(false);
});
