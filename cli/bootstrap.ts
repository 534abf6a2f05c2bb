import './failure';
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@keyhold/local-cloud/errors';
import { z } from 'zod';
import { environment } from '../config/environments';
import { confirm } from './confirmation';
import { endCommand } from './end-command';
import { type EnvironmentOptions, environmentCommand } from './environment-command';
import { stateStack } from './stack-folder';
import { Terminal } from './terminal';
import type { Place } from './terraform/failures';
import { inPrivateFolder } from './terraform/private-folder';
import { Terraform } from './terraform/terraform';

interface BootstrapOptions extends EnvironmentOptions {
  readonly yes?: true;
}

const OVERRIDE = 'backend_override.tf.json';
const LOCAL_BACKEND = { terraform: { backend: { local: {} } } };

const stackFile = z.object({
  terraform: z.object({ backend: z.object({ s3: z.object({ bucket: z.string() }) }) }),
});

/**
 * Makes what every deployment needs of an account: the bucket of all state. Its own state lies in it too, so
 * the first apply keeps it in a folder beside the stack's, and then moves it in. Whatever ends it half way,
 * run again it goes on from there.
 */
async function bootstrap(options: BootstrapOptions, terminal: Terminal): Promise<void> {
  const { region, stateBucket } = environment(options.environment);
  terminal.say(
    `The state bucket ${stateBucket} in ${region}, once per account; where it is, nothing changes.`,
  );
  const place = await stateStack(options, terminal);
  requireSameBucket(place, stateBucket);
  const first = { ...place, folder: `${place.folder}-first` };
  const terraform = new Terraform(place, terminal);
  await terraform.requireVersion();
  terminal.step('Looking for the state bucket');
  const halfDone = holdsState(first);
  if (!halfDone && (await terraform.initIfStateIsThere())) {
    await applyChanges(terraform, options, terminal);
  } else {
    terminal.say(halfDone ? 'An earlier run was not finished: going on.' : 'There is none yet: it is made.');
    await makeAndMoveIn(place, first, options, terminal);
  }
  terminal.say(
    `\nReady: ${stateBucket}. Next: npm run deploy -- --environment ${options.environment} --samples`,
  );
}

/** The state stack is one for all environments that share a bucket. */
function requireSameBucket({ folder }: Place, stateBucket: string): void {
  const { bucket } = stackFile.parse(JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'))).terraform
    .backend.s3;
  if (bucket !== stateBucket)
    throw new UserError(
      'TwoStateBuckets',
      `keyhold-state makes the bucket ${bucket}; this environment keeps its state in ${stateBucket}.`,
      'Give both one stateBucket in config/environments.ts.',
    );
}

/** Terraform empties the file of a state that it has moved. */
function holdsState({ folder }: Place): boolean {
  const file = join(folder, 'terraform.tfstate');
  return existsSync(file) && statSync(file).size > 0;
}

async function makeAndMoveIn(
  place: Place,
  first: Place,
  options: BootstrapOptions,
  terminal: Terminal,
): Promise<void> {
  const inStack = (path: string) => !path.startsWith(join(place.folder, '.terraform', '/'));
  cpSync(place.folder, first.folder, { recursive: true, filter: inStack });
  const override = join(first.folder, OVERRIDE);
  writeFileSync(override, JSON.stringify(LOCAL_BACKEND));
  const terraform = new Terraform(first, terminal);
  terminal.step('Making the bucket, its state in a file for now');
  // An earlier run may have ended after the move was begun.
  await terraform.init('-reconfigure');
  await applyChanges(terraform, options, terminal);
  terminal.step('Moving that state into the bucket');
  rmSync(override);
  await terraform.init('-migrate-state', '-force-copy');
  rmSync(first.folder, { recursive: true });
}

async function applyChanges(
  terraform: Terraform,
  { yes }: BootstrapOptions,
  terminal: Terminal,
): Promise<void> {
  await inPrivateFolder(async (folder) => {
    const file = join(folder, 'plan');
    terminal.step('Planning');
    if (!(await terraform.plan(file))) return terminal.say('Nothing to change.');
    if (!yes) await confirm('Apply this?', 'yes', terminal);
    terminal.step('Applying');
    await terraform.apply(file);
  });
}

const command = environmentCommand(
  'bootstrap',
  'Makes the bucket of all Terraform state, once per account. Run again it changes nothing.',
).option('--yes', 'apply without asking (for CI)');

endCommand(() => bootstrap(command.parse().opts<BootstrapOptions>(), new Terminal()));
