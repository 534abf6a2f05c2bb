import './cli/failure';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { endCommand } from './cli/end-command';
import { program } from './cli/program';
import { accountEnvironment, DEPLOYED_ENVIRONMENTS, environment } from './config/environments';
import { KeyholdStack } from './stacks/keyhold-stack';
import { StateStack } from './stacks/state-stack';

/** The provider's checksums, which `terraform init` then holds it to. */
const PROVIDER_LOCK = join(__dirname, '.terraform.lock.hcl');

interface Options {
  environment?: string[];
  holdSeconds?: string;
  output?: string;
}

const command = program(
  'npm run synth',
  'Synthesizes the Terraform JSON of every environment that is deployed, and of keyhold-state.',
)
  .option(
    '-e, --environment <name...>',
    `only these environments of config/, deployed or not (default: ${DEPLOYED_ENVIRONMENTS.join(', ')})`,
  )
  .option('--hold-seconds <seconds>', 'hold apartments this long instead of what config/ says')
  .option('-o, --output <folder>', 'where to write (default: cdktf.out, or what the cdktf CLI says)');

function synthesize({ environment: names, holdSeconds, output }: Options): void {
  if (output) mkdirSync(output, { recursive: true });
  const app = new App(output ? { outdir: output } : {});
  const overrides = holdSeconds === undefined ? {} : { holdSeconds: Number(holdSeconds) };
  // `local` only by name: nothing that `cdktf deploy` reads may hold it.
  for (const name of names ?? DEPLOYED_ENVIRONMENTS) new KeyholdStack(app, environment(name, overrides));
  if (!names) new StateStack(app, accountEnvironment());
  app.synth();
  for (const stack of app.node.children) {
    copyFileSync(PROVIDER_LOCK, join(app.outdir, 'stacks', stack.node.id, '.terraform.lock.hcl'));
  }
}

endCommand(async () => synthesize(command.parse().opts<Options>()));
