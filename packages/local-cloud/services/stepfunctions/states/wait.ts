import type { Json } from '../../../core/json';
import type { WaitState } from '../asl/definition';
import { valueAt } from '../data/scope';
import { parseTimestamp } from '../data/timestamp';
import { QueryEvaluationError, RuntimeError } from '../execution/failure';
import { leaveWithInput } from './exit';
import { fieldOf, isFound, unexpectedType } from './field';
import { effectiveInput, selectInput } from './input';
import { queryLanguageOf, scopeOf, type Visit } from './visit';

export function enterWait(visit: Visit<WaitState>): void {
  visit.branch.waiting = { for: 'time', until: endOf(visit) };
  if (visit.branch.waiting.until <= visit.step.environment.now) wakeWait(visit);
}

/** The wait is over. */
export function wakeWait(visit: Visit<WaitState>): void {
  delete visit.branch.waiting;
  leaveWithInput(visit, effectiveInput(visit, {}), visit.state, visit.state.Next);
}

function endOf(visit: Visit<WaitState>): number {
  const { state, step } = visit;
  const input = queryLanguageOf(visit) === 'JSONata' ? visit.branch.input : selectInput(visit);
  if (state.SecondsPath !== undefined)
    return step.environment.now + secondsAt(visit, state.SecondsPath, input) * 1000;
  if (state.TimestampPath !== undefined) return instantAt(visit, state.TimestampPath, input);
  if (state.Timestamp !== undefined)
    return instantOf(visit, fieldOf(visit, 'Timestamp', input)?.value ?? null);
  return step.environment.now + seconds(visit, fieldOf(visit, 'Seconds', input)?.value ?? 0) * 1000;
}

function secondsAt(visit: Visit, path: string, input: Json): number {
  if (!isFound(visit, path, input)) {
    throw new RuntimeError(`The SecondsPath parameter does not reference an input value: ${path}`);
  }
  const value = valueAt(path, scopeOf(visit, input));
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new RuntimeError(
      `The SecondsPath parameter does not reference an integer: ${path} == ${written(value)}`,
    );
  }
  if (value < 0)
    throw new RuntimeError(`The SecondsPath parameter references a negative value: ${path} == ${value}`);
  return value;
}

function seconds(visit: Visit, value: Json): number {
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw unexpectedType(visit, 'Seconds', 'integer', value);
  if (value < 0)
    throw new QueryEvaluationError(`The Seconds field must not be negative: ${value}`, 'Seconds');
  return value;
}

function instantAt(visit: Visit, path: string, input: Json): number {
  if (!isFound(visit, path, input)) {
    throw new RuntimeError(`The TimestampPath parameter does not reference an input value: ${path}`);
  }
  const value = valueAt(path, scopeOf(visit, input));
  const instant = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (instant !== undefined) return instant;
  throw new RuntimeError(
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${path} == ${written(value)}`,
  );
}

function instantOf(visit: Visit, value: Json): number {
  const instant = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (instant !== undefined) return instant;
  const message = `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${written(value)}`;
  if (queryLanguageOf(visit) === 'JSONata') throw new QueryEvaluationError(message, 'Timestamp', true);
  throw new RuntimeError(message);
}

function written(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
