import { UserError } from '../core/errors';
import { type Product, UNNAMED_PRODUCT } from '../product';
import { commandLine, type StackOptions } from './command-line';
import { runExport, runImport } from './data-commands';
import { CommandMissing, runCommand } from './run-command';
import { stopOnSignal } from './stop-on-signal';
import { summary } from './summary';

// The local cloud is loaded once it is clear what to do: --help and mistakes are answered at once.

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
    const stopped = stopOnSignal(cloud);
    process.stdout.write(summary(cloud, (performance.now() - startedAt) / 1000));
    await stopped;
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
    await runExport({ ...stackOf(stack), dataDirectory: dataDir, folder }, { secrets });
  },

  async import(folder, { dataDir, force = false, ...stack }) {
    await runImport({ ...stackOf(stack), dataDirectory: dataDir, folder }, { force });
  },
});

/** What a person can correct is one sentence with the next step; anything else is a fault of the program. */
function fail(error: unknown): void {
  const correctable = error instanceof UserError;
  process.stderr.write(`${correctable ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exitCode = error instanceof CommandMissing ? error.exitCode : 1;
}

command.parseAsync().catch(fail);
