import { port } from '@keyhold/local-cloud/cli';
import { Option } from 'commander';
import { program, seconds } from './program';

export interface StartOptions {
  readonly environment: string;
  /** Undefined: synthesize the environment. */
  readonly artifact?: string;
  readonly port: number;
  readonly gatewayPort: number;
  /** Undefined: in memory. */
  readonly dataDir?: string;
  readonly holdSeconds?: number;
  readonly reset?: true;
  /** Also what functions log in the ordinary course. */
  readonly verbose?: true;
}

/** The command line of `npm start`. Ends the process on --help and on what it does not understand. */
export function parseStartOptions(argv: string[]): StartOptions {
  const command = program(
    'npm start',
    'Runs the booking system whole on this machine: no Docker, no AWS account, no Terraform.',
  )
    .addOption(
      new Option('--environment <name>', 'the environment of config/ to synthesize and run')
        .default('local')
        .conflicts('artifact'),
    )
    .option('--artifact <folder>', 'run this synthesized stack instead: cdktf.out/stacks/keyhold-prod')
    .option('--port <number>', 'the port of the edge', port, 8080)
    .option('--gateway-port <number>', "the port of AWS's APIs and GraphQL", port, 4566)
    .option('--data-dir <folder>', 'keep the table and the executions there (default: in memory)')
    .addOption(
      new Option('--hold-seconds <number>', 'hold apartments this long (default: what config/ says)')
        .argParser(seconds)
        .conflicts('artifact'),
    )
    .option('--reset', 'empty the data folder first')
    .option('--verbose', 'also print what functions log in the ordinary course');
  const options = command.parse(argv).opts<StartOptions>();
  if (options.reset && options.dataDir === undefined)
    command.error('error: --reset empties a data folder: name it by --data-dir.');
  return options;
}
