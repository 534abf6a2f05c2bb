import { Level } from 'level';

/** How far a mapping has come in its stream: what comes after that record is still to be told. */
export interface Checkpoint {
  /** A sequence number; null before the first record there ever was. */
  readonly after: string | null;
}

/** How far each mapping has come. On disk where the cloud keeps data: no record is skipped by a restart. */
export class Checkpoints {
  private readonly inMemory = new Map<string, Checkpoint>();
  private readonly level: Level<string, Checkpoint> | undefined;

  constructor(directory: string | undefined) {
    if (directory !== undefined) this.level = new Level(directory, { valueEncoding: 'json' });
  }

  async get(mapping: string): Promise<Checkpoint | undefined> {
    if (!this.level) return this.inMemory.get(mapping);
    const kept: Checkpoint | undefined = await this.level.get(keyOf(mapping));
    return kept;
  }

  /** Resolves when it survives the end of this process. */
  async set(mapping: string, checkpoint: Checkpoint): Promise<void> {
    if (this.level) await this.level.put(keyOf(mapping), checkpoint);
    else this.inMemory.set(mapping, checkpoint);
  }

  async close(): Promise<void> {
    await this.level?.close();
  }
}

function keyOf(mapping: string): string {
  return `checkpoint/${mapping}`;
}
