import { type EnvironmentOptions, environmentCommand } from './environment-command';

export interface PlanOptions extends EnvironmentOptions {
  readonly json?: true;
  /** The file to write the Markdown to. */
  readonly markdown?: string;
  /** The file to write what drifts to, as Markdown. */
  readonly drift?: string;
  /** A plan that somebody else made, as `terraform show -json` prints it. */
  readonly plan?: string;
  readonly offline?: true;
  /** A state file: offline, what runs before the change. */
  readonly state?: string;
  /** Where to write the state that applying the plan would leave. */
  readonly stateAfter?: string;
  /** The commit whose stack the rules are compared with. */
  readonly base?: string;
}

/** The command line of `npm run plan`. Ends the process on --help and on what it does not understand. */
export function parsePlanOptions(argv: string[]): PlanOptions {
  const command = environmentCommand(
    'plan',
    'Plans an environment by Terraform and reviews the plan. Exit codes: 0 nothing to change, 2 changes, 3 forbidden changes, 1 failure.',
  )
    .option('--json', 'print the review as JSON instead')
    .option(
      '--markdown <file>',
      'also write the review as Markdown, for a pull request; no file where nothing changes',
    )
    .option('--drift <file>', 'also write what was changed on AWS as Markdown; no file where nothing was')
    .option('--plan <file>', 'review this plan (the output of `terraform show -json`) in place of making one')
    .option('--offline', 'without an AWS account: against the local gateway, from an empty state')
    .option('--state <file>', 'with --offline: from this state')
    .option('--state-after <file>', 'with --offline: write the state that applying the plan would leave')
    .option(
      '--base <commit>',
      'also say which findings of the rules are new and which fixed since this commit',
    );
  const options = command.parse(argv).opts<PlanOptions>();
  if (options.plan !== undefined && options.offline)
    command.error(
      'error: --plan names a plan that is made already, --offline makes one: give one of the two.',
    );
  if (!options.offline && (options.state !== undefined || options.stateAfter !== undefined))
    command.error(
      'error: --state and --state-after belong to --offline: the real state is where config/ says.',
    );
  return options;
}
