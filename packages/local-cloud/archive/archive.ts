import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Json } from '../core/json';

const MANIFEST = 'keyhold-export.json';
const FORMAT = 'keyhold-local-data';
const VERSION = 1;
/** Guests' data lies in it, perhaps secrets: only its owner may read it. */
const OWNER_ONLY = { folder: 0o700, file: 0o600 };

const manifest = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  exportedAt: z.iso.datetime(),
  secrets: z.boolean(),
  /** The services, each with a file of its name. */
  services: z.array(z.string().regex(/^[a-z0-9-]+$/)),
});

/** An exported folder cannot be read, or not be written; the message says why and what to do. */
export class ArchiveUnusable extends Error {
  override readonly name = 'ArchiveUnusable';
}

export interface Archive {
  readonly exportedAt: Date;
  /** Whether the values of secrets are in it. */
  readonly secrets: boolean;
  /** By the name of the service. */
  readonly snapshots: Readonly<Record<string, Json>>;
}

/**
 * Writes an archive as a folder: `keyhold-export.json`, which names the format, and one JSON file a service.
 * The folder is there whole or not at all.
 * @throws ArchiveUnusable where the folder holds anything
 */
export function writeArchive(folder: string, { exportedAt, secrets, snapshots }: Archive): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new ArchiveUnusable(`${folder} is not empty. Name a new folder for the export.`);
  const unfinished = `${folder}.unfinished-${process.pid}`;
  try {
    mkdirSync(dirname(folder), { recursive: true });
    mkdirSync(unfinished, { mode: OWNER_ONLY.folder });
    for (const [service, snapshot] of Object.entries(snapshots))
      write(unfinished, `${service}.json`, snapshot);
    const services = Object.keys(snapshots);
    write(unfinished, MANIFEST, {
      ...{ format: FORMAT, version: VERSION, exportedAt: exportedAt.toISOString(), secrets, services },
    });
    // An empty folder gives way to it.
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new ArchiveUnusable(`${folder} cannot be written: ${(error as Error).message}`, { cause: error });
  }
}

/** @throws ArchiveUnusable naming the file, and what is wrong with it */
export function readArchive(folder: string): Archive {
  const file = join(folder, MANIFEST);
  const given = parse(file);
  const { format, version } = (given ?? {}) as { format?: unknown; version?: unknown };
  if (format === FORMAT && version !== VERSION)
    throw new ArchiveUnusable(
      `${file}: version ${JSON.stringify(version)} of the format is not known here, only ${VERSION}. Use the Keyhold that wrote it.`,
    );
  const parsed = manifest.safeParse(given);
  if (!parsed.success)
    throw new ArchiveUnusable(`${file} is no manifest of an export: ${z.prettifyError(parsed.error)}`);
  const { exportedAt, secrets, services } = parsed.data;
  const snapshots = services.map((service) => [service, parse(join(folder, `${service}.json`))] as const);
  return { exportedAt: new Date(exportedAt), secrets, snapshots: Object.fromEntries(snapshots) };
}

function write(folder: string, name: string, content: unknown): void {
  writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`, { mode: OWNER_ONLY.file });
}

function parse(file: string): Json {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) throw new ArchiveUnusable(`${file} is not JSON: ${error.message}`);
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new ArchiveUnusable(
      missing ? `There is no ${file}: name a folder that was exported.` : (error as Error).message,
      { cause: error },
    );
  }
}
