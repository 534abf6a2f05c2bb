import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { DESCRIPTION, PUBLIC } from '../domain/apartment-fields';
import { REFUND_CHOICES } from '../domain/end-decision';
import { END_REFUND_ID } from '../domain/end-refund';
import * as field from '../domain/fields';
import { object, optional } from '../domain/fields';
import { whyNotPayable } from '../domain/payable-price';

export const nothing = object({});

export const apartmentById = object({ id: field.apartmentId });

export const apartmentCommand = object({ id: field.apartmentId, reason: optional(field.reason) });

export const reservationById = object({ id: field.reservationId }).transform(({ id }) => ({
  reservationId: id,
}));

export const endOfReservation = object({
  id: field.reservationId,
  refund: z.enum(REFUND_CHOICES, 'is not one of NONE, FULL and PARTIAL.'),
  amount: optional(field.refundAmount),
  reason: optional(field.description),
})
  .refine(({ refund, amount }) => (refund === 'PARTIAL') === (amount !== undefined), {
    path: ['amount'],
    message: 'must be given with refund PARTIAL, and only then.',
  })
  .transform(({ id, ...rest }) => ({ reservationId: id, ...rest }));

export const refundOfReservation = object({
  id: field.reservationId,
  refundId: field.refundId.refine(
    (id) => id !== END_REFUND_ID,
    'is that of the refund at the end of a stay.',
  ),
  amount: field.refundAmount,
  reason: optional(field.description),
}).transform(({ id, ...rest }) => ({ reservationId: id, ...rest }));

export const apartmentList = object({
  complexId: optional(field.complexId),
  bookedStatus: optional(field.bookedStatus),
  withdrawn: optional(field.withdrawn),
  limit: optional(field.limit).transform((limit) => limit ?? 20),
  nextToken: optional(field.nextToken),
});

export const reserveInput = object({
  apartmentId: field.apartmentId,
  guestId: field.guestId,
  reservationId: optional(field.reservationId),
  price: optional(object({ amount: field.amount, currency: field.currency })),
}).transform(({ reservationId, ...rest }) => ({ ...rest, reservationId: reservationId ?? randomUUID() }));

export const reserveForInput = object({
  apartmentId: field.apartmentId,
  contact: object({ name: field.contactName, email: field.email }),
  guestId: optional(field.guestId),
  reservationId: optional(field.reservationId),
  price: optional(object({ amount: field.amount, currency: field.currency })),
}).transform(({ reservationId, ...rest }) => ({ ...rest, reservationId: reservationId ?? randomUUID() }));

export const stopOfHolds = object({ reason: field.reason });

export const allowanceOfHolds = object({ reason: optional(field.reason) });

export const stepFunctions = object({
  id: field.reservationId,
  arn: field.stateMachineArn,
  accountId: optional(field.apartmentId).transform((accountId) => accountId ?? '1234567'),
}).transform(({ id, arn, accountId }) => ({ reservationId: id, arn, apartmentId: accountId }));

export const reservationList = object({
  guestId: field.guestId,
  limit: optional(field.limit).transform((limit) => limit ?? 20),
  nextToken: optional(field.nextToken),
});

/** A price that the provider would refuse is refused when it is set. */
export const apartmentDescription = object({ id: field.apartmentId, ...DESCRIPTION }).superRefine(
  ({ price }, context) => {
    const message = whyNotPayable(price);
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['price', 'amount'], message });
  },
);

export const apartmentChange = object(PUBLIC);
