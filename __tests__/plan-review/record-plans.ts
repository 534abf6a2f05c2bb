/**
 * Records the plans that the review is tested on: `node --import tsx __tests__/plan-review/record-plans.ts [name …]`.
 * Each is made by Terraform from a small change to the synthesized keyhold-prod, against the state that applying the
 * unchanged stack would leave, and kept without what the review does not read. Needs Terraform and the AWS provider.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ProviderSchemas, type StateFile, stateAfter } from '../../cli/terraform/state-after';
import { messageOf } from '../../cli/terraform/terraform-folder';
import { LocalCloud } from '../../packages/local-cloud/cloud';
import { reduced, type ShownPlan } from '../../packages/plan-review/__tests__/reduced-plan';
import { synthesize } from '../synthesize';
import { CHANGES, DRIFTING_LOG_GROUP, type StackChange } from './stack-changes';

const PLANS = join(__dirname, '../../packages/plan-review/__tests__/plans');
const MIRROR = process.env['KEYHOLD_PROVIDER_MIRROR'];
/** Values that come from made-up ones settle by then. */
const ROUNDS = 4;

interface Made {
  readonly plan: ShownPlan;
  readonly error: string | undefined;
}

/** A copy of a stack in which Terraform runs. Not in step with us: the gateway answers it from this process. */
class Recorder {
  readonly folder = mkdtempSync(join(tmpdir(), 'keyhold-record-'));

  constructor(
    readonly stack: string,
    private readonly endpoint: string,
    private readonly logsEndpoint: string,
  ) {
    cpSync(stack, this.folder, { recursive: true });
    writeFileSync(join(this.folder, 'backend_override.tf.json'), '{"terraform":{"backend":{"local":{}}}}');
  }

  async init(): Promise<void> {
    const mirror = MIRROR ? [`-plugin-dir=${MIRROR}`] : [];
    await this.terraform('init', '-input=false', '-lockfile=readonly', ...mirror);
  }

  async plan(...options: string[]): Promise<Made> {
    rmSync(join(this.folder, 'plan'), { force: true });
    const { stderr } = await this.terraform('plan', '-input=false', '-lock=false', '-out=plan', ...options);
    const shown = await this.terraform('show', '-json', 'plan');
    if (shown.stdout === '') throw new Error(stderr || shown.stderr);
    return { plan: JSON.parse(shown.stdout) as ShownPlan, error: messageOf(stderr) || undefined };
  }

  async schemas(): Promise<ProviderSchemas> {
    return JSON.parse((await this.terraform('providers', 'schema', '-json')).stdout) as ProviderSchemas;
  }

  takeState(state: StateFile): void {
    writeFileSync(join(this.folder, 'terraform.tfstate'), JSON.stringify(state));
  }

  private terraform(command: string, ...options: string[]): Promise<{ stdout: string; stderr: string }> {
    const env = {
      ...process.env,
      CHECKPOINT_DISABLE: '1',
      TF_CLI_CONFIG_FILE: '/dev/null',
      AWS_ACCESS_KEY_ID: 'offline',
      AWS_SECRET_ACCESS_KEY: 'offline',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: this.logsEndpoint,
    };
    const words = command === 'providers' ? [command, ...options] : [command, '-no-color', ...options];
    const settings = { cwd: this.folder, env, maxBuffer: 256 * 1024 * 1024 };
    return new Promise((resolve) => {
      execFile('terraform', words, settings, (_, stdout, stderr) => resolve({ stdout, stderr }));
    });
  }
}

/** The state of before: what applying the stack would leave. */
async function settle(recorder: Recorder): Promise<StateFile> {
  const schemas = await recorder.schemas();
  let state = stateAfter((await recorder.plan()).plan as never, schemas);
  for (let round = 1; round < ROUNDS; round += 1) {
    recorder.takeState(state);
    state = stateAfter((await recorder.plan('-refresh=false')).plan as never, schemas);
  }
  return state;
}

/** Answers for CloudWatch Logs that somebody has shortened the retention of a log group. */
function driftedLogs() {
  const server = createServer((request, response) => {
    const groups = [
      { logGroupName: DRIFTING_LOG_GROUP, retentionInDays: 7, arn: '', logGroupClass: 'STANDARD' },
    ];
    const isList = String(request.headers['x-amz-target']).endsWith('DescribeLogGroups');
    const tags = { Environment: 'prod', Project: 'keyhold' };
    const [group] = groups;
    const arn = `arn:aws:logs:eu-central-1:000000000000:log-group:${group?.logGroupName}`;
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify(isList ? { logGroups: [{ ...group, arn: `${arn}:*` }] } : { tags }));
  });
  return server;
}

async function record(recorder: Recorder, name: string, change: StackChange): Promise<void> {
  cpSync(recorder.stack, recorder.folder, { recursive: true });
  change.apply?.(recorder.folder);
  const options = change.refresh ? [`-target=${change.refresh}`] : ['-refresh=false'];
  const { plan, error } = await recorder.plan(...options);
  const fixture = { error, plan: reduced(plan) };
  writeFileSync(join(PLANS, `${name}.jsonl`), `${JSON.stringify(fixture)}\n`);
  process.stdout.write(`${name}\n`);
}

async function main(names: readonly string[]): Promise<void> {
  const output = mkdtempSync(join(tmpdir(), 'keyhold-record-'));
  synthesize('--environment', 'prod', '--output', output);
  const stack = join(output, 'stacks', 'keyhold-prod');
  const gateway = await LocalCloud.start({ artifact: stack });
  const logs = driftedLogs().listen(0, '127.0.0.1');
  await once(logs, 'listening');
  const { port } = logs.address() as AddressInfo;
  const recorder = new Recorder(stack, gateway.gatewayUrl, `http://127.0.0.1:${port}`);
  await recorder.init();
  const given = process.env['KEYHOLD_STATE_BEFORE'];
  const state =
    given && existsSync(given)
      ? (JSON.parse(readFileSync(given, 'utf8')) as StateFile)
      : await settle(recorder);
  for (const [name, change] of Object.entries(CHANGES)) {
    if (names.length > 0 && !names.includes(name)) continue;
    recorder.takeState(change.fromNothing ? { ...state, resources: [], outputs: {} } : state);
    await record(recorder, name, change);
  }
  logs.close();
  await gateway.stop();
  for (const folder of [output, recorder.folder]) rmSync(folder, { recursive: true });
}

void main(process.argv.slice(2));
