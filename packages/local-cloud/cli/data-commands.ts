import type { Transfer } from '../archive/data-transfer';

// The local cloud is loaded when it is needed: --help and mistakes are answered at once.

/** Exports the data, and prints what of it. */
export async function runExport(
  transfer: Transfer,
  { secrets = false }: { secrets?: boolean },
): Promise<void> {
  const { exportData } = await import('../archive/data-transfer');
  const { snapshots } = await exportData(transfer, { secrets });
  const without = secrets ? '' : '; without the values of secrets (--secrets)';
  process.stdout.write(`Exported ${Object.keys(snapshots).join(', ')} to ${transfer.folder}${without}.\n`);
}

/** Imports the data, and prints of when they are. */
export async function runImport(transfer: Transfer, { force = false }: { force?: boolean }): Promise<void> {
  const { importData } = await import('../archive/data-transfer');
  const { exportedAt, secrets } = await importData(transfer, { force });
  const { dataDirectory } = transfer;
  process.stdout.write(`Imported what was exported at ${exportedAt.toISOString()} into ${dataDirectory}.\n`);
  if (!secrets)
    process.stdout.write(
      'The values of secrets were not in it: those that the stack generates get new values, others have to be set again.\n',
    );
}
