import { LONGEST_CAUSE } from '../data/limits';
import { abortChildren } from '../states/abort';
import { OutputTooLargeError } from '../states/exit';
import { failAttempt } from '../states/failing';
import type { Visit } from '../states/visit';
import { type Failure, QueryEvaluationError, RuntimeError, StateError } from './failure';
import { HistoryFullError } from './step';

/**
 * Handles an error that is thrown inside a state. Errors that a state machine may handle go to the state's
 * Retry and Catch; all others (States.Runtime, and bugs of the engine) end the execution.
 */
export function settleError(visit: Visit, error: unknown): void {
  if (error instanceof HistoryFullError) throw error;
  const failure = failureOf(visit, error);
  if (!isHandled(error)) {
    failExecution(visit, failure);
    return;
  }
  recordEvaluationFailed(visit, error, failure);
  visit.step.keepUnwound(visit.branch);
  abortChildren(visit.step, visit.branch);
  try {
    failAttempt(visit, failure);
  } catch (inCatcher) {
    if (inCatcher instanceof HistoryFullError) throw inCatcher;
    const second = failureOf(visit, inCatcher);
    if (!isHandled(inCatcher)) {
      failExecution(visit, second);
      return;
    }
    recordEvaluationFailed(visit, inCatcher, second);
    visit.step.end(visit.branch, { failure: second });
  }
}

function isHandled(error: unknown): error is StateError {
  return (
    error instanceof StateError && !(error instanceof RuntimeError) && !(error instanceof OutputTooLargeError)
  );
}

function failExecution({ step, branch }: Visit, failure: Failure): void {
  step.close('FAILED', 'ExecutionFailed', failure, branch.lastEventId);
}

function failureOf({ branch }: Visit, error: unknown): Required<Failure> {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof OutputTooLargeError) return { error: error.error, cause: message };
  const cause = `An error occurred while executing the state '${branch.state}' (entered at the event id #${branch.enteredEventId}). ${message}`;
  return {
    error: error instanceof StateError ? error.error : 'States.Runtime',
    cause: cause.slice(0, LONGEST_CAUSE),
  };
}

/** AWS chains it to the event before the state's entry, unless the state had already recorded more. */
function recordEvaluationFailed({ step, branch }: Visit, error: StateError, failure: Failure): void {
  if (!(error instanceof QueryEvaluationError)) return;
  const atEntry = branch.lastEventId === branch.enteredEventId && !error.afterEntry;
  if (atEntry) branch.lastEventId = branch.eventBeforeEntry;
  step.record(branch, 'EvaluationFailed', { ...failure, location: error.location });
}
