import * as z from 'zod';
import type { ReadDependencies } from '../domain/dependencies';
import { InvalidInput } from '../domain/errors';
import * as field from '../domain/fields';
import { BadQuery, NotFound } from '../runtime/http/errors';
import { viewApartment, viewApartments, viewReservation } from './domain/views';

/** A request whose address and query are valid. */
export interface Route {
  /** The reservation it is about, if it is about one. */
  readonly reservationId?: string;
  /** @throws HttpError */
  answer(dependencies: ReadDependencies): Promise<unknown>;
}

type Query = Readonly<Record<string, string | undefined>>;

const DEFAULT_LIMIT = 20;

const list = z.object({
  complexId: field.complexId.optional(),
  status: field.bookedStatus.optional(),
  limit: z.preprocess(wholeNumber, field.limit.default(DEFAULT_LIMIT)),
  cursor: field.nextToken.optional(),
});

/**
 * @param path as it was asked for, percent-encoded
 * @throws HttpError
 */
export function routeOf(path: string, query: Query): Route {
  const [root, api, collection, id, ...rest] = path.split('/').map(decoded);
  if (root === '' && api === 'api' && rest.length === 0) {
    if (collection === 'apartments') return id === undefined ? apartments(query) : apartment(id);
    if (collection === 'reservations' && id !== undefined) return reservation(id);
  }
  throw new NotFound('There is nothing at this address. Try /api/apartments.');
}

function apartments(query: Query): Route {
  const { complexId, status, limit, cursor } = validated(query);
  return {
    async answer(dependencies) {
      try {
        return await viewApartments(
          { complexId, bookedStatus: status, limit, nextToken: cursor },
          dependencies,
        );
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        const rule = 'it must be the nextCursor of its last page, with the same complexId and status';
        throw new BadQuery(`cursor does not belong to this list; ${rule}.`);
      }
    },
  };
}

function apartment(id: string): Route {
  return {
    answer: (dependencies) =>
      found(field.apartmentId, id, () => viewApartment(id, dependencies), {
        otherwise: 'There is no apartment with this id. List the apartments: /api/apartments.',
      }),
  };
}

function reservation(id: string): Route {
  return {
    reservationId: id,
    answer: (dependencies) =>
      found(field.reservationId, id, () => viewReservation(id, dependencies), {
        otherwise: 'There is no reservation with this id. Give the one that reserveApartment answered with.',
      }),
  };
}

/** Text that cannot be an id is not looked up. */
async function found<View>(
  ids: z.ZodType<string>,
  id: string,
  view: () => Promise<View | undefined>,
  { otherwise }: { otherwise: string },
): Promise<View> {
  const seen = ids.safeParse(id).success ? await view() : undefined;
  if (seen === undefined) throw new NotFound(otherwise);
  return seen;
}

function validated(query: Query): z.infer<typeof list> {
  try {
    return field.validated(list, query);
  } catch (error) {
    if (error instanceof InvalidInput) throw new BadQuery(error.message);
    throw error;
  }
}

/** Text that is not a number stays text, so that the schema refuses it. */
function wholeNumber(text: unknown): unknown {
  return typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : text;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new NotFound('There is nothing at this address: its percent-encoding is broken.');
  }
}
