import './failure';
import { endCommand } from './end-command';
import { type EnvironmentOptions, environmentCommand } from './environment-command';
import { environmentStack } from './stack-folder';
import { Terminal } from './terminal';
import { type Outputs, Terraform } from './terraform/terraform';

interface OutputsOptions extends EnvironmentOptions {
  readonly json?: true;
  readonly showSecrets?: true;
}

/** Prints what an environment tells of itself. Progress goes to stderr. */
async function printOutputs(
  { json, showSecrets, ...options }: OutputsOptions,
  terminal: Terminal,
): Promise<void> {
  const terraform = new Terraform(await environmentStack(options, terminal), terminal);
  await terraform.requireVersion();
  terminal.step('Initializing Terraform');
  await terraform.init();
  const outputs = await terraform.outputs();
  if (Object.keys(outputs).length === 0) terminal.say('It has no outputs: it is not deployed.');
  process.stdout.write(json ? asJson(outputs, showSecrets) : asTable(outputs, showSecrets));
}

/** By name. Without --show-secrets the sensitive ones are left out: a placeholder would pass for a value. */
function asJson(outputs: Outputs, showSecrets = false): string {
  const shown = Object.entries(outputs).filter(([, { sensitive }]) => showSecrets || !sensitive);
  return `${JSON.stringify(Object.fromEntries(shown.map(([name, { value }]) => [name, value])), null, 2)}\n`;
}

function asTable(outputs: Outputs, showSecrets = false): string {
  const width = Math.max(0, ...Object.keys(outputs).map((name) => name.length));
  const lines = Object.entries(outputs).map(([name, { value, sensitive }]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${name.padEnd(width)}  ${sensitive && !showSecrets ? '(hidden; --show-secrets shows it)' : text}\n`;
  });
  return lines.join('');
}

const command = environmentCommand('outputs', 'Prints the outputs of a deployed environment.')
  .option('--json', 'as JSON on stdout, and nothing else there')
  .option('--show-secrets', 'the sensitive ones too');

endCommand(() => printOutputs(command.parse().opts<OutputsOptions>(), new Terminal(process.stderr)));
