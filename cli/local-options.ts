import { type Command, Option } from 'commander';
import type { ArtifactOptions } from './artifact';
import { program, seconds } from './program';

export interface DataOptions extends ArtifactOptions {
  readonly dataDir: string;
}

export interface LocalActions {
  /** @param command the program and its arguments */
  exec(command: readonly string[], options: ArtifactOptions): Promise<void>;
  export(folder: string, options: DataOptions & { readonly secrets?: true }): Promise<void>;
  import(folder: string, options: DataOptions & { readonly force?: true }): Promise<void>;
}

/** Where `npm run dev` keeps its data; `npm start` keeps none unless it is told a folder. */
const USUAL_DATA_FOLDER = '.keyhold/dev';

/** The command line of `npm run local`. Ends the process on --help and on what it does not understand. */
export function localCommand(actions: LocalActions): Command {
  const command = program(
    'npm run local',
    'Runs a command against a local cloud of its own, and moves the data of one.',
  ).enablePositionalOptions();
  withStack(command.command('exec'))
    .summary('run a command against a local cloud')
    .description(
      'Starts a local cloud in memory on free ports, runs the command, stops it, and ends with the exit code of the command. The command finds the cloud in its environment: AWS_ENDPOINT_URL, AWS_REGION and credentials, as every AWS client reads them, and KEYHOLD_SITE_URL, KEYHOLD_GATEWAY_URL, KEYHOLD_GRAPHQL_URL, KEYHOLD_API_KEY, KEYHOLD_STATE_MACHINE_ARN and the other outputs of the stack.',
    )
    .addOption(
      new Option('--hold-seconds <number>', 'hold apartments this long (default: what config/ says)')
        .argParser(seconds)
        .conflicts('artifact'),
    )
    .argument('<command...>', 'the command, after --')
    .passThroughOptions()
    .addHelpText(
      'after',
      '\nExamples:\n  npm run local -- exec -- npx jest my.test.ts\n  npm run local -- exec --environment local -- aws dynamodb list-tables',
    )
    .action((line: string[], options: ArtifactOptions) => actions.exec(line, options));
  withData(command.command('export'))
    .summary('write the data of a local cloud as JSON')
    .description(
      'Writes tables, executions with their histories, parameters and queues of a data folder as readable JSON. Nothing may run on it meanwhile.',
    )
    .argument('<folder>', 'a new folder for the export')
    .option('--secrets', 'the values of SecureString parameters, too')
    .action((folder: string, options) => actions.export(folder, options));
  withData(command.command('import'))
    .summary('make an export the data of a local cloud')
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
    .addOption(
      new Option('--environment <name>', 'the environment of config/ to synthesize')
        .default('local')
        .conflicts('artifact'),
    )
    .option('--artifact <folder>', 'use this synthesized stack instead: cdktf.out/stacks/keyhold-prod')
    .allowExcessArguments(false);
}

function withData(command: Command): Command {
  return withStack(command).option(
    '--data-dir <folder>',
    'the data folder, as of npm start (npm run dev has this one)',
    USUAL_DATA_FOLDER,
  );
}
