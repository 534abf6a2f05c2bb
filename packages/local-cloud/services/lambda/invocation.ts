/** One event for a function. */
export interface Invocation {
  readonly requestId: string;
  readonly traceId: string;
  /** The event, as JSON text. */
  readonly payload: string;
}

/** How an invocation ended. */
export interface InvocationResult {
  /** What the handler returned, or the error `{errorType, errorMessage, trace?}`, as JSON text. */
  readonly payload: string;
  readonly failed: boolean;
  /** The output that the function wrote. */
  readonly output: string;
  readonly milliseconds: number;
}
