import type { FailState } from '../asl/definition';
import { LONGEST_CAUSE, LONGEST_ERROR } from '../data/limits';
import { resolve } from '../data/template';
import { RuntimeError } from '../execution/failure';
import { fillJsonata } from '../jsonata/template';
import { unexpectedType } from './field';
import { jsonataScopeOf, queryLanguageOf, scopeOf, type Visit } from './visit';

/** A Fail state has no exit: its branch ends with the failure it names, which may lack error or cause. */
export function enterFail(visit: Visit<FailState>): void {
  const error = textOf(visit, 'Error')?.slice(0, LONGEST_ERROR);
  const cause = textOf(visit, 'Cause')?.slice(0, LONGEST_CAUSE);
  visit.step.end(visit.branch, {
    failure: { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) },
  });
}

function textOf(visit: Visit<FailState>, field: 'Error' | 'Cause'): string | undefined {
  const { state, branch } = visit;
  const literal = state[field];
  if (queryLanguageOf(visit) === 'JSONata') {
    if (literal === undefined) return undefined;
    const value = fillJsonata(literal, field, jsonataScopeOf(visit));
    if (typeof value === 'string') return value;
    throw unexpectedType(visit, field, 'string', value);
  }
  const path = state[`${field}Path`];
  if (path === undefined) return literal;
  const value = resolve(`${field}Path`, path, scopeOf(visit, branch.input));
  if (typeof value === 'string') return value;
  // The error output of a caught timeout has no cause but null.
  if (value === null) return undefined;
  throw new RuntimeError(
    `The ${field}Path parameter does not reference a string: ${path} == ${JSON.stringify(value)}`,
  );
}
