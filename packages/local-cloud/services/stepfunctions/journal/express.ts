import type { Execution } from '../execution/execution';
import type { Journal, JournalEntry, Revision, Unfinished } from './journal';

/** The journal of EXPRESS executions: they are known while they run, and not stored. */
export class ExpressJournal implements Journal {
  private readonly running = new Map<string, Execution>();

  async write(entries: readonly JournalEntry[]): Promise<void> {
    for (const { execution } of entries) {
      if (execution.status === 'RUNNING') this.running.set(execution.arn, execution);
      else this.running.delete(execution.arn);
    }
  }

  async execution(arn: string): Promise<Execution | undefined> {
    return this.running.get(arn);
  }

  async history(): Promise<[]> {
    return [];
  }

  async list(): Promise<[]> {
    return [];
  }

  async *unfinished(): AsyncIterable<Unfinished> {}

  async saveMachine(): Promise<void> {}

  async machine(): Promise<undefined> {}

  async revision(): Promise<Revision | undefined> {
    return undefined;
  }

  async close(): Promise<void> {}
}
