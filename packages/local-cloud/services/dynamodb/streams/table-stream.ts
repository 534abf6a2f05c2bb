import type { Store, StoredItem } from 'dynalite/db';
import type { Clock } from '../../../core/clock';
import type { GroupCommit, StoreOperation } from '../../../core/group-commit';
import { type Change, changeOf, type ViewType } from './change';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html: kept for 24 hours. */
const RETENTION_MS = 24 * 60 * 60 * 1000;

/** More than any table has. */
const MOST_RECORDS_A_MS = 1000;

/** After the last key of a prefix. */
const END = '\uffff';

/** A change with its place in the stream. */
export interface StreamRecord extends Change {
  /** Counts up from {@link firstNumber}, in the order in which the changes were written. */
  readonly number: number;
  /** Milliseconds since the epoch, of the cloud's clock. */
  readonly at: number;
}

/** The state of a stream that survives a restart. */
interface StreamHead {
  /** When it was made, in milliseconds since the epoch: its label. */
  readonly createdAt: number;
  /** The number of the last record written. */
  readonly last: number;
  /** The number of the last record that was trimmed after 24 hours. */
  readonly trimmed: number;
}

export interface StreamSettings {
  readonly table: string;
  readonly keyNames: readonly string[];
  readonly viewType: ViewType;
}

/**
 * The stream of one table: one shard. An item and the record of its change are one atomic write of the same
 * store: even after a crash every change has exactly one record. Records are written in the order of their
 * numbers, so that a reader never misses an earlier one.
 */
export class TableStream {
  private readonly waiting = new Set<() => void>();
  private oldestAt: number | undefined;
  private written: number;
  private isStopped = false;

  private constructor(
    readonly settings: StreamSettings,
    private head: StreamHead,
    private readonly db: Store['db'],
    private readonly commits: GroupCommit<StoreOperation>,
    private readonly clock: Clock,
  ) {
    this.written = head.last;
  }

  static async open(
    settings: StreamSettings,
    db: Store['db'],
    commits: GroupCommit<StoreOperation>,
    clock: Clock,
  ): Promise<TableStream> {
    const kept = (await db.get(headKey(settings.table))) as StreamHead | undefined;
    const head = kept ?? emptyHead(clock.now());
    if (!kept) await db.put(headKey(settings.table), head);
    const stream = new TableStream(settings, head, db, commits, clock);
    stream.oldestAt = (await stream.range(head.trimmed, 1))[0]?.at;
    return stream;
  }

  /** Milliseconds since the epoch. */
  get createdAt(): number {
    return this.head.createdAt;
  }

  /** The number of the last record that can be read. */
  get last(): number {
    return this.written;
  }

  /**
   * Writes or deletes an item together with the record of the change. The caller holds the lock
   * of the key: between here and the end of the write nobody else writes it.
   */
  async write(key: string, after: StoredItem | undefined): Promise<void> {
    const before = (await this.db.get(key)) as StoredItem | undefined;
    const { keyNames, viewType } = this.settings;
    const item: StoreOperation = after ? { type: 'put', key, value: after } : { type: 'del', key };
    const change = changeOf(before, after, keyNames, viewType);
    if (!change) return this.commits.commit([item]);
    const record = this.numbered(change);
    await this.commits.commit([item, ...this.operationsOf(record)]);
    this.written = record.number;
    this.oldestAt ??= record.at;
    this.wake();
  }

  /**
   * The records after number `after`, the oldest first, up to `limit`.
   * @param wait whether to wait until there are some, or until the stop
   */
  async read(after: number, limit: number, wait: boolean): Promise<StreamRecord[]> {
    for (;;) {
      const seen = this.written;
      await this.trim();
      const records = after < seen ? await this.range(Math.max(after, this.head.trimmed), limit) : [];
      if (records.length > 0 || !wait || this.isStopped) return records;
      if (this.written === seen) await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  /** The number of the last trimmed record: those after it can be read. */
  async horizon(): Promise<number> {
    await this.trim();
    return this.head.trimmed;
  }

  /** Releases every waiting reader. */
  stop(): void {
    this.isStopped = true;
    this.wake();
  }

  private numbered(change: Change): StreamRecord {
    this.head = { ...this.head, last: this.head.last + 1 };
    return { ...change, number: this.head.last, at: this.clock.now() };
  }

  private operationsOf(record: StreamRecord): StoreOperation[] {
    const { table } = this.settings;
    return [
      { type: 'put', key: recordKey(table, record.number), value: record },
      { type: 'put', key: headKey(table), value: this.head },
    ];
  }

  private wake(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const resolve of waiting) resolve();
  }

  private async range(after: number, limit: number): Promise<StreamRecord[]> {
    const found: StreamRecord[] = [];
    const { table } = this.settings;
    const range = { gte: recordKey(table, after + 1), lt: recordPrefix(table) + END, limit };
    for await (const record of this.db.values(range)) found.push(record as StreamRecord);
    return found;
  }

  /** Deletes the records that are older than 24 hours by the clock. */
  private async trim(): Promise<void> {
    const horizon = this.clock.now() - RETENTION_MS;
    while (this.oldestAt !== undefined && this.oldestAt <= horizon) {
      const records = await this.range(this.head.trimmed, 1_000);
      const expired = records.filter(({ at }) => at <= horizon);
      const trimmed = expired.at(-1)?.number ?? this.head.trimmed;
      this.oldestAt = records[expired.length]?.at ?? (await this.range(trimmed, 1))[0]?.at;
      if (trimmed <= this.head.trimmed) return;
      this.head = { ...this.head, trimmed };
      const { table } = this.settings;
      await this.commits.commit([
        ...expired.map(({ number }) => ({ type: 'del' as const, key: recordKey(table, number) })),
        { type: 'put', key: headKey(table), value: this.head },
      ]);
    }
  }
}

/**
 * The number of a stream's first record. A table that is imported gets a new stream, while its readers keep
 * their checkpoints in the old one: the new stream is younger, so its numbers are greater.
 */
export function firstNumber(createdAt: number): number {
  return createdAt * MOST_RECORDS_A_MS + 1;
}

function emptyHead(createdAt: number): StreamHead {
  const none = firstNumber(createdAt) - 1;
  return { createdAt, last: none, trimmed: none };
}

/** No key of dynalite begins like these: `table~`, `tag-`, `item-`, `index-`. */
function headKey(table: string): string {
  return `stream-head~${table}`;
}

function recordPrefix(table: string): string {
  return `stream-record~${table}~`;
}

function recordKey(table: string, number: number): string {
  return recordPrefix(table) + String(number).padStart(16, '0');
}
