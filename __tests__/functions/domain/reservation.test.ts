import type { Occupancy } from '../../../functions/domain/apartment';
import type { Decision } from '../../../functions/domain/decision';
import { reservationOf } from '../../../functions/domain/reservation';
import type { ReservationRecord, ReservationStatus } from '../../../functions/domain/reservation-record';

const RESERVED_AT = '2026-03-01T12:00:00.000Z';
const DEADLINE = '2026-03-01T12:15:00.000Z';
const PRICE = { amount: 12_900, currency: 'EUR' };
const BEFORE = Date.parse(DEADLINE) - 1;
const AT = Date.parse(DEADLINE);

function record(status: ReservationStatus): ReservationRecord {
  return {
    id: 'ours',
    apartmentId: '7',
    guestId: 'ada',
    price: PRICE,
    status,
    requestedAt: RESERVED_AT,
    holdExpiresAt: DEADLINE,
    ...(status === 'REJECTED' && { reason: 'Apartment 7 was not vacant.' }),
    ...(status === 'ENDED' && { paidAt: '2026-03-01T12:05:00.000Z' }),
  };
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
  readonly recorded: ReservationStatus;
  readonly occupancy: Occupancy | undefined;
  readonly now?: number;
  readonly status: ReservationStatus;
}

const cases: Case[] = [
  { name: 'its hold runs', recorded: 'HELD', occupancy: held, status: 'HELD' },
  { name: 'its hold runs, not recorded yet', recorded: 'PENDING', occupancy: held, status: 'HELD' },
  {
    name: 'its hold lacks a deadline: the one asked for',
    recorded: 'HELD',
    occupancy: heldWithoutDeadline,
    status: 'HELD',
  },
  { name: 'its hold is at its deadline', recorded: 'HELD', occupancy: held, now: AT, status: 'EXPIRED' },
  { name: 'it is paid', recorded: 'HELD', occupancy: paid, status: 'PAID' },
  { name: 'it is paid, whatever the clock says', recorded: 'HELD', occupancy: paid, now: AT, status: 'PAID' },
  { name: 'it is paid, not recorded yet', recorded: 'PENDING', occupancy: paid, status: 'PAID' },
  { name: 'paid when the hold was gone', recorded: 'EXPIRED', occupancy: paid, status: 'PAID' },
  { name: 'not decided', recorded: 'PENDING', occupancy: vacant, status: 'PENDING' },
  { name: 'not decided, taken by another', recorded: 'PENDING', occupancy: theirs, status: 'PENDING' },
  { name: 'not decided, no such apartment', recorded: 'PENDING', occupancy: undefined, status: 'PENDING' },
  {
    name: 'not decided long after its deadline',
    recorded: 'PENDING',
    occupancy: theirs,
    now: AT,
    status: 'PENDING',
  },
  {
    name: 'a vacant apartment is nobody’s, whatever else it says',
    recorded: 'PENDING',
    occupancy: leftover,
    status: 'PENDING',
  },
  { name: 'rejected', recorded: 'REJECTED', occupancy: theirs, status: 'REJECTED' },
  { name: 'rejected is final', recorded: 'REJECTED', occupancy: held, status: 'REJECTED' },
  { name: 'cancelled', recorded: 'CANCELLED', occupancy: theirs, status: 'CANCELLED' },
  { name: 'ended', recorded: 'ENDED', occupancy: vacant, status: 'ENDED' },
  { name: 'expired', recorded: 'EXPIRED', occupancy: theirsPaid, now: AT, status: 'EXPIRED' },
  {
    name: 'cancelled, as the apartment notes',
    recorded: 'HELD',
    occupancy: noting('CANCELLED'),
    status: 'CANCELLED',
  },
  {
    name: 'cancelled before its hold was recorded',
    recorded: 'PENDING',
    occupancy: noting('CANCELLED'),
    status: 'CANCELLED',
  },
  {
    name: 'its hold was over, and the next guest took the apartment',
    recorded: 'HELD',
    occupancy: theirs,
    now: AT,
    status: 'EXPIRED',
  },
  {
    name: 'released last, at its deadline',
    recorded: 'PENDING',
    occupancy: { ...vacant, releasedReservationId: 'ours', releaseReason: 'EXPIRED' },
    status: 'EXPIRED',
  },
  { name: 'paid, and over since', recorded: 'PAID', occupancy: vacant, status: 'ENDED' },
  { name: 'paid, and its apartment is gone', recorded: 'PAID', occupancy: undefined, status: 'ENDED' },
  { name: 'paid and over within its hold', recorded: 'HELD', occupancy: noting('PAID'), status: 'ENDED' },
  {
    name: 'taken again and over, though the workflow let go at the deadline',
    recorded: 'EXPIRED',
    occupancy: noting('TAKEN_AGAIN'),
    now: AT,
    status: 'ENDED',
  },
  {
    name: 'its late money was refused',
    recorded: 'EXPIRED',
    occupancy: noting('REFUSED'),
    now: AT,
    status: 'EXPIRED',
  },
];

const REASON: Partial<Record<ReservationStatus, RegExp>> = {
  EXPIRED: /^The hold ended before anybody had paid/,
  CANCELLED: /^The hold was released before/,
  ENDED: /^The paid stay/,
  REJECTED: /^Apartment 7 was not vacant/,
};

/** A vacant apartment that notes what was decided about ours, and about another. */
function noting(decision: Decision): Occupancy {
  const other = { reservationId: 'theirs', decision: 'PAID' } as const;
  return { ...vacant, settled: [other, { reservationId: 'ours', decision }] };
}

test.each(cases)('$name: $status', ({ recorded, occupancy, now = BEFORE, status }) => {
  const reservation = reservationOf({ record: record(recorded), arn: 'arn:ours', occupancy }, now);
  const reason = REASON[status];
  expect(reservation).toEqual({
    id: 'ours',
    arn: 'arn:ours',
    apartmentId: '7',
    status,
    price: PRICE,
    holdExpiresAt: status === 'HELD' || status === 'EXPIRED' ? DEADLINE : null,
    reason: reason ? expect.stringMatching(reason) : null,
    // Who never had the apartment has reserved nothing.
    reservedAt: ['PENDING', 'REJECTED'].includes(status) ? null : RESERVED_AT,
    paymentUrl: null,
    paidAt: status === 'PAID' || recorded === 'ENDED' ? '2026-03-01T12:05:00.000Z' : null,
    latePayment: null,
    refunds: [],
  });
});
