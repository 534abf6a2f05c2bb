import * as z from 'zod';
import { InvalidInput } from './errors';

/** A list that goes on page by page: a token of it goes on only with the same query. */
export interface PagedList {
  readonly query: readonly (string | null)[];
  /** How many values say where a page ended. */
  readonly positions: number;
  /** The field of the schema, and its arguments that make the query: for the words of a refusal. */
  readonly madeBy: string;
  readonly with: string;
}

/** A position is made of keys of a table: 1 to 2048 bytes each. */
const content = z.array(z.string().max(512).nullable());
const position = z.array(z.string().min(1));

/** An opaque token: the list goes on behind this position. */
export function pageToken({ query }: PagedList, behind: readonly string[]): string {
  return Buffer.from(JSON.stringify([...query, ...behind])).toString('base64url');
}

/**
 * The position behind which the list goes on.
 * @throws InvalidInput for a token that is broken, or that another query was answered with.
 */
export function positionOf(token: string, list: PagedList): readonly string[] {
  const behind = positionIn(token, list);
  // Only what pageToken itself would have made for this query passes.
  if (behind === undefined || pageToken(list, behind) !== token) {
    throw new InvalidInput(
      'nextToken',
      `does not belong to this list; it must be the one that ${list.madeBy} answered with, with the same ${list.with}.`,
    );
  }
  return behind;
}

function positionIn(token: string, { query, positions }: PagedList): string[] | undefined {
  try {
    const values = content
      .length(query.length + positions)
      .parse(JSON.parse(Buffer.from(token, 'base64url').toString()));
    return position.parse(values.slice(query.length));
  } catch {
    return undefined;
  }
}
