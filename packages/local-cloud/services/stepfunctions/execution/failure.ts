/** Why a state, or a whole execution, did not succeed: an ASL error name and its cause, either may lack. */
export interface Failure {
  readonly error?: string;
  readonly cause?: string;
}

/**
 * An error that a state machine can see by its name (Retry, Catch).
 * The engine adds to `message` in which state it happened.
 */
export class StateError extends Error {
  constructor(
    readonly error: string,
    message: string,
  ) {
    super(message);
    this.name = error;
  }
}

/** States.Runtime: the data does not fit the definition. It ends the execution: no Retry or Catch sees it. */
export class RuntimeError extends StateError {
  constructor(message: string) {
    super('States.Runtime', message);
  }
}

/** States.QueryEvaluationError: a JSONata expression failed; `location` is its field, `Arguments/Key`. */
export class QueryEvaluationError extends StateError {
  constructor(
    message: string,
    readonly location?: string,
    /** AWS chains the EvaluationFailed event of a Wait's timestamp to the state's entry, others before it. */
    readonly afterEntry = false,
  ) {
    super('States.QueryEvaluationError', message);
  }
}
