import './failure';
import { basename } from 'node:path';
import type { LocalCloud } from '@keyhold/local-cloud';
import { stopOnSignal } from '@keyhold/local-cloud/cli';
import { artifactOf } from './artifact';
import { endCommand } from './end-command';
import { printLog } from './local-log';
import { KEYHOLD } from './product';
import { parseStartOptions, type StartOptions } from './start-options';

/** Runs until a signal stops it. */
async function start(options: StartOptions): Promise<void> {
  const startedAt = performance.now();
  // While one process synthesizes, this one loads the local cloud.
  const [{ folder, remove }, { LocalCloud }, { loadSamples }, { readSamples }, { summary }] =
    await Promise.all([
      artifactOf(options, progress),
      import('@keyhold/local-cloud'),
      import('./samples'),
      import('./sample-apartments'),
      import('./summary'),
    ]);
  let cloud: LocalCloud;
  try {
    // A mistake in them is told before anything runs.
    readSamples();
    progress(`Starting ${basename(folder)}`);
    cloud = await LocalCloud.start({
      product: KEYHOLD,
      artifact: folder,
      gatewayPort: options.gatewayPort,
      edgePort: options.port,
      ...(options.dataDir !== undefined && { dataDirectory: options.dataDir }),
      reset: options.reset ?? false,
      log: printLog(options.verbose),
    });
  } catch (error) {
    remove();
    throw error;
  }
  const stopped = stopOnSignal(cloud).finally(remove);
  const table = cloud.outputs['apartmentsTable'];
  const samples = typeof table === 'string' ? await loadSamples(cloud, table) : 0;
  process.stdout.write(summary(cloud, { samples, seconds: (performance.now() - startedAt) / 1000 }));
  await stopped;
}

function progress(what: string): void {
  process.stdout.write(`${what} …\n`);
}

endCommand(() => start(parseStartOptions(process.argv)));
