import './failure';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  exitCodeOf,
  isEmptyReview,
  policyDelta,
  type Review,
  type ReviewOptions,
  readPlan,
  renderDrift,
  renderJson,
  renderMarkdown,
  renderTerminal,
  review,
} from '@keyhold/plan-review';
import { baseStack } from './base-stack';
import { endCommand } from './end-command';
import { ChildFailed } from './failure';
import { type PlanOptions, parsePlanOptions } from './plan-options';
import { ALLOWANCES_FILE, allowances, commentMarker, POLICY, stackOf, today } from './review-settings';
import { environmentStack } from './stack-folder';
import { Terminal } from './terminal';
import type { Place } from './terraform/failures';
import { settleSecrets } from './terraform/offline-secrets';
import type { TerraformPlan } from './terraform/terraform';
import { inWorkingCopy, type OfflineOptions, type WorkingCopy } from './terraform/working-copy';
import { readText, writeText } from './text-files';

/** Values that come from made-up ones settle by then. */
const SETTLING_PLANS = 3;

/** Offline, nothing is there that could have changed. */
const NOTHING_TO_REFRESH = '-refresh=false';

async function main(options: PlanOptions): Promise<number> {
  const agreed = allowances();
  const state = options.state === undefined ? undefined : readText('--state', options.state);
  const terminal = new Terminal(process.stderr);
  const { plan, rules } =
    options.plan === undefined
      ? await madePlan(options, state, terminal)
      : { plan: { json: readText('--plan', options.plan), error: undefined }, rules: {} };
  const made = review(readPlan(plan.json), {
    environment: options.environment,
    allowances: agreed,
    allowancesFile: ALLOWANCES_FILE,
    today: today(),
    ...(plan.error !== undefined && { error: plan.error }),
    ...rules,
  });
  show(made, options);
  return exitCodeOf(made);
}

/** The plan of the synthesized stack, and what the rules say of it. */
async function madePlan(options: PlanOptions, state: string | undefined, terminal: Terminal) {
  const place = await environmentStack(options, terminal);
  const rules = await comparedRules(place.folder, options, terminal);
  const plan = options.offline
    ? await planOffline(place, options, state, terminal)
    : await inWorkingCopy(place, undefined, terminal, (copy) => planned(copy, terminal));
  return { plan, rules };
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
    return { policy: policyDelta(before, stackOf(environment, after), POLICY) };
  } catch (error) {
    if (!(error instanceof ChildFailed)) throw error;
    terminal.say(error.output);
    return {
      notes: [`The rules' findings were not compared: ${base} does not synthesize with these packages.`],
    };
  }
}

/** The local gateway answers what a plan asks of AWS: who is asking, and whether the workflow is valid. */
async function planOffline(
  place: Place,
  { stateAfter }: PlanOptions,
  state: string | undefined,
  terminal: Terminal,
): Promise<TerraformPlan> {
  const { LocalCloud } = await import('@keyhold/local-cloud');
  const cloud = await LocalCloud.start({ artifact: place.folder });
  try {
    await settleSecrets(cloud);
    const offline: OfflineOptions = { endpoint: cloud.gatewayUrl, ...(state !== undefined && { state }) };
    return await inWorkingCopy(place, offline, terminal, async (copy) => {
      const plan = await planned(copy, terminal, NOTHING_TO_REFRESH);
      if (stateAfter !== undefined) await writeStateAfter(copy, plan, stateAfter, terminal);
      return plan;
    });
  } finally {
    await cloud.stop();
  }
}

async function planned(copy: WorkingCopy, terminal: Terminal, ...options: string[]): Promise<TerraformPlan> {
  terminal.step('terraform init');
  await copy.init();
  terminal.step('terraform plan');
  return copy.plan(...options);
}

async function writeStateAfter(
  copy: WorkingCopy,
  first: TerraformPlan,
  path: string,
  terminal: Terminal,
): Promise<void> {
  terminal.step(`Writing the state that applying it would leave to ${path}`);
  let plan = first;
  for (let round = 0; round < SETTLING_PLANS; round += 1) {
    copy.takeState(await copy.stateAfter(plan));
    plan = await copy.plan(NOTHING_TO_REFRESH);
  }
  writeText('--state-after', path, `${JSON.stringify(await copy.stateAfter(plan), null, 2)}\n`);
}

function show(made: Review, { json, markdown, drift }: PlanOptions): void {
  const { columns, isTTY } = process.stdout;
  const colours = isTTY === true && process.env['NO_COLOR'] === undefined;
  process.stdout.write(
    json ? renderJson(made) : `\n${renderTerminal(made, { width: Math.min(columns ?? 100, 120), colours })}`,
  );
  if (drift !== undefined) writeOrRemove('--drift', drift, renderDrift(made));
  if (markdown === undefined) return;
  // Nothing is posted where nothing changes: what an earlier run left must not be posted either.
  const isNothing = isEmptyReview(made) && made.error === undefined;
  const comment = isNothing ? '' : renderMarkdown(made, { marker: commentMarker(made.environment) });
  writeOrRemove('--markdown', markdown, comment);
}

function writeOrRemove(option: string, file: string, text: string): void {
  if (text === '') rmSync(file, { force: true });
  else writeText(option, file, text);
}

endCommand(() => main(parsePlanOptions(process.argv)));
