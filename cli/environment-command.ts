import { Command, InvalidArgumentError } from 'commander';
import { DEPLOYED_ENVIRONMENTS } from '../config/environments';
import { CommandFailed } from './command-failed';

export interface EnvironmentOptions {
  readonly environment: string;
  /** Undefined: synthesize. */
  readonly artifact?: string;
}

/** A command on one environment of config/ that lies on AWS. */
export function environmentCommand(name: string, description: string): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .requiredOption(
      '--environment <name>',
      `the environment of config/: ${DEPLOYED_ENVIRONMENTS.join(', ')}`,
      deployed,
    )
    .option(
      '--artifact <folder>',
      'use what was synthesized there before (cdktf.out) instead of synthesizing',
    )
    .allowExcessArguments(false)
    .showHelpAfterError(`(npm run ${name} -- --help shows the options)`);
}

function deployed(name: string): string {
  const known: readonly string[] = DEPLOYED_ENVIRONMENTS;
  if (known.includes(name)) return name;
  throw new InvalidArgumentError(
    name === 'local'
      ? 'It runs on this machine only: npm start.'
      : `There are ${known.join(', ')} (config/environments.ts).`,
  );
}

/** Runs a command's work, and ends the process as it ended: what a person can mend is told in a few lines. */
export function endWith(work: Promise<void>): void {
  work.then(
    // Listeners for Ctrl-C and an unread stdin would keep the process.
    () => process.exit(0),
    (error: Error) => {
      const mendable = error instanceof CommandFailed;
      process.stderr.write(`\n✗ ${mendable ? error.message : error.stack}\n`);
      process.exit(mendable ? error.exitCode : 1);
    },
  );
}
