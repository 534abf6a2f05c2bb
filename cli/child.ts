import { type SpawnOptions, spawn } from 'node:child_process';
import type { Terminal } from './terminal';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ChildOptions {
  readonly folder: string;
  /** What is shown while it runs; the caller shows what fails. */
  readonly show: 'all' | 'errors' | 'nothing';
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * Runs a program to its end. It is a process group of its own, so that a terminal's Ctrl-C reaches it once,
 * by us: to Terraform the second one is the order to drop everything.
 * @throws Interrupted once it has ended, where Ctrl-C was pressed meanwhile
 * @throws NodeJS.ErrnoException ENOENT where there is no such program
 */
export function runChild(
  program: string,
  options: readonly string[],
  { folder, show, variables }: ChildOptions,
  terminal: Terminal,
): Promise<Ended> {
  const settings: SpawnOptions = {
    cwd: folder,
    detached: true,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  };
  return new Promise((resolve, reject) => {
    terminal.stopped.throwIfAborted();
    const child = spawn(program, options, settings);
    const interrupt = (signal: NodeJS.Signals) => child.kill(signal);
    process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
    const printed = { stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed.stdout += text;
      if (show === 'all') terminal.output.write(text);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      printed.stderr += text;
      if (show !== 'nothing') process.stderr.write(text);
    });
    const done = () => process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    child.on('error', (error) => {
      done();
      reject(error);
    });
    child.on('close', (code) => {
      done();
      if (terminal.stopped.aborted) reject(terminal.stopped.reason);
      else resolve({ code: code ?? 1, ...printed });
    });
  });
}
