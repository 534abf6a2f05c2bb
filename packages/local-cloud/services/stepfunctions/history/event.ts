import type { Json, JsonObject } from '../../../core/json';

/** What happened in an execution, by the names of AWS. */
export type EventType =
  | 'ExecutionStarted'
  | 'ExecutionSucceeded'
  | 'ExecutionFailed'
  | 'ExecutionTimedOut'
  | 'ExecutionAborted'
  | 'ExecutionRedriven'
  | `${'Pass' | 'Task' | 'Choice' | 'Wait' | 'Succeed' | 'Fail' | 'Parallel' | 'Map'}StateEntered`
  | `${'Pass' | 'Task' | 'Choice' | 'Wait' | 'Succeed' | 'Parallel' | 'Map'}StateExited`
  | `${'Task' | 'Wait' | 'Parallel' | 'Map'}StateAborted`
  | `${'Parallel' | 'Map'}State${'Started' | 'Succeeded' | 'Failed'}`
  | `MapIteration${'Started' | 'Succeeded' | 'Failed' | 'Aborted'}`
  | `MapRun${'Started' | 'Succeeded' | 'Failed' | 'Aborted' | 'Redriven'}`
  | `Task${'Scheduled' | 'Started' | 'Submitted' | 'Succeeded' | 'Failed' | 'TimedOut'}`
  | `LambdaFunction${'Scheduled' | 'Started' | 'Succeeded' | 'Failed' | 'TimedOut'}`
  | 'EvaluationFailed';

/** The details of an event; which of them it has depends on its type. */
export interface EventDetails {
  readonly input?: Json | undefined;
  readonly output?: Json | undefined;
  readonly assignedVariables?: JsonObject | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly resource?: string | undefined;
  readonly resourceType?: string | undefined;
  readonly parameters?: Json | undefined;
  readonly region?: string | undefined;
  readonly timeoutInSeconds?: number | undefined;
  readonly heartbeatInSeconds?: number | undefined;
  readonly taskCredentials?: { readonly roleArn: string } | undefined;
  /** Of a Map: how many items. */
  readonly length?: number | undefined;
  /** Of an iteration, from 0. */
  readonly index?: number | undefined;
  readonly mapRunArn?: string | undefined;
  /** Which redrive it is, of the execution or of the Map Run, from 1. */
  readonly redriveCount?: number | undefined;
  /** The field whose expression failed. */
  readonly location?: string | undefined;
}

/** One event of an execution's history. Payloads are JSON values; on the wire they are JSON texts. */
export interface HistoryEvent extends EventDetails {
  /** From 1, without gaps. */
  readonly id: number;
  readonly previousEventId: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly type: EventType;
  readonly state?: string | undefined;
  /** Inside a Parallel or Map: where, from the outermost, as `Checkout{0}` (branch) or `Guests[2]` (iteration). */
  readonly scope?: readonly string[] | undefined;
}
