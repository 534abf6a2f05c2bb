import { Level } from 'level';
import { GroupCommit, type StoreOperation } from '../../core/group-commit';
import type { Message } from './message';

/** A change of what a queue holds. */
export type MessageChange =
  | { readonly kind: 'keep'; readonly queue: string; readonly message: Message }
  | { readonly kind: 'drop'; readonly queue: string; readonly id: string };

/** Where messages outlive the process. */
export interface MessageStore {
  /** All of the changes or none; resolves when they survive the end of this process. */
  write(changes: readonly MessageChange[]): Promise<void>;
  /** What a queue held, the oldest first. */
  messages(queue: string): Promise<Message[]>;
  close(): Promise<void>;
}

/** Messages end with the process. */
export class MemoryMessageStore implements MessageStore {
  async write(): Promise<void> {}

  async messages(): Promise<Message[]> {
    return [];
  }

  async close(): Promise<void> {}
}

/**
 * On disk (LevelDB), a message a key: `message/<queue>/<id>`. A batch is handed to the operating system whole before
 * `write` resolves: it survives the death of this process, though not a power cut.
 */
export class LevelMessageStore implements MessageStore {
  private readonly level: Level<string, unknown>;
  private readonly commits: GroupCommit<StoreOperation>;

  constructor(directory: string) {
    this.level = new Level<string, unknown>(directory, { valueEncoding: 'json' });
    this.commits = new GroupCommit((operations) => this.level.batch([...operations]));
  }

  write(changes: readonly MessageChange[]): Promise<void> {
    return this.commits.commit(changes.map(operationOf));
  }

  async messages(queue: string): Promise<Message[]> {
    const prefix = keyOf(queue, '');
    const found: Message[] = [];
    for await (const value of this.level.values({ gte: prefix, lt: `${prefix}\uffff` }))
      found.push(value as Message);
    return found.sort((a, b) => a.sentAt - b.sentAt);
  }

  async close(): Promise<void> {
    await this.commits.settled();
    await this.level.close();
  }
}

function operationOf(change: MessageChange): StoreOperation {
  return change.kind === 'keep'
    ? { type: 'put', key: keyOf(change.queue, change.message.id), value: change.message }
    : { type: 'del', key: keyOf(change.queue, change.id) };
}

function keyOf(queue: string, id: string): string {
  return `message/${queue}/${id}`;
}
