import * as z from 'zod';
import { InvalidInput } from '../errors';
import type { BookedStatus } from './apartment';

/** What a list was asked for: a token goes on only with the same. */
export interface ListQuery {
  readonly complexId: string | undefined;
  readonly bookedStatus: BookedStatus | undefined;
}

/** complexId, bookedStatus, and the apartment's id: a partition key of 1 to 2048 bytes. */
const content = z.tuple([z.string().nullable(), z.string().nullable(), z.string().min(1).max(512)]);

/** An opaque token: the list of this query goes on behind this apartment. */
export function pageToken({ complexId, bookedStatus }: ListQuery, apartmentId: string): string {
  const value: z.infer<typeof content> = [complexId ?? null, bookedStatus ?? null, apartmentId];
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/**
 * The apartment behind which the list goes on.
 * @throws InvalidInput for a token that is broken, or that another query was answered with.
 */
export function positionOf(token: string, query: ListQuery): string {
  const apartmentId = apartmentIdIn(token);
  // Only what pageToken itself would have made for this query passes.
  if (apartmentId === undefined || pageToken(query, apartmentId) !== token) {
    throw new InvalidInput(
      'nextToken',
      'does not belong to this list; it must be the one that listApartments answered with, with the same complexId and bookedStatus.',
    );
  }
  return apartmentId;
}

function apartmentIdIn(token: string): string | undefined {
  try {
    return content.parse(JSON.parse(Buffer.from(token, 'base64url').toString()))[2];
  } catch {
    return undefined;
  }
}
