import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../core/errors';
import type { Json } from '../core/json';
import type { Product } from '../product';

const VERSION = 1;
/** It holds people's data, perhaps secrets: only its owner may read it. */
const OWNER_ONLY = { folder: 0o700, file: 0o600 };

const manifest = z.object({
  format: z.string(),
  version: z.literal(VERSION),
  exportedAt: z.iso.datetime(),
  secrets: z.boolean(),
  /** The services, each with a file of its name. */
  services: z.array(z.string().regex(/^[a-z0-9-]+$/)),
});

const EXPORT_AGAIN = 'Export the data again.';
const NEW_FOLDER = 'Name a new folder for the export.';

export interface Archive {
  readonly exportedAt: Date;
  /** Whether the values of secrets are in it. */
  readonly secrets: boolean;
  /** By the name of the service. */
  readonly snapshots: Readonly<Record<string, Json>>;
}

/**
 * Writes an archive as a folder: `<product>-export.json`, which names the format, and one JSON file a service.
 * The folder is there whole or not at all.
 * @throws UserError where the folder holds anything
 */
export function writeArchive(
  folder: string,
  product: Product,
  { exportedAt, secrets, snapshots }: Archive,
): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw unusable(`${folder} is not empty.`, NEW_FOLDER);
  const unfinished = `${folder}.unfinished-${process.pid}`;
  try {
    mkdirSync(dirname(folder), { recursive: true });
    mkdirSync(unfinished, { mode: OWNER_ONLY.folder });
    for (const [service, snapshot] of Object.entries(snapshots))
      write(unfinished, `${service}.json`, snapshot);
    const services = Object.keys(snapshots);
    write(unfinished, manifestOf(product), {
      format: formatOf(product),
      version: VERSION,
      exportedAt: exportedAt.toISOString(),
      secrets,
      services,
    });
    // An empty folder gives way to it.
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw unusable(`${folder} cannot be written: ${(error as Error).message}.`, NEW_FOLDER, { cause: error });
  }
}

/** @throws UserError naming the file, and what is wrong with it */
export function readArchive(folder: string, product: Product): Archive {
  const file = join(folder, manifestOf(product));
  const given = parse(file);
  const { format, version } = (given ?? {}) as { format?: unknown; version?: unknown };
  if (format !== formatOf(product))
    throw unusable(
      `${file} is no manifest of an export: its format is not ${formatOf(product)}.`,
      EXPORT_AGAIN,
    );
  if (version !== VERSION)
    throw unusable(
      `${file}: version ${JSON.stringify(version)} of the format is not known here, only ${VERSION}.`,
      'Use the version of the local cloud that wrote it.',
    );
  const parsed = manifest.safeParse(given);
  if (!parsed.success)
    throw unusable(`${file} is no manifest of an export: ${z.prettifyError(parsed.error)}.`, EXPORT_AGAIN);
  const { exportedAt, secrets, services } = parsed.data;
  const snapshots = services.map((service) => [service, parse(join(folder, `${service}.json`))] as const);
  return { exportedAt: new Date(exportedAt), secrets, snapshots: Object.fromEntries(snapshots) };
}

function manifestOf({ id }: Product): string {
  return `${id}-export.json`;
}

function formatOf({ id }: Product): string {
  return `${id}-local-data`;
}

function write(folder: string, name: string, content: unknown): void {
  writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`, { mode: OWNER_ONLY.file });
}

function parse(file: string): Json {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) throw unusable(`${file} is not JSON: ${error.message}.`, EXPORT_AGAIN);
    const { code, message } = error as NodeJS.ErrnoException;
    const sentence = code === 'ENOENT' ? `There is no ${file}.` : `${file} cannot be read: ${message}.`;
    throw unusable(sentence, 'Name a folder that was exported.', { cause: error });
  }
}

/** An exported folder cannot be read, or not be written. */
function unusable(sentence: string, nextStep: string, options?: ErrorOptions): UserError {
  return new UserError('ArchiveUnusable', sentence, nextStep, options);
}
