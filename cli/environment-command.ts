import { type Command, InvalidArgumentError } from 'commander';
import { DEPLOYED_ENVIRONMENTS, isEnvironment } from '../config/environments';
import { program } from './program';

export interface EnvironmentOptions {
  readonly environment: string;
  /** Undefined: synthesize. */
  readonly artifact?: string;
}

/** A command on one environment of config/ that lies on AWS. */
export function environmentCommand(name: string, description: string): Command {
  return program(`npm run ${name}`, description)
    .requiredOption(
      '--environment <name>',
      `the environment of config/: ${DEPLOYED_ENVIRONMENTS.join(', ')}`,
      deployed,
    )
    .option(
      '--artifact <folder>',
      'use what was synthesized there before (cdktf.out) instead of synthesizing',
    );
}

function deployed(name: string): string {
  if (DEPLOYED_ENVIRONMENTS.includes(name)) return name;
  throw new InvalidArgumentError(
    isEnvironment(name)
      ? 'It runs on this machine only: npm start.'
      : `There are ${DEPLOYED_ENVIRONMENTS.join(', ')} (config/environments.ts).`,
  );
}
