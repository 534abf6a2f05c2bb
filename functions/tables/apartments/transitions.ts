import type { ApartmentDescription } from '../../domain/apartment';
import { DESCRIBED_FIELDS } from '../../domain/apartment-fields';
import { all, any, not, type Transition } from '../transition';

/*
 * What may happen to an apartment, each a single conditional write: of two at the same time, one finds its
 * condition broken and changes nothing. The workflow's own two, VACANT → RESERVED and RESERVED → VACANT at the
 * deadline, are in asl/booking.asl.json.
 */

const vacant = 'bookedStatus = :VACANT';
const reservedByIt = 'bookedStatus = :RESERVED AND reservationId = :reservationId';
const forSale = 'attribute_not_exists(withdrawn)';

/** No note says that this reservation was paid, refused or cancelled. */
const unsettled = any(
  'attribute_not_exists(settledPayments)',
  not(
    any(
      'contains(settledPayments, :notePaid)',
      'contains(settledPayments, :noteTakenAgain)',
      'contains(settledPayments, :noteRefused)',
      'contains(settledPayments, :noteCancelled)',
    ),
  ),
);

/** The conditions by name. */
export const conditions = {
  exists: 'attribute_exists(Id)',
  vacant,
  paidByIt: 'bookedStatus = :PAID AND reservationId = :reservationId',
  reservedByIt,
  beforeDeadline: 'holdExpiresAt > :now',
  afterDeadline: 'holdExpiresAt <= :now',
  forSale,
  withdrawn: 'attribute_exists(withdrawn)',
  notRemoved: 'attribute_not_exists(removed)',
  /** Somebody else's, or vacant and not for sale. */
  outOfReach: all(
    'attribute_exists(Id)',
    any('bookedStatus <> :VACANT', 'attribute_exists(withdrawn)'),
    not(reservedByIt),
  ),
  unsettled,
} as const;

const CANCEL =
  'SET bookedStatus = :VACANT, releasedReservationId = :reservationId, releaseReason = :CANCELLED';
const HOLD = 'reservationId, guestId, reservedAt, holdExpiresAt';

/** Adds the apartment as VACANT, or describes it anew. */
export function describe(description: ApartmentDescription): Transition {
  const said = DESCRIBED_FIELDS.filter((name) => (description[name] ?? null) !== null);
  const left = DESCRIBED_FIELDS.filter((name) => !said.includes(name));
  const set = said.map((name) => `#${name} = :${name}`).join(', ');
  const remove = left.length === 0 ? '' : ` REMOVE ${left.map((name) => `#${name}`).join(', ')}`;
  return {
    condition: conditions.notRemoved,
    update: `SET ${set}, described = :described, bookedStatus = if_not_exists(bookedStatus, :VACANT)${remove}`,
  };
}

export const transitions = {
  /** Nobody new can reserve it. A hold or a paid stay goes on. */
  withdraw: {
    condition: all(conditions.exists, conditions.forSale),
    update: 'SET withdrawn = :true, saleCommand = :command',
  },

  /** It is for sale again. */
  offer: {
    condition: all(conditions.withdrawn, conditions.notRemoved),
    update: 'SET saleCommand = :command REMOVE withdrawn',
  },

  /** Only a vacant one: a hold, even one past its deadline, is ended first. */
  remove: {
    condition: all(conditions.vacant, conditions.notRemoved),
    update: 'SET withdrawn = :true, removed = :true, saleCommand = :command',
  },

  /** RESERVED → VACANT: the guest cancels. The note keeps a late payment and a late write of the workflow out. */
  cancel: {
    condition: conditions.reservedByIt,
    update: `${CANCEL} REMOVE ${HOLD}, cancelledBy ADD settledPayments :decision`,
  },

  /** The same by staff, who are recorded. */
  cancelForGuest: {
    condition: conditions.reservedByIt,
    update: `${CANCEL}, cancelledBy = :cancelledBy REMOVE ${HOLD} ADD settledPayments :decision`,
  },

  /** RESERVED → VACANT, past the deadline: for a hold whose workflow did not end it. */
  expire: {
    condition: all(conditions.reservedByIt, conditions.afterDeadline),
    update: `SET bookedStatus = :VACANT, releasedReservationId = :reservationId, releaseReason = :EXPIRED REMOVE ${HOLD}`,
  },

  /** PAID → VACANT: staff end the stay of this reservation. */
  end: {
    condition: conditions.paidByIt,
    update: `SET bookedStatus = :VACANT, releasedReservationId = :reservationId, releaseReason = :ENDED REMOVE ${HOLD}, paidAt, paymentId`,
  },

  /** RESERVED → PAID: the money came in time. */
  pay: {
    condition: all(conditions.reservedByIt, conditions.beforeDeadline, conditions.unsettled),
    update:
      'SET bookedStatus = :PAID, paidAt = :paidAt, paymentId = :paymentId ADD settledPayments :decision',
  },

  /** VACANT and for sale, or RESERVED by this reservation past its deadline, → PAID: the money came late. */
  takeAgain: {
    condition: all(
      any(all(conditions.vacant, conditions.forSale), conditions.reservedByIt),
      conditions.unsettled,
    ),
    update:
      'SET bookedStatus = :PAID, reservationId = :reservationId, guestId = :guestId, paidAt = :paidAt, paymentId = :paymentId ADD settledPayments :decision',
  },

  /** Somebody else has the apartment, or it is not for sale: this payment will never take it. */
  refuse: {
    condition: all(conditions.outOfReach, conditions.unsettled),
    update: 'ADD settledPayments :decision',
  },

  /** Removes the note of a decision that nobody needs any more. */
  forgetDecision: {
    condition: conditions.exists,
    update: 'DELETE settledPayments :decision',
  },
} as const satisfies Record<string, Transition>;
