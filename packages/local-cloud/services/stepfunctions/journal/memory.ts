import type { Execution } from '../execution/execution';
import type { HistoryEvent } from '../history/event';
import {
  type ExecutionSummary,
  type HistoryRange,
  type Journal,
  type JournalEntry,
  type ListRange,
  type MachineRecord,
  type Revision,
  summaryOf,
  type Unfinished,
} from './journal';

/** A journal in memory. */
export class MemoryJournal implements Journal {
  private readonly executions = new Map<string, Execution>();
  private readonly histories = new Map<string, HistoryEvent[]>();
  /** By machine, in the order of their start. */
  private readonly started = new Map<string, Execution[]>();
  private readonly machines = new Map<string, MachineRecord>();
  private readonly revisions = new Map<string, Revision>();

  async write(entries: readonly JournalEntry[]): Promise<void> {
    for (const { execution, events } of entries) {
      this.remember(execution);
      this.histories.get(execution.arn)?.push(...events);
    }
  }

  async execution(arn: string): Promise<Execution | undefined> {
    return this.executions.get(arn);
  }

  async history(arn: string, { from, limit, reverse }: HistoryRange): Promise<HistoryEvent[]> {
    const events = this.histories.get(arn) ?? [];
    if (!reverse) return events.slice(from - 1, from - 1 + limit);
    return events.slice(Math.max(0, from - limit), Math.max(0, from)).reverse();
  }

  async list(machineArn: string, { status, limit, after }: ListRange): Promise<ExecutionSummary[]> {
    const executions = this.started.get(machineArn) ?? [];
    const found: ExecutionSummary[] = [];
    const position = after ? executions.findIndex((each) => each.name === after.name) : executions.length;
    for (let index = position - 1; index >= 0 && found.length < limit; index--) {
      const execution = executions[index];
      if (execution && (status === undefined || execution.status === status))
        found.push(summaryOf(execution));
    }
    return found;
  }

  /** None: at the start, a journal in memory is empty. */
  async *unfinished(): AsyncIterable<Unfinished> {}

  async saveMachine(machine: MachineRecord): Promise<void> {
    this.machines.set(machine.arn, machine);
    this.revisions.set(machine.revision.revisionId, machine.revision);
  }

  async machine(arn: string): Promise<MachineRecord | undefined> {
    return this.machines.get(arn);
  }

  async revision(revisionId: string): Promise<Revision | undefined> {
    return this.revisions.get(revisionId);
  }

  async close(): Promise<void> {}

  private remember(execution: Execution): void {
    if (this.executions.has(execution.arn)) return;
    this.executions.set(execution.arn, execution);
    this.histories.set(execution.arn, []);
    const started = this.started.get(execution.machineArn);
    if (started) started.push(execution);
    else this.started.set(execution.machineArn, [execution]);
  }
}
