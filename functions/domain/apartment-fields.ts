import * as z from 'zod';
import * as field from './fields';

/**
 * What staff say of an apartment: each field with its rule; `optional` where it may be left out. From here follow the
 * input of putApartment, the write to the table, the edge's catalog and what subscribers get.
 */
export const DESCRIPTION = {
  complexId: field.complexId,
  name: field.apartmentName,
  description: field.orNull(field.description),
  bedrooms: field.bedrooms,
  price: field.object({ amount: field.amount, currency: field.currency }),
};

export type DescribedField = keyof typeof DESCRIPTION;

/** Their names, as the table stores them. */
export const DESCRIBED_FIELDS = Object.keys(DESCRIPTION) as DescribedField[];

/** An apartment as everybody may see it: never by whom it is reserved. */
export const PUBLIC = {
  id: field.apartmentId,
  ...DESCRIPTION,
  bookedStatus: field.bookedStatus,
  /** While RESERVED: when it is vacant again if nobody pays. */
  holdExpiresAt: field.orNull(field.instant),
  /** True while it is not for sale. */
  withdrawn: field.optional(field.withdrawn),
};

export const PUBLIC_FIELDS = Object.keys(PUBLIC) as (keyof typeof PUBLIC)[];

/** GraphQL's selection of all that everybody may see: `id name price { amount currency } …`. */
export const PUBLIC_SELECTION = selectionOf(PUBLIC);

function selectionOf(shape: z.ZodRawShape): string {
  return Object.entries(shape)
    .map(([name, rule]) => (rule instanceof z.ZodObject ? `${name} { ${selectionOf(rule.shape)} }` : name))
    .join(' ');
}
