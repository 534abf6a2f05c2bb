import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

/** Which stack to run. */
export interface ArtifactOptions {
  readonly environment: string;
  /** Undefined: synthesize the environment. */
  readonly artifact?: string;
  readonly holdSeconds?: number;
}

/** What main.ts said when it could not synthesize. */
export class SynthesisFailed extends Error {
  override readonly name = 'SynthesisFailed';
}

/**
 * The stack to run: the folder given, or the environment synthesized into a temporary one.
 * @param progress is told what takes a while
 */
export async function artifactOf(
  options: ArtifactOptions,
  progress: (what: string) => void,
): Promise<{ folder: string; remove: () => void }> {
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
function synthesize({ environment, holdSeconds }: ArtifactOptions, output: string): Promise<void> {
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
