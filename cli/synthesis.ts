import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ChildFailed } from './failure';

const ROOT = join(__dirname, '..');

export interface SynthesisOptions {
  /** Undefined: every environment that is deployed, and the state of the account. */
  readonly environment?: string;
  readonly holdSeconds?: number;
  /** The folder that it writes to. */
  readonly output: string;
  /** Where the code is, if not here. */
  readonly root?: string;
  /** Environment variables beside those of this process. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * Writes the Terraform JSON of stacks, by main.ts in a process of its own: what runs or plans a stack knows this
 * result only.
 * @throws ChildFailed with what it said
 */
export function synthesize(options: SynthesisOptions): Promise<void> {
  const { environment, holdSeconds, output, root = ROOT, variables, signal } = options;
  const which = environment === undefined ? [] : ['--environment', environment];
  const hold = holdSeconds === undefined ? [] : ['--hold-seconds', String(holdSeconds)];
  const main = ['--import', 'tsx', 'main.ts', ...which, ...hold, '--output', output];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, main, {
      cwd: root,
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(signal && { signal }),
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.on('error', (error) => reject(signal?.aborted ? signal.reason : error));
    child.on('close', (code) => {
      if (code === 0) resolve();
      else if (signal?.aborted) reject(signal.reason);
      else reject(new ChildFailed(said.trim() || `✗ Synthesis ended with exit code ${code}.`, 1));
    });
  });
}

/** The folder of a synthesized stack in what was synthesized. */
export function stackFolder(output: string, environment: string): string {
  return join(output, 'stacks', `keyhold-${environment}`);
}
