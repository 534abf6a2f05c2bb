import { all, any, not, type Transition } from '../transition';

/*
 * What may happen to an apartment, each a single conditional write: of two at the same time, one finds its
 * condition broken and changes nothing. The workflow's own two, VACANT → RESERVED and RESERVED → VACANT at the
 * deadline, are in asl/booking.asl.json.
 */

const vacant = 'bookedStatus = :VACANT';
const reservedByIt = 'bookedStatus = :RESERVED AND reservationId = :reservationId';

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
  takenByAnother: all('attribute_exists(Id)', 'bookedStatus <> :VACANT', not(reservedByIt)),
  unsettled,
} as const;

const HOLD = 'reservationId, guestId, reservedAt, holdExpiresAt';
const DESCRIPTION =
  'SET complexId = :complexId, #name = :name, bedrooms = :bedrooms, price = :price, bookedStatus = if_not_exists(bookedStatus, :VACANT)';

export const transitions = {
  /** Adds the apartment as VACANT, or describes it anew. */
  describe: { update: `${DESCRIPTION}, description = :description` },
  describeWithoutText: { update: `${DESCRIPTION} REMOVE description` },

  /** RESERVED → VACANT: the guest cancels. The note keeps a late payment and a late write of the workflow out. */
  cancel: {
    condition: conditions.reservedByIt,
    update: `SET bookedStatus = :VACANT, releasedReservationId = :reservationId, releaseReason = :CANCELLED REMOVE ${HOLD} ADD settledPayments :decision`,
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

  /** VACANT, or RESERVED by this reservation past its deadline, → PAID: the money came late. */
  takeAgain: {
    condition: all(any(conditions.vacant, conditions.reservedByIt), conditions.unsettled),
    update:
      'SET bookedStatus = :PAID, reservationId = :reservationId, guestId = :guestId, paidAt = :paidAt, paymentId = :paymentId ADD settledPayments :decision',
  },

  /** Somebody else has the apartment: this payment will never take it. */
  refuse: {
    condition: all(conditions.takenByAnother, conditions.unsettled),
    update: 'ADD settledPayments :decision',
  },

  /** Removes the note of a decision that nobody needs any more. */
  forgetDecision: {
    condition: conditions.exists,
    update: 'DELETE settledPayments :decision',
  },
} as const satisfies Record<string, Transition>;
