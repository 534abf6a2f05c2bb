import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAllowances } from '../review/meaning/allowances';
import { readPlan } from '../review/plan/terraform-plan';
import { renderJson } from '../review/render/json';
import { renderMarkdown } from '../review/render/markdown';
import { renderTerminal } from '../review/render/terminal';
import { exitCodeOf, isEmptyReview, type Review, review } from '../review/review';
import {
  type OfflineOptions,
  TerraformFolder,
  type TerraformPlan,
} from '../review/terraform/terraform-folder';
import { type PlanOptions, parsePlanOptions } from './plan-options';
import { environmentStack } from './stack-folder';
import { Terminal } from './terminal';

const ROOT = join(__dirname, '..');
const ALLOWANCES = join('review', 'allowances.json');
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
];

async function main(options: PlanOptions): Promise<number> {
  const allowances = readAllowances(readFileSync(join(ROOT, ALLOWANCES), 'utf8'), ALLOWANCES);
  const state = options.state === undefined ? undefined : stateText(options.state);
  const { folder: stack } = await environmentStack(options, new Terminal(process.stderr));
  const plan = options.offline ? await planOffline(stack, options, state) : await planOnline(stack);
  const made = review(readPlan(plan.json), {
    environment: options.environment,
    allowances,
    today: new Date().toISOString().slice(0, 10),
    ...(plan.error !== undefined && { error: plan.error }),
  });
  show(made, options);
  return exitCodeOf(made);
}

function stateText(path: string): string {
  if (!existsSync(path)) throw new StateUnreadable(`There is no state file ${path}.`);
  return readFileSync(path, 'utf8');
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
  const { LocalCloud } = await import('../local/cloud');
  const cloud = await LocalCloud.start({ artifact: stack });
  try {
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
    terraform.useState(await terraform.stateAfter(plan));
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
