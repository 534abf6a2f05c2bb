import { basename } from 'node:path';
import type { LocalCloud } from '@keyhold/local-cloud';
import { artifactOf } from './artifact';
import { printLog } from './local-log';
import { parseStartOptions, type StartOptions } from './start-options';

/** What the person at the keyboard can mend: one line says how. Anything else is a fault of ours. */
const MENDABLE = ['SynthesisFailed', 'UserError'];

async function start(options: StartOptions): Promise<void> {
  const startedAt = performance.now();
  // While one process synthesizes, this one loads the local cloud.
  const [{ folder, remove }, { LocalCloud }, { loadSamples }, { summary }] = await Promise.all([
    artifactOf(options, progress),
    import('@keyhold/local-cloud'),
    import('./samples'),
    import('./summary'),
  ]);
  let cloud: LocalCloud;
  try {
    progress(`Starting ${basename(folder)}`);
    cloud = await LocalCloud.start({
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
  stopOnSignal(cloud, remove);
  const table = cloud.outputs['apartmentsTable'];
  const samples = typeof table === 'string' ? await loadSamples(cloud, table) : 0;
  process.stdout.write(summary(cloud, { samples, seconds: (performance.now() - startedAt) / 1000 }));
}

function stopOnSignal(cloud: LocalCloud, remove: () => void): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    process.stdout.write('\nStopping …\n');
    await cloud.stop();
    remove();
    process.stdout.write('Stopped.\n');
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
}

function progress(what: string): void {
  process.stdout.write(`${what} …\n`);
}

start(parseStartOptions(process.argv)).catch((error: Error) => {
  const mendable = MENDABLE.includes(error.name);
  process.stderr.write(`${mendable ? error.message : error.stack}\n`);
  process.exit(1);
});
