import type { Failure } from '../execution/failure';

/** A failure of a state's attempt, as its retriers and catchers see it. */
export interface AttemptFailure extends Failure {
  /** Timed out because a heartbeat was missing: matches States.HeartbeatTimeout besides States.Timeout. */
  readonly heartbeat?: boolean;
}

/** Whether an ErrorEquals names a failure (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html). */
export function matchesError(names: readonly string[], failure: AttemptFailure): boolean {
  return names.some((name) => {
    if (name === failure.error) return true;
    if (name === 'States.ALL') return failure.error !== 'States.Runtime';
    if (name === 'States.TaskFailed')
      return failure.error !== 'States.Timeout' && failure.error !== 'States.Runtime';
    return name === 'States.HeartbeatTimeout' && failure.heartbeat === true;
  });
}
