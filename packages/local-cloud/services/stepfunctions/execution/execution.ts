import type { Json, JsonObject } from '../../../core/json';

export type MachineType = 'STANDARD' | 'EXPRESS';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/**
 * The state of an execution, as plain data: what the journal keeps, and all that is needed to resume it after a
 * crash. Times are milliseconds since the epoch.
 */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  /** An EXPRESS execution has no history to be asked for, and so no limit to its length. */
  readonly type: MachineType;
  readonly machineArn: string;
  /** The revision of the machine's definition that it runs to its end, whatever is deployed meanwhile. */
  readonly revisionId: string;
  readonly roleArn: string;
  readonly startDate: number;
  /** The input's text of StartExecution, byte for byte: a second StartExecution is compared with it. */
  readonly input: string;
  readonly traceId: string;
  /** From the machine's TimeoutSeconds; a redrive sets it anew. */
  deadline?: number;
  status: ExecutionStatus;
  stopDate?: number;
  output?: Json;
  error?: string;
  cause?: string;
  /** The id of the last event of its history. */
  lastEventId: number;
  /** Branches and attempts are numbered without reuse, so that a late answer matches none. */
  lastBranchId: number;
  lastAttempt: number;
  /** The branches that are alive: the root, and below it those of running Parallel and Map states. */
  branches: Branch[];
  /** Of an execution that ended without success: its branches as they were, from which a redrive goes on. */
  unsuccessful?: Branch[];
  redriveCount?: number;
  /** The latest redrives, the last one last. */
  redrives?: readonly Redrive[];
}

/** One RedriveExecution that was granted. */
export interface Redrive {
  readonly clientToken: string;
  /** Milliseconds since the epoch. */
  readonly date: number;
}

/** One branch of control: which state it is in, with what data, and what it waits for. */
export interface Branch {
  readonly id: number;
  /** The branch whose Parallel or Map state this one belongs to; the root has none. */
  readonly parent?: number;
  /** Which of the parent's branches or iterations. */
  readonly index: number;
  /** In an iteration: the context object's Map.Item. */
  readonly item?: { readonly Index: number; readonly Value: Json };
  /** An iteration of a distributed Map: on AWS an execution of its own, with no events in this history. */
  readonly silent?: boolean;
  /** Variables assigned in this branch; those of its ancestors are visible, too. */
  variables: JsonObject;
  /** The event that the branch's next event follows. */
  lastEventId: number;
  state: string;
  /** The state's input, as it came. */
  input: Json;
  enteredAt: number;
  /** 0 until the state's entry is recorded. */
  enteredEventId: number;
  /** The event before the entry. */
  eventBeforeEntry: number;
  /** How often each of the state's retriers has been used, by its position. */
  retries: number[];
  /** The token of the task under way, for `.waitForTaskToken`. */
  taskToken?: string;
  /** What the branch waits for; a branch without it goes on with the next step. */
  waiting?: Waiting;
}

export type Waiting = TimeWait | TaskWait | BranchesWait | IterationsWait;

/** A Wait state's time, or the interval before a retry. */
export interface TimeWait {
  readonly for: 'time' | 'retry';
  readonly until: number;
}

export interface TaskWait {
  readonly for: 'task';
  /** The number of this attempt, which no other task of the execution has. */
  readonly attempt: number;
  readonly request: TaskRequest;
  /** What the call answered, once the task only waits for its token to come back or its job to end. */
  submission?: Json;
  readonly timeoutAt?: number;
  readonly heartbeatSeconds?: number;
  heartbeatAt?: number;
}

export interface BranchesWait {
  readonly for: 'branches';
  readonly results: Json[];
  open: number;
}

export interface IterationsWait {
  readonly for: 'iterations';
  readonly items: readonly Json[];
  /** The state's effective input, which ItemSelector reads. */
  readonly input: Json;
  readonly concurrency: number;
  /** Only of a distributed Map. */
  readonly toleratedFailures: number;
  readonly results: Json[];
  readonly failures: number[];
  started: number;
  open: number;
  /** Only of a distributed Map. */
  readonly mapRun?: MapRun;
}

/** What a distributed Map keeps for a redrive. */
export interface MapRun {
  readonly arn: string;
  redriveCount: number;
  /** The iterations that failed and were tolerated, with all below them. */
  unsuccessful: Branch[];
}

/** A task, with all that the integrations need to run it. */
export interface TaskRequest {
  readonly resource: string;
  readonly input: Json;
  /** The role to call with: the machine's, or that of the state's Credentials. */
  readonly roleArn: string;
}

/** How a task ended. */
export type TaskOutcome =
  | { readonly succeeded: true; readonly output: Json }
  | { readonly succeeded: false; readonly error?: string | undefined; readonly cause?: string | undefined };

/** When the next thing happens by itself; undefined when only an answer from outside can wake it. */
export function nextDue(execution: Execution): number | undefined {
  const instants = execution.branches.flatMap((branch) => dueTimes(branch.waiting));
  if (execution.deadline !== undefined) instants.push(execution.deadline);
  if (execution.status !== 'RUNNING' || instants.length === 0) return undefined;
  return instants.reduce((earliest, instant) => Math.min(earliest, instant));
}

/** When what a branch waits for happens by itself. */
export function dueTimes(waiting: Waiting | undefined): number[] {
  if (waiting?.for === 'time' || waiting?.for === 'retry') return [waiting.until];
  if (waiting?.for !== 'task') return [];
  return [waiting.timeoutAt, waiting.heartbeatAt].filter((instant) => instant !== undefined);
}
