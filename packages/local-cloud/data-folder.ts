import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Level } from 'level';
import { UserError } from './core/errors';
import type { Product } from './product';

const LOCK = 'lock';
const VERSION = 1;

const ANOTHER_FOLDER = 'Choose another --data-dir.';

/** A data folder cannot be used. */
export function dataFolderUnusable(sentence: string, nextStep: string, options?: ErrorOptions): UserError {
  return new UserError('DataFolderUnusable', sentence, nextStep, options);
}

/** The folder that outlives the process: one subfolder a service, held by one process at a time. */
export class DataFolder {
  private constructor(
    private readonly path: string,
    private readonly lock: Level,
  ) {}

  /**
   * Opens the folder, making it where there is none.
   * @param product whose data it holds
   * @param reset empties it first
   * @throws UserError when it is another's, in use, or may not be written
   */
  static async open(path: string, product: Product, reset: boolean): Promise<DataFolder> {
    const marker = markerOf(product);
    prepare(path, marker);
    // LevelDB's lock is the operating system's: it ends with the process, however that dies.
    const lock = new Level(join(path, LOCK));
    try {
      await lock.open();
    } catch (error) {
      throw dataFolderUnusable(
        `The data folder ${path} is in use by another process.`,
        'Stop it, or choose another --data-dir.',
        { cause: error },
      );
    }
    if (reset) empty(path, marker);
    return new DataFolder(path, lock);
  }

  /** Whether any service has kept something in a folder; false where there is none. */
  static holdsData(path: string, product: Product): boolean {
    return existsSync(path) && contentsOf(path, markerOf(product)).length > 0;
  }

  /** Where a service keeps its files. */
  of(service: string): string {
    const folder = join(this.path, service);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  close(): Promise<void> {
    return this.lock.close();
  }
}

/** The file by which a folder is known to be a data folder of this product. */
function markerOf({ id }: Product): string {
  return `${id}-data.json`;
}

function contentsOf(path: string, marker: string): string[] {
  return readdirSync(path).filter((entry) => entry !== marker && entry !== LOCK);
}

function prepare(path: string, markerName: string): void {
  try {
    mkdirSync(path, { recursive: true });
    const marker = join(path, markerName);
    if (!existsSync(marker)) {
      // Not ours to write into, much less to --reset.
      if (readdirSync(path).length > 0)
        throw dataFolderUnusable(`${path} holds other files.`, 'Choose an empty folder for --data-dir.');
      writeFileSync(marker, `${JSON.stringify({ version: VERSION })}\n`);
    }
    const { version } = JSON.parse(readFileSync(marker, 'utf8')) as { version: number };
    if (version !== VERSION)
      throw dataFolderUnusable(
        `${path} was written by another version of the local cloud (${version}, not ${VERSION}).`,
        ANOTHER_FOLDER,
      );
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw dataFolderUnusable(
      `The data folder ${path} cannot be written: ${(error as Error).message}.`,
      ANOTHER_FOLDER,
      { cause: error },
    );
  }
}

function empty(path: string, marker: string): void {
  for (const entry of contentsOf(path, marker)) rmSync(join(path, entry), { recursive: true });
}
