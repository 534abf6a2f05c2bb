import * as z from 'zod';
import { type EndDecision, REFUND_CHOICES } from '../domain/end-decision';
import type { ReservationRecord } from '../domain/reservation-record';

/** One item a reservation. Booking writes what was asked; what becomes of it is written by rank. */
export const recordItem = z.object({
  Id: z.string(),
  apartmentId: z.string(),
  guestId: z.string().default(''),
  price: z.object({ amount: z.number(), currency: z.string() }).optional(),
  status: z.enum(['PENDING', 'HELD', 'REJECTED', 'CANCELLED', 'EXPIRED', 'PAID', 'ENDED']),
  requestedAt: z.string().optional(),
  reservedAt: z.string().optional(),
  holdExpiresAt: z.string().optional(),
  paidAt: z.string().optional(),
  endedAt: z.string().optional(),
  reason: z.string().optional(),
  contact: z.object({ name: z.string(), email: z.string() }).optional(),
  addressKey: z.string().optional(),
});

export const RECORD_ATTRIBUTES = Object.keys(recordItem.shape);

/** Earlier versions wrote a paid stay that was over as PAID with an end. */
export function reservationOfItem({ Id, status, ...rest }: z.infer<typeof recordItem>): ReservationRecord {
  return { id: Id, status: status === 'PAID' && rest.endedAt !== undefined ? 'ENDED' : status, ...rest };
}

export const reservationRecord: z.ZodType<ReservationRecord> = recordItem.transform(reservationOfItem);

export const endDecision: z.ZodType<EndDecision> = z.object({
  refund: z.enum(REFUND_CHOICES),
  amount: z.number().optional(),
  reason: z.string().optional(),
  by: z.string(),
  decidedAt: z.string(),
});
