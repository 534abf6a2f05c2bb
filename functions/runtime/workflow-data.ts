import * as z from 'zod';
import type { Outcome, ReservationRequest } from '../domain/execution';

/** The input of asl/booking.asl.json, and the data it passes from state to state. */
const input = z.object({
  details: z.object({
    accountId: z.string(),
    guestId: z.string(),
    reservedAt: z.string(),
    holdExpiresAt: z.iso.datetime(),
  }),
});

const attribute = z.object({ S: z.string() });

const output = z.object({
  read: z
    .object({
      result: z.object({
        Item: z.object({ bookedStatus: attribute, reservationId: attribute }).partial().optional(),
      }),
    })
    .optional(),
  hold: z.object({ outcome: z.string() }).optional(),
  revertRefused: z.unknown().optional(),
});

/** The input of the execution that makes this reservation, as JSON. */
export function workflowInput({
  apartmentId,
  guestId,
  reservedAt,
  holdExpiresAt,
}: ReservationRequest): string {
  return JSON.stringify({
    details: { accountId: apartmentId, bookedStatus: 'RESERVED', guestId, reservedAt, holdExpiresAt },
  });
}

/** The request of an execution; undefined for one that was started by hand with another input. */
export function requestOf(json: string): ReservationRequest | undefined {
  const read = input.safeParse(JSON.parse(json));
  if (!read.success) return undefined;
  const { accountId, ...rest } = read.data.details;
  return { apartmentId: accountId, ...rest };
}

/**
 * How the hold of an execution that SUCCEEDED ended, by its output. The last read decides first: a refused
 * revert followed by a read of PAID is a payment that came just in time (law 3). A refused revert alone
 * means that the hold had ended at its deadline: by another writer, or by this one, whose answer was lost.
 */
export function outcomeOf(json: string, reservationId: string): Outcome {
  const { read, hold, revertRefused } = output.parse(JSON.parse(json));
  const apartment = read?.result.Item;
  if (apartment?.bookedStatus?.S === 'PAID' && apartment.reservationId?.S === reservationId) return 'PAID';
  if (hold?.outcome === 'EXPIRED' || revertRefused !== undefined) return 'EXPIRED';
  return 'RELEASED';
}
