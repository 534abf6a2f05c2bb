import type { JsonObject } from '../../../core/json';
import type { Retrier, State } from '../asl/definition';
import { matchesError } from '../states/error-match';
import { runState, type StateResult, type StateUnderTest, type TestEnvironment } from './state-run';

const DEFAULT_ATTEMPTS = 3;
const DEFAULT_INTERVAL_SECONDS = 1;
const DEFAULT_BACKOFF_RATE = 2;

/** TestState's answer about a state. */
export interface StateTestResult {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  readonly ended: StateResult;
  /** The failure that is retried or caught, or that nothing handles. */
  readonly failure?: { readonly error?: string; readonly cause?: string };
  /** Which retrier or catcher it is. */
  readonly errorDetails?: JsonObject;
}

/**
 * Runs a state once, and tells how a failure would be handled: the first retrier that names it and has attempts
 * left makes it RETRIABLE, else the first catcher makes it CAUGHT_ERROR.
 * @param retried how often the retrier has been used before
 */
export async function runStateTest(
  tested: StateUnderTest,
  testEnvironment: TestEnvironment,
  retried: number,
): Promise<StateTestResult> {
  const { Retry: retriers = [], Catch: catchers = [], ...bare } = handlersIn(tested.state);
  const ended = await runState({ ...tested, state: bare as State }, testEnvironment);
  if (ended.succeeded) return { status: 'SUCCEEDED', ended };
  const failure = failureOf(ended);
  const retryIndex = retriers.findIndex(({ ErrorEquals }) => matchesError(ErrorEquals, failure));
  const retrier = retriers[retryIndex];
  if (retrier && retried < (retrier.MaxAttempts ?? DEFAULT_ATTEMPTS))
    return {
      status: 'RETRIABLE',
      ended,
      failure,
      errorDetails: { retryIndex, ...backoff(retrier, retried) },
    };
  const catchIndex = catchers.findIndex(({ ErrorEquals }) => matchesError(ErrorEquals, failure));
  if (catchIndex < 0) return { status: 'FAILED', ended, failure };
  // Runs again with the same task outcome, to get the catcher's output.
  const { outcome } = ended;
  const caught = await runState(
    { ...tested, state: { ...bare, Catch: catchers } as State },
    outcome ? { ...testEnvironment, attempt: async () => outcome } : testEnvironment,
  );
  if (!caught.succeeded) return { status: 'FAILED', ended: caught, failure: failureOf(caught) };
  return { status: 'CAUGHT_ERROR', ended: caught, failure, errorDetails: { catchIndex } };
}

function handlersIn(state: State): Extract<State, { Type: 'Task' }> {
  return state as Extract<State, { Type: 'Task' }>;
}

function failureOf({ error, cause }: StateResult): { error?: string; cause?: string } {
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}

function backoff({ IntervalSeconds, BackoffRate, MaxDelaySeconds }: Retrier, retried: number): JsonObject {
  const seconds =
    (IntervalSeconds ?? DEFAULT_INTERVAL_SECONDS) * (BackoffRate ?? DEFAULT_BACKOFF_RATE) ** retried;
  return { retryBackoffIntervalSeconds: Math.min(seconds, MaxDelaySeconds ?? seconds) };
}
