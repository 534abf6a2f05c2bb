import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { Command } from 'commander';
import { DEPLOYED_ENVIRONMENTS, environment, InvalidConfiguration } from './config/environments';
import { KeyholdStack } from './stacks/keyhold-stack';
import { StateStack } from './stacks/state-stack';

/** The provider's checksums, which `terraform init` then holds it to. */
const PROVIDER_LOCK = join(__dirname, '.terraform.lock.hcl');

interface Options {
  environment?: string[];
  holdSeconds?: string;
  output?: string;
}

const program = new Command('synth')
  .description('Synthesizes the Terraform JSON of every environment that is deployed, and of keyhold-state.')
  .option(
    '-e, --environment <name...>',
    `only these environments (${DEPLOYED_ENVIRONMENTS.join(', ')} or local)`,
  )
  .option('--hold-seconds <seconds>', 'hold apartments this long instead of what config/ says')
  .option('-o, --output <folder>', 'where to write (default: cdktf.out, or what the cdktf CLI says)')
  .allowExcessArguments(false);

function synthesize({ environment: names, holdSeconds, output }: Options): void {
  if (output) mkdirSync(output, { recursive: true });
  const app = new App(output ? { outdir: output } : {});
  const overrides = holdSeconds === undefined ? {} : { holdSeconds: Number(holdSeconds) };
  // `local` only by name: nothing that `cdktf deploy` reads may hold it.
  for (const name of names ?? DEPLOYED_ENVIRONMENTS) new KeyholdStack(app, environment(name, overrides));
  if (!names) new StateStack(app, environment('prod'));
  app.synth();
  for (const stack of app.node.children) {
    copyFileSync(PROVIDER_LOCK, join(app.outdir, 'stacks', stack.node.id, '.terraform.lock.hcl'));
  }
}

try {
  synthesize(program.parse().opts<Options>());
} catch (error) {
  if (!(error instanceof InvalidConfiguration)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
