import type { LocalCloud } from '../cloud';
import { UserError } from '../core/errors';
import { type Product, UNNAMED_PRODUCT } from '../product';
import { commandLine, type StackOptions } from './command-line';
import { runCommand } from './run-command';
import { summary } from './summary';

// The local cloud is loaded once it is clear what to do: --help and mistakes are answered at once.

const COMMAND_MISSING = 127;

function stackOf({ artifact, product }: StackOptions): { artifact: string; product: Product } {
  return { artifact, product: product === undefined ? UNNAMED_PRODUCT : { id: product, name: product } };
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

const command = commandLine({
  async start({ port, gatewayPort, dataDir, reset = false, ...stack }) {
    const startedAt = performance.now();
    const { LocalCloud } = await import('../cloud');
    const cloud = await LocalCloud.start({
      ...stackOf(stack),
      gatewayPort,
      edgePort: port,
      reset,
      log,
      ...(dataDir !== undefined && { dataDirectory: dataDir }),
    });
    stopOnSignal(cloud);
    process.stdout.write(summary(cloud, (performance.now() - startedAt) / 1000));
  },

  async exec(line, stack) {
    const { LocalCloud } = await import('../cloud');
    const cloud = await LocalCloud.start({ ...stackOf(stack), log });
    try {
      process.exitCode = await runCommand(line, cloud);
    } finally {
      await cloud.stop();
    }
  },

  async export(folder, { dataDir, secrets = false, ...stack }) {
    const { exportData } = await import('../archive/data-transfer');
    const { snapshots } = await exportData(
      { ...stackOf(stack), dataDirectory: dataDir, folder },
      { secrets },
    );
    const without = secrets ? '' : '; without the values of secrets (--secrets)';
    process.stdout.write(`Exported ${Object.keys(snapshots).join(', ')} to ${folder}${without}.\n`);
  },

  async import(folder, { dataDir, force = false, ...stack }) {
    const { importData } = await import('../archive/data-transfer');
    const { exportedAt, secrets } = await importData(
      { ...stackOf(stack), dataDirectory: dataDir, folder },
      { force },
    );
    process.stdout.write(`Imported what was exported at ${exportedAt.toISOString()} into ${dataDir}.\n`);
    if (!secrets)
      process.stdout.write(
        'The values of secrets were not in it: those that the stack makes are made anew, others have to be put again.\n',
      );
  },
});

/** The first signal stops the cloud, a second one ends the process at once. */
function stopOnSignal(cloud: LocalCloud): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    process.stdout.write('\nStopping …\n');
    await cloud.stop().catch(fail);
    process.stdout.write('Stopped.\n');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
}

/** What a person can mend is one sentence with the next step; anything else is a fault of the program. */
function fail(error: unknown): void {
  const mendable = error instanceof UserError;
  process.stderr.write(`${mendable ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exitCode = mendable && error.code === 'CommandMissing' ? COMMAND_MISSING : 1;
}

command.parseAsync().catch(fail);
