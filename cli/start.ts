import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { LocalCloud } from '../local/cloud';
import { parseStartOptions, type StartOptions } from './start-options';

const ROOT = join(__dirname, '..');

class SynthesisFailed extends Error {
  override readonly name = 'SynthesisFailed';
}

/** What the person at the keyboard can mend: one line says how. Anything else is a fault of ours. */
const MENDABLE = [
  'DataFolderUnusable',
  'DefinitionError',
  'PortUnavailable',
  'StackError',
  'SynthesisFailed',
];

async function start(options: StartOptions): Promise<void> {
  const startedAt = performance.now();
  // While one process synthesizes, this one loads the local cloud.
  const [{ folder, remove }, { LocalCloud }, { loadSamples }, { summary }] = await Promise.all([
    artifactOf(options),
    import('../local/cloud'),
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
      log: (line) => process.stderr.write(`${line}\n`),
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

/** The stack to run: the folder given, or the environment synthesized into a temporary one. */
async function artifactOf(options: StartOptions): Promise<{ folder: string; remove: () => void }> {
  if (options.artifact !== undefined) return { folder: options.artifact, remove: () => undefined };
  progress(`Synthesizing keyhold-${options.environment}`);
  const output = mkdtempSync(join(tmpdir(), 'keyhold-'));
  const remove = () => rmSync(output, { recursive: true, force: true });
  try {
    await synthesize(options, output);
  } catch (error) {
    remove();
    throw error;
  }
  return { folder: join(output, 'stacks', `keyhold-${options.environment}`), remove };
}

/** Synthesis runs in a process of its own: the local cloud knows its result only. */
function synthesize({ environment, holdSeconds }: StartOptions, output: string): Promise<void> {
  const hold = holdSeconds === undefined ? [] : ['--hold-seconds', String(holdSeconds)];
  const main = ['--import', 'tsx', 'main.ts', '--environment', environment, '--output', output, ...hold];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, main, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new SynthesisFailed(complaint.trim() || `Synthesis ended with exit code ${code}.`));
    });
  });
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
