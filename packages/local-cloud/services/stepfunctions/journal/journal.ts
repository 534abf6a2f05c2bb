import type { Execution, ExecutionStatus } from '../execution/execution';
import type { HistoryEvent } from '../history/event';

/** A definition as it was deployed: executions run the revision they started with. */
export interface Revision {
  readonly revisionId: string;
  readonly definition: string;
  readonly roleArn: string;
  /** Milliseconds since the epoch. */
  readonly updateDate: number;
}

/** A state machine: its current revision, and when it was created. */
export interface MachineRecord {
  readonly arn: string;
  readonly creationDate: number;
  readonly revision: Revision;
  /** Revisions published as versions 1, 2, … */
  readonly versions: readonly { readonly revisionId: string; readonly creationDate: number }[];
}

/** What ListExecutions tells of an execution. */
export interface ExecutionSummary {
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly status: ExecutionStatus;
  readonly startDate: number;
  readonly stopDate?: number;
  readonly redriveCount?: number;
  readonly redrives?: NonNullable<Execution['redrives']>;
}

/** An execution that has not ended: what is needed to resume it after a restart. */
export interface Unfinished {
  readonly arn: string;
  /** Whether a step was interrupted or a task was running: it is resumed at once. */
  readonly busy: boolean;
  /** When its next timer is due. */
  readonly due?: number;
}

/** The steps of one execution that are written together. */
export interface JournalEntry {
  readonly execution: Execution;
  /** The new events, in order; none of them written before. */
  readonly events: readonly HistoryEvent[];
}

/** A part of an execution's history: up to `limit` events from id `from` on, upwards or downwards. */
export interface HistoryRange {
  readonly from: number;
  readonly limit: number;
  readonly reverse: boolean;
}

/** Which executions of a machine to list, the newest first. */
export interface ListRange {
  readonly status: ExecutionStatus | undefined;
  readonly limit: number;
  /** The last one of the page before. */
  readonly after: Pick<ExecutionSummary, 'startDate' | 'name'> | undefined;
}

/** The durable record of executions: what is written here has happened. */
export interface Journal {
  /** Writes all entries or none; resolves when they are durable. */
  write(entries: readonly JournalEntry[]): Promise<void>;
  /** The execution as it was last written; undefined where there is none. */
  execution(arn: string): Promise<Execution | undefined>;
  /** Events of an execution in the order that the range asks for; none of an unknown one. */
  history(arn: string, range: HistoryRange): Promise<HistoryEvent[]>;
  /** Executions of a machine, the newest first. */
  list(machineArn: string, range: ListRange): Promise<ExecutionSummary[]>;
  /** Every execution that has not ended: read once, when the engine starts. */
  unfinished(): AsyncIterable<Unfinished>;
  /** Keeps the machine and its present revision; earlier revisions stay. */
  saveMachine(machine: MachineRecord): Promise<void>;
  /** The machine as it was last saved. */
  machine(arn: string): Promise<MachineRecord | undefined>;
  /** A revision that some machine has or had. */
  revision(revisionId: string): Promise<Revision | undefined>;
  /** Resolves when nothing is left to write and the files are closed. */
  close(): Promise<void>;
}

export function summaryOf(execution: Execution): ExecutionSummary {
  const { arn, name, machineArn, status, startDate, stopDate, redriveCount, redrives } = execution;
  return {
    arn,
    name,
    machineArn,
    status,
    startDate,
    ...(stopDate !== undefined && { stopDate }),
    ...(redrives && { redriveCount, redrives }),
  };
}
