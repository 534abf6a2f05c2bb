import './failure';
import { join } from 'node:path';
import { UserError } from '@keyhold/local-cloud/errors';
import { environment } from '../config/environments';
import { confirm } from './confirmation';
import { endCommand } from './end-command';
import { type EnvironmentOptions, environmentCommand } from './environment-command';
import { environmentStack } from './stack-folder';
import { Terminal } from './terminal';
import { accountOf } from './terraform/account';
import { inPrivateFolder } from './terraform/private-folder';
import { Terraform } from './terraform/terraform';

interface DestroyOptions extends EnvironmentOptions {
  readonly yes?: true;
}

/** Takes an environment down, data included. One whose data is protected is refused before anything is asked. */
async function destroy(options: DestroyOptions, terminal: Terminal): Promise<void> {
  const { region, protectData } = environment(options.environment);
  if (protectData)
    throw new UserError(
      'DataProtected',
      `${options.environment} protects its data, so it is not destroyed.`,
      'If you mean it: set protectData to false in config/environments.ts, deploy that, then run this again.',
    );
  terminal.say(
    `keyhold-${options.environment} in ${region} will be destroyed, its apartments and logs with it.`,
  );
  const terraform = new Terraform(await environmentStack(options, terminal), terminal);
  await terraform.requireVersion();
  terminal.step('Initializing Terraform');
  await terraform.init();
  await inPrivateFolder((folder) => destroyPlanned(join(folder, 'plan'), options, terraform, terminal));
}

async function destroyPlanned(
  file: string,
  { environment: name, yes }: DestroyOptions,
  terraform: Terraform,
  terminal: Terminal,
): Promise<void> {
  terminal.step('Planning');
  if (!(await terraform.plan(file, { destroy: true }))) {
    terminal.say('There is nothing to destroy.');
    return;
  }
  const account = accountOf(await terraform.describe(file));
  const where = account ? ` in account ${account}` : '';
  if (!yes) await confirm(`Destroy keyhold-${name}${where}? Type the environment's name.`, name, terminal);
  terminal.step('Destroying (a CloudFront distribution takes some minutes)');
  await terraform.apply(file);
  terminal.say(`\nDestroyed: keyhold-${name}. Its state stays in the state bucket, empty.`);
}

const command = environmentCommand(
  'destroy',
  'Destroys an environment with its data. Environments that protect their data are refused.',
).option('--yes', 'destroy without asking (for CI)');

endCommand(() => destroy(command.parse().opts<DestroyOptions>(), new Terminal()));
