import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { LocalCloud } from '../cloud';
import { UserError } from '../core/errors';
import { environmentVariables } from '../environment-variables';

/** What would lead AWS's clients to an account in place of the local cloud. */
const ACCOUNT_VARIABLES = ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN'];
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** The command to run does not exist. */
export class CommandMissing extends UserError {
  /** The one that shells give to it. */
  readonly exitCode = 127;

  constructor(program: string) {
    super('CommandMissing', `There is no command ${program}.`, 'Name a program that is on the PATH.');
  }
}

/**
 * Runs a command that finds the cloud in its environment, with this process's own input and output.
 *
 * @example
 * process.exitCode = await runCommand(['npx', 'playwright', 'test'], cloud);
 * @returns its exit code; 128 and the number of the signal where one ended it, as shells have it
 * @throws CommandMissing where there is no such command
 */
export function runCommand(
  [program = '', ...options]: readonly string[],
  cloud: LocalCloud,
): Promise<number> {
  const env: NodeJS.ProcessEnv = { ...process.env, ...environmentVariables(cloud) };
  for (const name of ACCOUNT_VARIABLES) delete env[name];
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, { env, stdio: 'inherit' });
    const release = forwardSignals(child);
    child.on('error', (error: NodeJS.ErrnoException) => {
      release();
      reject(error.code === 'ENOENT' ? new CommandMissing(program) : error);
    });
    child.on('exit', (code, signal) => {
      release();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** The command decides what a signal means; this process ends after it, whatever that is. */
function forwardSignals(child: ChildProcess): () => void {
  // A terminal's Ctrl-C and Ctrl-\ reach the whole group of processes, the command among them.
  const byTerminal = (signal: NodeJS.Signals) =>
    process.stdin.isTTY === true && (signal === 'SIGINT' || signal === 'SIGQUIT');
  const forward = (signal: NodeJS.Signals) => {
    if (!byTerminal(signal)) child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  return () => {
    for (const signal of FORWARDED) process.off(signal, forward);
  };
}
