import * as z from 'zod';
import type { Apartment, Occupancy } from '../../domain/apartment';
import { MalformedItem } from '../malformed-item';

/** The attributes of an item that everybody may see. */
export const PUBLIC_ATTRIBUTES = [
  'Id',
  'complexId',
  'name',
  'description',
  'bedrooms',
  'price',
  'bookedStatus',
  'holdExpiresAt',
] as const;

/** The attributes that say whose an apartment is, but for the guest, whom nobody here needs to know. */
export const OCCUPANCY_ATTRIBUTES = ['bookedStatus', 'reservationId', 'holdExpiresAt', 'paidAt'] as const;

const bookedStatus = z.enum(['VACANT', 'RESERVED', 'PAID']);

const publicItem = z.object({
  Id: z.string(),
  complexId: z.string(),
  name: z.string(),
  description: z.string().nullable().default(null),
  bedrooms: z.number(),
  price: z.object({ amount: z.number(), currency: z.string() }),
  bookedStatus,
  holdExpiresAt: z.string().nullable().default(null),
});

const occupancyItem = z.object({
  bookedStatus,
  reservationId: z.string().optional(),
  holdExpiresAt: z.string().optional(),
  paidAt: z.string().optional(),
});

export function apartmentOf(item: Readonly<Record<string, unknown>>): Apartment {
  const read = publicItem.safeParse(item);
  if (!read.success) throw new MalformedItem('apartments', item['Id'], read.error);
  const { Id, holdExpiresAt, ...rest } = read.data;
  return { id: Id, ...rest, holdExpiresAt: rest.bookedStatus === 'RESERVED' ? holdExpiresAt : null };
}

export function occupancyOf(id: string, item: Readonly<Record<string, unknown>>): Occupancy {
  const read = occupancyItem.safeParse(item);
  if (!read.success) throw new MalformedItem('apartments', id, read.error);
  return read.data;
}
