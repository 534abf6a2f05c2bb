import { existsSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { LocalCloud } from '../cloud';
import { AwsError, invalidSnapshot } from '../core/errors';
import type { SnapshotOptions } from '../core/service';
import { DataFolder, dataFolderUnusable } from '../data-folder';
import { type Product, UNNAMED_PRODUCT } from '../product';
import { type Archive, readArchive, writeArchive } from './archive';

export interface Transfer {
  /** The folder of the synthesized stack that the data is of. */
  readonly artifact: string;
  readonly dataDirectory: string;
  /** The folder of the export. */
  readonly folder: string;
  readonly product?: Product;
}

/**
 * Exports what a data folder holds. Nothing goes on meanwhile.
 * @throws UserError while another process runs on it, or where there is none
 */
export async function exportData(transfer: Transfer, options: SnapshotOptions): Promise<Archive> {
  const { product = UNNAMED_PRODUCT } = transfer;
  const dataDirectory = resolve(transfer.dataDirectory);
  if (!DataFolder.holdsData(dataDirectory, product))
    throw dataFolderUnusable(`${dataDirectory} holds no data to export.`, 'Name another by --data-dir.');
  const archive = await atRest({ ...transfer, dataDirectory }, async (cloud) => ({
    exportedAt: new Date(),
    ...options,
    snapshots: await cloud.snapshot(options),
  }));
  writeArchive(resolve(transfer.folder), product, archive);
  return archive;
}

/**
 * Makes an export the content of a data folder, in place of all that it held. The folder is built beside it
 * and then takes its place: whatever goes wrong before leaves it as it was.
 * @throws UserError while another process runs on the folder, where it holds data and `force` is false, or
 *   naming what in the export is wrong
 */
export async function importData(transfer: Transfer, { force }: { force: boolean }): Promise<Archive> {
  const { product = UNNAMED_PRODUCT } = transfer;
  const archive = readArchive(resolve(transfer.folder), product);
  const dataDirectory = resolve(transfer.dataDirectory);
  const built = `${dataDirectory}.importing-${process.pid}`;
  // Whoever holds the lock is alone with the folder; one that is not there yet needs none.
  const locked = existsSync(dataDirectory) ? await DataFolder.open(dataDirectory, product, false) : undefined;
  try {
    if (!force && DataFolder.holdsData(dataDirectory, product))
      throw dataFolderUnusable(`${dataDirectory} holds data.`, 'To replace all of it: --force');
    await atRest({ ...transfer, dataDirectory: built }, (cloud) => restore(cloud, archive));
    await locked?.close();
    replace(dataDirectory, built);
  } finally {
    await locked?.close();
    rmSync(built, { recursive: true, force: true });
  }
  return archive;
}

async function atRest<T>(
  { artifact, dataDirectory, product }: Omit<Transfer, 'folder'>,
  work: (cloud: LocalCloud) => Promise<T>,
): Promise<T> {
  const cloud = await LocalCloud.start({
    artifact,
    dataDirectory,
    atRest: true,
    ...(product && { product }),
  });
  try {
    return await work(cloud);
  } finally {
    await cloud.stop();
  }
}

/** What an API of the cloud refuses is a mistake in the export. */
async function restore(cloud: LocalCloud, { snapshots }: Archive): Promise<void> {
  try {
    await cloud.restore(snapshots);
  } catch (error) {
    throw error instanceof AwsError ? invalidSnapshot(error.message, { cause: error }) : error;
  }
}

/** The new folder in the place of the old one, which stays until the new one is there. */
function replace(folder: string, built: string): void {
  const old = `${folder}.replaced-${process.pid}`;
  const existed = existsSync(folder);
  if (existed) renameSync(folder, old);
  try {
    renameSync(built, folder);
  } catch (error) {
    if (existed) renameSync(old, folder);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}
