import { Command, InvalidArgumentError } from 'commander';
import { port } from './port';

/** Which stack, and what it is called. */
export interface StackOptions {
  readonly artifact: string;
  readonly product?: string;
}

export interface StartOptions extends StackOptions {
  readonly port: number;
  readonly gatewayPort: number;
  readonly dataDir?: string;
  readonly reset?: true;
}

export interface DataOptions extends StackOptions {
  readonly dataDir: string;
}

/** What each command does. */
export interface Actions {
  start(options: StartOptions): Promise<void>;
  /** @param command the program and its arguments */
  exec(command: readonly string[], options: StackOptions): Promise<void>;
  export(folder: string, options: DataOptions & { readonly secrets?: true }): Promise<void>;
  import(folder: string, options: DataOptions & { readonly force?: true }): Promise<void>;
}

const EXEC_HELP = `
Examples:
  local-cloud exec --artifact cdktf.out/stacks/shop -- npx jest
  local-cloud exec --artifact cdktf.out/stacks/shop -- aws dynamodb list-tables`;

/** The command line of `local-cloud`. Ends the process on --help and on what it does not understand. */
export function commandLine(actions: Actions): Command {
  const command = new Command('local-cloud')
    .description('Runs a synthesized Terraform stack of AWS resources whole on this machine.')
    .enablePositionalOptions()
    .showHelpAfterError('(local-cloud --help shows the commands)');
  withStack(command.command('start'))
    .summary('run a stack until Ctrl-C')
    .option('--port <number>', 'the port of the CloudFront distribution', port, 8080)
    .option('--gateway-port <number>', "the port of AWS's APIs, GraphQL and the console", port, 4566)
    .option('--data-dir <folder>', 'keep tables, executions and queues there (default: in memory)')
    .option('--reset', 'empty the data folder first')
    .action((options: StartOptions, started: Command) => {
      if (options.reset && options.dataDir === undefined)
        started.error('error: --reset empties a data folder: name it by --data-dir.');
      return actions.start(options);
    });
  withStack(command.command('exec'))
    .summary('run a command against a stack')
    .description(
      'Starts the stack in memory on free ports, runs the command, stops the stack, and ends with the exit code of the command. The command finds the stack in its environment: AWS_ENDPOINT_URL, AWS_REGION and credentials, as every AWS client reads them, and STACK_GATEWAY_URL, STACK_GRAPHQL_URL, STACK_SITE_URL and the outputs of the stack (the output ordersTable is STACK_ORDERS_TABLE).',
    )
    .argument('<command...>', 'the command, after --')
    .passThroughOptions()
    .addHelpText('after', EXEC_HELP)
    .action((line: string[], options: StackOptions) => actions.exec(line, options));
  withData(command.command('export'))
    .summary('write the data of a stack as JSON')
    .description('Writes what a data folder holds as readable JSON. Nothing may run on it meanwhile.')
    .argument('<folder>', 'a new folder for the export')
    .option('--secrets', 'the values of SecureString parameters, too')
    .action((folder: string, options) => actions.export(folder, options));
  withData(command.command('import'))
    .summary('make an export the data of a stack')
    .description(
      'Makes an export the content of a data folder: all of it, or where anything in it is wrong, nothing. Waiting executions go on at the next start.',
    )
    .argument('<folder>', 'the folder of the export')
    .option('--force', 'replace all data that the data folder holds')
    .action((folder: string, options) => actions.import(folder, options));
  return command;
}

function withStack(command: Command): Command {
  return command
    .requiredOption('--artifact <folder>', 'the folder of the synthesized stack: it holds a cdk.tf.json')
    .option(
      '--product <id>',
      'what the stack is called in the names of variables and data files (default: stack)',
      productId,
    )
    .allowExcessArguments(false);
}

function withData(command: Command): Command {
  return withStack(command).requiredOption('--data-dir <folder>', 'the data folder, as of start');
}

function productId(text: string): string {
  if (!/^[a-z][a-z0-9-]*$/.test(text))
    throw new InvalidArgumentError('An id is lower-case letters, digits and hyphens: my-shop.');
  return text;
}
