import type { JsonObject } from '../../../core/json';
import type { Catcher, Retrier, State } from '../asl/definition';
import { type AttemptFailure, matchesError } from './error-match';
import { leaveWithError } from './exit';
import type { Visit } from './visit';

const DEFAULT_ATTEMPTS = 3;
const DEFAULT_INTERVAL_SECONDS = 1;
const DEFAULT_BACKOFF_RATE = 2;

interface ErrorHandlers {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

/** An attempt at a state failed: it is made again, or caught, or the branch ends with the failure. */
export function failAttempt(visit: Visit, failure: AttemptFailure): void {
  const { Retry = [], Catch = [] } = handlersOf(visit.state);
  if (retry(visit, Retry, failure)) return;
  recordStateFailed(visit);
  const catcher = Catch.find((each) => matchesError(each.ErrorEquals, failure));
  if (!catcher) {
    visit.step.end(visit.branch, { failure });
    return;
  }
  // The state's OutputPath does not apply to a catcher's output.
  leaveWithError(visit, errorOutput(failure), catcher, catcher.Next);
}

function handlersOf(state: State): ErrorHandlers {
  return state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Map' ? state : {};
}

function errorOutput({ error, cause }: AttemptFailure): JsonObject {
  return { Error: error ?? null, Cause: cause ?? null };
}

function recordStateFailed({ step, branch, state }: Visit): void {
  if (state.Type === 'Map' || state.Type === 'Parallel') step.record(branch, `${state.Type}StateFailed`);
}

function retry({ step, branch }: Visit, retriers: readonly Retrier[], failure: AttemptFailure): boolean {
  const position = retriers.findIndex((each) => matchesError(each.ErrorEquals, failure));
  const retrier = retriers[position];
  if (!retrier) return false;
  const used = branch.retries[position] ?? 0;
  if (used >= (retrier.MaxAttempts ?? DEFAULT_ATTEMPTS)) return false;
  branch.retries = retriers.map((_, index) => (branch.retries[index] ?? 0) + (index === position ? 1 : 0));
  const { now, chance } = step.environment;
  step.retry(branch, now + delay(retrier, used, chance.random));
  return true;
}

/** Milliseconds before attempt number `used` + 2; with full jitter anywhere from none to the whole interval. */
function delay(retrier: Retrier, used: number, random: () => number): number {
  const { IntervalSeconds = DEFAULT_INTERVAL_SECONDS, BackoffRate = DEFAULT_BACKOFF_RATE } = retrier;
  const seconds = Math.min(
    IntervalSeconds * BackoffRate ** used,
    retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
  );
  return Math.round(seconds * 1000 * (retrier.JitterStrategy === 'FULL' ? random() : 1));
}
