import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { REFUND_CHOICES } from '../domain/end-decision';
import * as field from '../domain/fields';
import { whyNotPayable } from '../domain/payable-price';
import { END_REFUND_ID } from './domain/end';

/** GraphQL's optional arguments may be left out or null: both mean the same here. */
function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

function object<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape, 'is missing; it must be an object with the fields of the schema.');
}

export const nothing = object({});

export const apartmentById = object({ id: field.apartmentId });

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
  limit: optional(field.limit).transform((limit) => limit ?? 20),
  nextToken: optional(field.nextToken),
});

export const reserveInput = object({
  apartmentId: field.apartmentId,
  guestId: field.guestId,
  reservationId: optional(field.reservationId),
  price: optional(object({ amount: field.amount, currency: field.currency })),
}).transform(({ reservationId, ...rest }) => ({ ...rest, reservationId: reservationId ?? randomUUID() }));

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

const described = {
  id: field.apartmentId,
  complexId: field.complexId,
  name: field.apartmentName,
  description: field.description.nullish().transform((text) => text ?? null),
  bedrooms: field.bedrooms,
  price: object({ amount: field.amount, currency: field.currency }),
};

/** A price that the provider would refuse is refused when it is set. */
export const apartmentDescription = object(described).superRefine(({ price }, context) => {
  const message = whyNotPayable(price);
  if (message !== undefined) context.addIssue({ code: 'custom', path: ['price', 'amount'], message });
});

export const apartmentChange = object({
  ...described,
  bookedStatus: field.bookedStatus,
  holdExpiresAt: field.instant.nullish().transform((instant) => instant ?? null),
});
