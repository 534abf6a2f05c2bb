import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '@keyhold/local-cloud/errors';
import type { EnvironmentOptions } from './environment-command';
import { synthesize } from './synthesis';
import type { Terminal } from './terminal';
import type { Place } from './terraform/failures';

const ROOT = join(__dirname, '..');

/** The stack of an environment, synthesized into cdktf.out unless an artifact is given. */
export function environmentStack(options: EnvironmentOptions, terminal: Terminal): Promise<Place> {
  const { environment } = options;
  return stack(`keyhold-${environment}`, { environment }, options, terminal);
}

/** The stack of the account's state bucket. It is synthesized with the others. */
export function stateStack(options: EnvironmentOptions, terminal: Terminal): Promise<Place> {
  return stack('keyhold-state', {}, options, terminal);
}

async function stack(
  name: string,
  which: { readonly environment?: string },
  { environment, artifact }: EnvironmentOptions,
  terminal: Terminal,
): Promise<Place> {
  const output = resolve(artifact ?? join(ROOT, 'cdktf.out'));
  if (artifact === undefined) {
    terminal.step(`Building and synthesizing ${name}`);
    await synthesize({ ...which, output, signal: terminal.stopped });
  }
  const folder = join(output, 'stacks', name);
  if (!existsSync(join(folder, 'cdk.tf.json')))
    throw new UserError('StackMissing', `${folder} holds no synthesized stack.`, 'Make it: npm run synth');
  return { stack: name, environment, folder };
}
