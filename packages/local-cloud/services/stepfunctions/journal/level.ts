import { Level } from 'level';
import { isUnderWay } from '../engine/unfinished-tasks';
import { type Execution, nextDue } from '../execution/execution';
import type { HistoryEvent } from '../history/event';
import { eventsOf, pageOf } from './history-page';
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

type JournalOperation = { type: 'put'; key: string; value: string } | { type: 'del'; key: string };

/** After the last key of a prefix; `/` itself cannot stand in names. */
const END = '\uffff';

/**
 * A journal on disk (LevelDB). One batch is one atomic record of LevelDB's own log, handed to the operating
 * system before `write` resolves: it survives the death of this process, though not a power cut.
 *
 * Keys: `execution/<arn>` the execution; `history/<arn>/<id of the last>` the events of one step;
 * `started/<machine>/<time>/<name>` the list of executions; `unfinished/<arn>` what to wake after a crash;
 * `machine/<arn>` and `revision/<id>` what is deployed, and what was.
 */
export class LevelJournal implements Journal {
  private constructor(private readonly level: Level) {}

  /** Opens the folder, which is locked against any other process until {@link close}. */
  static async open(directory: string): Promise<LevelJournal> {
    const level = new Level(directory);
    await level.open();
    return new LevelJournal(level);
  }

  async write(entries: readonly JournalEntry[]): Promise<void> {
    await this.level.batch(entries.flatMap(operationsOf));
  }

  async execution(arn: string): Promise<Execution | undefined> {
    return this.read<Execution>(`execution/${arn}`);
  }

  async history(arn: string, { from, limit, reverse }: HistoryRange): Promise<HistoryEvent[]> {
    const prefix = `history/${arn}/`;
    const pages = reverse
      ? this.level.values({ gte: prefix, lt: prefix + END, reverse })
      : this.level.values({ gte: prefix + padded(from), lt: prefix + END });
    const found: HistoryEvent[] = [];
    for await (const page of pages) {
      const events = eventsOf(page);
      if (reverse) found.push(...events.filter(({ id }) => id <= from).reverse());
      else found.push(...events.filter(({ id }) => id >= from));
      if (found.length >= limit) break;
    }
    return found.slice(0, limit);
  }

  async list(machineArn: string, { status, limit, after }: ListRange): Promise<ExecutionSummary[]> {
    const lt = after ? startedKey({ machineArn, ...after }) : `started/${machineArn}/${END}`;
    const found: ExecutionSummary[] = [];
    for await (const value of this.level.values({ gte: `started/${machineArn}/`, lt, reverse: true })) {
      const summary = JSON.parse(value) as ExecutionSummary;
      if (status === undefined || summary.status === status) found.push(summary);
      if (found.length === limit) break;
    }
    return found;
  }

  async *unfinished(): AsyncIterable<Unfinished> {
    for await (const value of this.level.values({ gte: 'unfinished/', lt: `unfinished/${END}` })) {
      yield JSON.parse(value) as Unfinished;
    }
  }

  async saveMachine(machine: MachineRecord): Promise<void> {
    const { revision } = machine;
    await this.level.batch([
      put(`machine/${machine.arn}`, machine),
      put(`revision/${revision.revisionId}`, revision),
    ]);
  }

  async machine(arn: string): Promise<MachineRecord | undefined> {
    return this.read<MachineRecord>(`machine/${arn}`);
  }

  async revision(revisionId: string): Promise<Revision | undefined> {
    return this.read<Revision>(`revision/${revisionId}`);
  }

  async close(): Promise<void> {
    await this.level.close();
  }

  private async read<T>(key: string): Promise<T | undefined> {
    const value: string | undefined = await this.level.get(key);
    return value === undefined ? undefined : (JSON.parse(value) as T);
  }
}

function operationsOf({ execution, events }: JournalEntry): JournalOperation[] {
  const { arn } = execution;
  const [first, ...others] = events;
  const last = events.at(-1);
  return [
    put(`execution/${arn}`, execution),
    ...(first && last
      ? [
          {
            type: 'put' as const,
            key: `history/${arn}/${padded(last.id)}`,
            value: pageOf([first, ...others]),
          },
        ]
      : []),
    ...(last?.id === events.length || first?.type === 'ExecutionRedriven' || execution.status !== 'RUNNING'
      ? [put(startedKey(execution), summaryOf(execution))]
      : []),
    execution.status === 'RUNNING'
      ? put(`unfinished/${arn}`, unfinishedOf(execution))
      : { type: 'del', key: `unfinished/${arn}` },
  ];
}

function unfinishedOf(execution: Execution): Unfinished {
  const due = nextDue(execution);
  const busy = execution.branches.some((branch) => branch.waiting === undefined || isUnderWay(branch));
  return { arn: execution.arn, busy, ...(due !== undefined && { due }) };
}

function startedKey(execution: Pick<Execution, 'machineArn' | 'startDate' | 'name'>): string {
  return `started/${execution.machineArn}/${String(execution.startDate).padStart(15, '0')}/${execution.name}`;
}

function padded(eventId: number): string {
  return String(eventId).padStart(6, '0');
}

function put(key: string, value: unknown): JournalOperation & { type: 'put' } {
  return { type: 'put', key, value: JSON.stringify(value) };
}
