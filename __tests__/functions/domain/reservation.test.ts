import type { Occupancy } from '../../../functions/domain/apartment';
import type { Decision } from '../../../functions/domain/decision';
import type { Execution, Outcome, Progress } from '../../../functions/domain/execution';
import { type Ending, reservationOf } from '../../../functions/domain/reservation';

const RESERVED_AT = '2026-03-01T12:00:00.000Z';
const DEADLINE = '2026-03-01T12:15:00.000Z';
const BEFORE = Date.parse(DEADLINE) - 1;
const AT = Date.parse(DEADLINE);

function execution(outcome: Outcome): Execution {
  const request = {
    apartmentId: '7',
    guestId: 'ada',
    reservedAt: RESERVED_AT,
    holdExpiresAt: DEADLINE,
  };
  return { reservationId: 'ours', arn: 'arn:ours', request, outcome };
}

const vacant: Occupancy = { bookedStatus: 'VACANT' };
const leftover: Occupancy = { bookedStatus: 'VACANT', reservationId: 'ours' };
const held: Occupancy = { bookedStatus: 'RESERVED', reservationId: 'ours', holdExpiresAt: DEADLINE };
const heldWithoutDeadline: Occupancy = { bookedStatus: 'RESERVED', reservationId: 'ours' };
const paid: Occupancy = {
  bookedStatus: 'PAID',
  reservationId: 'ours',
  paidAt: '2026-03-01T12:05:00.000Z',
};
const theirs: Occupancy = { ...held, reservationId: 'theirs' };
const theirsPaid: Occupancy = { ...paid, reservationId: 'theirs' };

interface Case {
  readonly name: string;
  readonly outcome: Outcome;
  readonly occupancy: Occupancy | undefined;
  readonly progress?: Progress;
  readonly past?: Ending;
  readonly now?: number;
  readonly status: string;
  readonly holdExpiresAt?: string;
  readonly reason?: RegExp;
}

const cases: Case[] = [
  { name: 'its hold runs', outcome: 'RUNNING', occupancy: held, status: 'HELD', holdExpiresAt: DEADLINE },
  {
    name: 'its hold lacks a deadline: the one asked for',
    outcome: 'RUNNING',
    occupancy: heldWithoutDeadline,
    status: 'HELD',
    holdExpiresAt: DEADLINE,
  },
  {
    name: 'its hold is at its deadline',
    outcome: 'RUNNING',
    occupancy: held,
    now: AT,
    status: 'EXPIRED',
    holdExpiresAt: DEADLINE,
    reason: /before anybody had paid/,
  },
  {
    name: 'the workflow failed, the hold stands',
    outcome: 'BROKEN',
    occupancy: held,
    status: 'HELD',
    holdExpiresAt: DEADLINE,
  },
  {
    name: 'the workflow failed, the hold stands too long',
    outcome: 'BROKEN',
    occupancy: held,
    now: AT,
    status: 'EXPIRED',
    holdExpiresAt: DEADLINE,
    reason: /hold ended/,
  },
  { name: 'it is paid', outcome: 'RUNNING', occupancy: paid, status: 'PAID' },
  {
    name: 'it is paid, whatever the clock says',
    outcome: 'RUNNING',
    occupancy: paid,
    now: AT,
    status: 'PAID',
  },
  { name: 'it is paid, whatever the workflow says', outcome: 'UNAVAILABLE', occupancy: paid, status: 'PAID' },
  { name: 'paid when the hold was gone', outcome: 'RELEASED', occupancy: paid, status: 'PAID' },
  { name: 'not decided', outcome: 'RUNNING', occupancy: vacant, status: 'PENDING' },
  { name: 'not decided, taken by another', outcome: 'RUNNING', occupancy: theirs, status: 'PENDING' },
  {
    name: 'a vacant apartment is nobody’s, whatever else it says',
    outcome: 'RUNNING',
    occupancy: leftover,
    status: 'PENDING',
  },
  {
    name: 'held once, now vacant',
    outcome: 'RUNNING',
    occupancy: vacant,
    progress: 'HOLDING',
    status: 'CANCELLED',
    reason: /released before/,
  },
  {
    name: 'held once, now another’s',
    outcome: 'RUNNING',
    occupancy: theirs,
    progress: 'HOLDING',
    status: 'CANCELLED',
    reason: /released before/,
  },
  {
    name: 'just reverted',
    outcome: 'RUNNING',
    occupancy: vacant,
    progress: 'EXPIRING',
    now: AT,
    status: 'EXPIRED',
    holdExpiresAt: DEADLINE,
    reason: /hold ended/,
  },
  {
    name: 'refused',
    outcome: 'UNAVAILABLE',
    occupancy: theirs,
    status: 'REJECTED',
    reason: /^Apartment 7 was not vacant/,
  },
  {
    name: 'refused, no such apartment',
    outcome: 'UNAVAILABLE',
    occupancy: undefined,
    status: 'REJECTED',
    reason: /^Apartment 7 does not exist/,
  },
  {
    name: 'ended unforeseen',
    outcome: 'BROKEN',
    occupancy: vacant,
    status: 'REJECTED',
    reason: /could not be completed/,
  },
  {
    name: 'expired',
    outcome: 'EXPIRED',
    occupancy: theirsPaid,
    status: 'EXPIRED',
    holdExpiresAt: DEADLINE,
    reason: /hold ended/,
  },
  {
    name: 'cancelled, as the apartment notes',
    outcome: 'RELEASED',
    occupancy: noting('CANCELLED'),
    status: 'CANCELLED',
    reason: /released before/,
  },
  {
    name: 'cancelled, as the history says',
    outcome: 'RELEASED',
    occupancy: theirs,
    past: 'CANCELLED',
    status: 'CANCELLED',
    reason: /released before/,
  },
  {
    name: 'cancelled before a write of the workflow was tried again',
    outcome: 'UNAVAILABLE',
    occupancy: noting('CANCELLED'),
    status: 'CANCELLED',
    reason: /released before/,
  },
  {
    name: 'its hold was over, and the next guest took the apartment before the workflow let go',
    outcome: 'RELEASED',
    occupancy: theirs,
    now: AT,
    status: 'EXPIRED',
    holdExpiresAt: DEADLINE,
    reason: /hold ended/,
  },
  {
    name: 'its hold was over, and the next guest took the apartment while the workflow waited',
    outcome: 'RUNNING',
    occupancy: theirs,
    progress: 'HOLDING',
    now: AT,
    status: 'EXPIRED',
    holdExpiresAt: DEADLINE,
    reason: /hold ended/,
  },
  {
    name: 'its workflow was stopped, and the next guest took the apartment after the deadline',
    outcome: 'BROKEN',
    occupancy: theirs,
    progress: 'HOLDING',
    now: AT,
    status: 'EXPIRED',
    holdExpiresAt: DEADLINE,
    reason: /hold ended/,
  },
  {
    name: 'released last, at its deadline',
    outcome: 'RUNNING',
    occupancy: { ...vacant, releasedReservationId: 'ours', releaseReason: 'EXPIRED' },
    progress: 'HOLDING',
    status: 'EXPIRED',
    holdExpiresAt: DEADLINE,
    reason: /hold ended/,
  },
  { name: 'paid, and over since', outcome: 'PAID', occupancy: vacant, status: 'ENDED', reason: /paid stay/ },
  {
    name: 'paid and over within its hold',
    outcome: 'RUNNING',
    occupancy: noting('PAID'),
    progress: 'HOLDING',
    status: 'ENDED',
    reason: /paid stay/,
  },
  {
    name: 'taken again and over, though the workflow let go at the deadline',
    outcome: 'EXPIRED',
    occupancy: noting('TAKEN_AGAIN'),
    now: AT,
    status: 'ENDED',
    reason: /paid stay/,
  },
  {
    name: 'its late money was refused',
    outcome: 'EXPIRED',
    occupancy: noting('REFUSED'),
    now: AT,
    status: 'EXPIRED',
    holdExpiresAt: DEADLINE,
    reason: /hold ended/,
  },
];

/** A vacant apartment that notes what was decided about ours, and about another. */
function noting(decision: Decision): Occupancy {
  const other = { reservationId: 'theirs', decision: 'PAID' } as const;
  return { ...vacant, settled: [other, { reservationId: 'ours', decision }] };
}

test.each(cases)('$name: $status', (row) => {
  const { outcome, occupancy, progress = 'ASKING', past, now = BEFORE } = row;
  const { status, holdExpiresAt = null, reason } = row;
  const reservation = reservationOf({ execution: execution(outcome), occupancy, progress, past }, now);
  expect(reservation).toEqual({
    id: 'ours',
    arn: 'arn:ours',
    apartmentId: '7',
    status,
    holdExpiresAt,
    reason: reason ? expect.stringMatching(reason) : null,
    // Who never had the apartment has reserved nothing.
    reservedAt: ['PENDING', 'REJECTED'].includes(status) ? null : RESERVED_AT,
    paymentUrl: null,
    paidAt: status === 'PAID' ? (occupancy?.paidAt ?? null) : null,
    latePayment: null,
  });
});
