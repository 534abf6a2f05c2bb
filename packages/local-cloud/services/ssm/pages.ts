import { AwsError } from '../../core/errors';
import type { Parameter } from './parameter';

interface Page {
  readonly items: readonly Parameter[];
  /** Where the next page starts; AWS leaves it out after the last. */
  readonly NextToken?: string;
}

/** One page of parameters that are in the order of their names; a token is the last name before the page. */
export function pageOf(parameters: readonly Parameter[], size: number, token: string | undefined): Page {
  const after = token === undefined ? '' : nameIn(token);
  const rest = parameters.filter(({ name }) => name > after);
  const items = rest.slice(0, size);
  const last = items.at(-1);
  return rest.length > size && last ? { items, NextToken: tokenOf(last.name) } : { items };
}

function tokenOf(name: string): string {
  return Buffer.from(JSON.stringify({ after: name })).toString('base64url');
}

function nameIn(token: string): string {
  try {
    const { after } = JSON.parse(Buffer.from(token, 'base64url').toString()) as { after?: unknown };
    if (typeof after === 'string') return after;
  } catch {
    // Answered below: no token of ours.
  }
  throw new AwsError('InvalidNextToken', 'The specified token is not valid.');
}
