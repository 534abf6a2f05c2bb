import { Level } from 'level';

/** The last record that a mapping has delivered. */
export interface Checkpoint {
  /** A sequence number; null before the first record. */
  readonly after: string | null;
}

/** The checkpoints of all mappings, on disk where the cloud keeps data: a restart skips no record. */
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

  /** Resolves when it is stored durably. */
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
