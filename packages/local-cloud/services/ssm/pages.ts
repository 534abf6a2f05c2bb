import { AwsError } from '../../core/errors';
import { objectOf } from '../../core/json';
import { decodeToken, encodeToken } from '../../core/tokens';
import type { Parameter } from './parameter';

interface ParameterPage {
  readonly items: readonly Parameter[];
  /** Where the next page starts; AWS leaves it out after the last. */
  readonly NextToken?: string;
}

/** One page of parameters that are in the order of their names; a token is the last name before the page. */
export function pageOf(
  parameters: readonly Parameter[],
  size: number,
  token: string | undefined,
): ParameterPage {
  const after = token === undefined ? '' : nameIn(token);
  const rest = parameters.filter(({ name }) => name > after);
  const items = rest.slice(0, size);
  const last = items.at(-1);
  return rest.length > size && last ? { items, NextToken: encodeToken({ after: last.name }) } : { items };
}

function nameIn(token: string): string {
  const { after } = objectOf(decodeToken(token));
  if (typeof after === 'string') return after;
  throw new AwsError('InvalidNextToken', 'The specified token is not valid.');
}
