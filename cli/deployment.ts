import { join } from 'node:path';
import { UserError } from '@keyhold/local-cloud/errors';
import { z } from 'zod';
import { environment } from '../config/environments';
import { confirm } from './confirmation';
import type { EnvironmentOptions } from './environment-command';
import { CommandEnded } from './failure';
import { smokeTest } from './smoke-test';
import { environmentStack } from './stack-folder';
import type { Terminal } from './terminal';
import { accountOf } from './terraform/account';
import { inPrivateFolder } from './terraform/private-folder';
import { type Outputs, Terraform } from './terraform/terraform';

/** Reads a plan (`terraform show -json`) and says what matters in it. */
export type ReviewPlan = (planJson: string) => Promise<Reviewed>;

export interface Reviewed {
  readonly text: string;
  /** The plan may not be applied, even if somebody agrees. */
  readonly forbidden: boolean;
  /** Of what the plan means: the same for the same changes. */
  readonly hash: string;
}

export interface DeployOptions extends EnvironmentOptions {
  readonly samples?: true;
  readonly yes?: true;
  /** The hash of the plan that somebody has reviewed: no other is applied. */
  readonly reviewed?: string;
}

/** The exit code of a plan that the review forbids. */
const FORBIDDEN = 3;

/**
 * Brings an environment to what the code says, by a plan that somebody has seen.
 * @param review what the plan is read by: it is shown in place of Terraform's own rendering
 */
export async function deploy(options: DeployOptions, terminal: Terminal, review: ReviewPlan): Promise<void> {
  const { region } = environment(options.environment);
  const question = options.yes ? '' : ', ask you';
  terminal.say(
    `keyhold-${options.environment} in ${region}: build, plan, review${question}, apply that plan, and book and release one apartment.`,
  );
  const place = await environmentStack(options, terminal);
  const terraform = new Terraform(place, terminal);
  await terraform.requireVersion();
  terminal.step('Initializing Terraform');
  await terraform.init();
  await inPrivateFolder((folder) =>
    applyReviewed(join(folder, 'plan'), options, terraform, terminal, review),
  );
  const outputs = await terraform.outputs();
  if (options.samples) {
    terminal.step('Loading the sample apartments');
    const { loadDeployedSamples } = await import('./deployed-samples');
    const count = await loadDeployedSamples(text(outputs, 'apartmentsTable'), region);
    terminal.say(count > 0 ? `${count} apartments.` : 'The table holds apartments already: none was added.');
  }
  const site = text(outputs, 'siteUrl');
  terminal.step(`Booking and releasing one apartment through ${site}`);
  terminal.say(await smokeTest(site, terminal.stopped));
  terminal.say(`\nDeployed: ${site}`);
}

async function applyReviewed(
  file: string,
  { yes, reviewed }: DeployOptions,
  terraform: Terraform,
  terminal: Terminal,
  review: ReviewPlan,
): Promise<void> {
  const { stack } = terraform.place;
  terminal.step('Planning');
  if (!(await terraform.plan(file, { quiet: true }))) {
    terminal.say('Nothing to change.');
    return;
  }
  const planJson = await terraform.describe(file);
  const { text, forbidden, hash } = await review(planJson);
  terminal.say(text);
  if (forbidden)
    throw new CommandEnded(
      'PlanForbidden',
      'The review forbids this plan: nothing was applied.',
      'The review above says what to do about each forbidden change.',
      FORBIDDEN,
    );
  if (reviewed !== undefined && reviewed !== hash)
    throw new UserError(
      'PlanNotReviewed',
      `This plan (hash ${hash}) is not the one that was reviewed (${reviewed}): nothing was applied.`,
      `Review it again: npm run plan -- --environment ${terraform.place.environment}`,
    );
  const account = accountOf(planJson);
  if (!yes)
    await confirm(`Apply this to ${stack}${account ? ` in account ${account}` : ''}?`, 'yes', terminal);
  terminal.step('Applying (a new CloudFront distribution takes some minutes)');
  await terraform.apply(file);
}

function text(outputs: Outputs, name: string): string {
  const { data } = z.string().safeParse(outputs[name]?.value);
  if (data !== undefined) return data;
  throw new UserError(
    'OutputMissing',
    `The state has no output ${name}: is it that of a Keyhold environment?`,
    'See what it has: npm run outputs -- --environment NAME',
  );
}
