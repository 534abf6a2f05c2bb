import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runChild } from './child';
import { CommandFailed } from './command-failed';
import type { EnvironmentOptions } from './environment-command';
import type { Terminal } from './terminal';
import type { Place } from './terraform/failures';

const ROOT = join(__dirname, '..');

/** The stack of an environment, synthesized into cdktf.out unless an artifact is given. */
export function environmentStack(options: EnvironmentOptions, terminal: Terminal): Promise<Place> {
  const { environment } = options;
  return stack(`keyhold-${environment}`, ['--environment', environment], options, terminal);
}

/** The stack of the account's state bucket. It is synthesized with the others. */
export function stateStack(options: EnvironmentOptions, terminal: Terminal): Promise<Place> {
  return stack('keyhold-state', [], options, terminal);
}

async function stack(
  name: string,
  which: string[],
  { environment, artifact }: EnvironmentOptions,
  terminal: Terminal,
): Promise<Place> {
  const output = resolve(artifact ?? join(ROOT, 'cdktf.out'));
  if (artifact === undefined) {
    terminal.step(`Building and synthesizing ${name}`);
    const main = ['--import', 'tsx', 'main.ts', ...which, '--output', output];
    const { code, stderr } = await runChild(
      process.execPath,
      main,
      { folder: ROOT, show: 'nothing' },
      terminal,
    );
    if (code !== 0) throw new CommandFailed(`Synthesis failed (exit code ${code}). ${stderr.trim()}`);
  }
  const folder = join(output, 'stacks', name);
  if (!existsSync(join(folder, 'cdk.tf.json')))
    throw new CommandFailed(`${folder} holds no synthesized stack.\nMake it: npm run synth`);
  return { stack: name, environment, folder };
}
