import type { Store, StoredItem } from 'dynalite/db';
import type { Clock } from '../../../core/clock';
import { GroupCommit, type StoreOperation } from '../../../core/group-commit';
import { type StreamSettings, TableStream } from './table-stream';

type Callback = ((error: unknown) => void) | undefined;

/**
 * The streams of a store's tables. dynalite ends every write of an item in the `put` or `del` of its store, under
 * its lock of the item's key. The record of the change is written there, with the item.
 */
export class Streams {
  private readonly byTable = new Map<string, TableStream>();
  private readonly commits: GroupCommit<StoreOperation>;

  constructor(
    private readonly db: Store['db'],
    private readonly clock: Clock,
  ) {
    this.commits = new GroupCommit((operations) => db.batch(operations));
    const [put, del] = [db.put.bind(db), db.del.bind(db)];
    db.put = (key, value, done) => {
      const stream = this.ofItem(key);
      return stream ? told(stream.write(key, value as StoredItem), done) : put(key, value, done);
    };
    db.del = (key, done) => {
      const stream = this.ofItem(key);
      return stream ? told(stream.write(key, undefined), done) : del(key, done);
    };
  }

  /** Starts to record the changes of a table's items. */
  async open(settings: StreamSettings): Promise<TableStream> {
    const stream = await TableStream.open(settings, this.db, this.commits, this.clock);
    this.byTable.set(settings.table, stream);
    return stream;
  }

  of(table: string): TableStream | undefined {
    return this.byTable.get(table);
  }

  /** By table, in the order of their names. */
  all(): TableStream[] {
    return [...this.byTable.keys()].sort().flatMap((table) => this.byTable.get(table) ?? []);
  }

  /** Releases waiting readers, and waits for the writes under way. */
  async stop(): Promise<void> {
    for (const stream of this.byTable.values()) stream.stop();
    await this.commits.settled();
  }

  /** `item-<table>~<key>` is how dynalite names an item; no table's name has a tilde. */
  private ofItem(key: string): TableStream | undefined {
    return key.startsWith('item-') ? this.byTable.get(key.slice(5, key.indexOf('~'))) : undefined;
  }
}

/** Calls dynalite's callback when the write is done. */
function told(writing: Promise<void>, done: Callback): Promise<void> {
  if (!done) return writing;
  return writing.then(
    () => done(null),
    (error: unknown) => done(error),
  );
}
