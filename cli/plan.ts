import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  exitCodeOf,
  isEmptyReview,
  policyDelta,
  type Review,
  type ReviewOptions,
  readAllowances,
  readPlan,
  renderJson,
  renderMarkdown,
  renderTerminal,
  review,
} from '@keyhold/plan-review';
import { BaseNotSynthesized, baseStack } from './base-stack';
import { type PlanOptions, parsePlanOptions } from './plan-options';
import { environmentStack } from './stack-folder';
import { Terminal } from './terminal';
import { settleSecrets } from './terraform/offline-secrets';
import { type OfflineOptions, TerraformFolder, type TerraformPlan } from './terraform/terraform-folder';

const ROOT = join(__dirname, '..');
const ALLOWANCES = join('config', 'allowances.json');
/** Values that come from made-up ones settle by then. */
const SETTLING_PLANS = 3;

class StateUnreadable extends Error {
  override readonly name = 'StateUnreadable';
}

/** What the person at the keyboard can mend. */
const MENDABLE = [
  'CommandFailed',
  'AllowancesUnreadable',
  'PlanUnreadable',
  'StateUnreadable',
  'TerraformFailed',
  'UserError',
];

async function main(options: PlanOptions): Promise<number> {
  const allowances = readAllowances(readFileSync(join(ROOT, ALLOWANCES), 'utf8'), ALLOWANCES);
  const state = options.state === undefined ? undefined : stateText(options.state);
  const terminal = new Terminal(process.stderr);
  const { folder: stack } = await environmentStack(options, terminal);
  const rules = await comparedRules(stack, options, terminal);
  const plan = options.offline ? await planOffline(stack, options, state) : await planOnline(stack);
  const made = review(readPlan(plan.json), {
    environment: options.environment,
    allowances,
    today: new Date().toISOString().slice(0, 10),
    ...(plan.error !== undefined && { error: plan.error }),
    ...rules,
  });
  show(made, options);
  return exitCodeOf(made);
}

function stateText(path: string): string {
  if (!existsSync(path)) throw new StateUnreadable(`There is no state file ${path}.`);
  return readFileSync(path, 'utf8');
}

/** What the rules say of the stack that they did not say of the base, and the reverse. */
async function comparedRules(
  stack: string,
  { base, environment }: PlanOptions,
  terminal: Terminal,
): Promise<Pick<ReviewOptions, 'policy' | 'notes'>> {
  if (base === undefined) return {};
  terminal.step(`Synthesizing ${base}, to compare the rules' findings`);
  try {
    const before = await baseStack(base, environment, terminal);
    const after: unknown = JSON.parse(readFileSync(join(stack, 'cdk.tf.json'), 'utf8'));
    return { policy: policyDelta(before, after, environment) };
  } catch (error) {
    if (!(error instanceof BaseNotSynthesized)) throw error;
    terminal.say(error.message);
    return {
      notes: [`The rules' findings were not compared: ${base} does not synthesize with these packages.`],
    };
  }
}

async function planOnline(stack: string): Promise<TerraformPlan> {
  const terraform = new TerraformFolder(stack);
  try {
    return await planned(terraform);
  } finally {
    terraform.remove();
  }
}

/** The local gateway answers what a plan asks of AWS: who is asking, and whether the workflow is valid. */
async function planOffline(
  stack: string,
  { stateAfter }: PlanOptions,
  state: string | undefined,
): Promise<TerraformPlan> {
  const { LocalCloud } = await import('@keyhold/local-cloud');
  const cloud = await LocalCloud.start({ artifact: stack });
  try {
    await settleSecrets(cloud);
    const offline: OfflineOptions = { endpoint: cloud.gatewayUrl, ...(state !== undefined && { state }) };
    const terraform = new TerraformFolder(stack, offline);
    try {
      const plan = await planned(terraform);
      if (stateAfter !== undefined) await writeStateAfter(terraform, plan, stateAfter);
      return plan;
    } finally {
      terraform.remove();
    }
  } finally {
    await cloud.stop();
  }
}

async function planned(terraform: TerraformFolder): Promise<TerraformPlan> {
  progress('terraform init');
  await terraform.init();
  progress('terraform plan');
  return terraform.plan();
}

async function writeStateAfter(
  terraform: TerraformFolder,
  first: TerraformPlan,
  path: string,
): Promise<void> {
  progress(`Writing the state that applying it would leave to ${path}`);
  let plan = first;
  for (let round = 0; round < SETTLING_PLANS; round += 1) {
    terraform.takeState(await terraform.stateAfter(plan));
    plan = await terraform.plan();
  }
  writeFileSync(path, `${JSON.stringify(await terraform.stateAfter(plan), null, 2)}\n`);
}

function show(made: Review, { json, markdown }: PlanOptions): void {
  const { columns, isTTY } = process.stdout;
  const colours = isTTY === true && process.env['NO_COLOR'] === undefined;
  process.stdout.write(
    json ? renderJson(made) : `\n${renderTerminal(made, { width: Math.min(columns ?? 100, 120), colours })}`,
  );
  if (markdown === undefined) return;
  // Nothing is posted where nothing changes: what an earlier run left must not be posted either.
  if (isEmptyReview(made) && made.error === undefined) rmSync(markdown, { force: true });
  else writeFileSync(markdown, renderMarkdown(made));
}

/** Not on stdout, which is the review's. */
function progress(what: string): void {
  process.stderr.write(`${what} …\n`);
}

main(parsePlanOptions(process.argv)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(`${MENDABLE.includes(error.name) ? error.message : error.stack}\n`);
    process.exitCode = 1;
  },
);
