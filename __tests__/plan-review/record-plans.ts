/**
 * Records the plans that the review is tested on: `node --import tsx __tests__/plan-review/record-plans.ts [name …]`.
 * Each is made by Terraform from a small change to the synthesized keyhold-prod, against the state that applying the
 * unchanged stack would leave, and kept without what the review does not read. Needs Terraform and the AWS provider.
 */
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalCloud } from '@keyhold/local-cloud';
import { Terminal } from '../../cli/terminal';
import type { StateFile } from '../../cli/terraform/state-after';
import { inWorkingCopy, type WorkingCopy } from '../../cli/terraform/working-copy';
import { synthesize } from '../synthesize';
import { reduced, type ShownPlan } from './reduced-plan';
import { CHANGES, DRIFTING_LOG_GROUP, type StackChange } from './stack-changes';

const PLANS = join(__dirname, '../../packages/plan-review/__tests__/plans');
/** Values that come from made-up ones settle by then. */
const ROUNDS = 4;

/** The state of before: what applying the stack would leave. */
async function settle(copy: WorkingCopy): Promise<StateFile> {
  let state = await copy.stateAfter(await copy.plan());
  for (let round = 1; round < ROUNDS; round += 1) {
    copy.takeState(state);
    state = await copy.stateAfter(await copy.plan('-refresh=false'));
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

async function record(copy: WorkingCopy, stack: string, name: string, change: StackChange): Promise<void> {
  cpSync(stack, copy.folder, { recursive: true });
  change.apply?.(copy.folder);
  const options = change.refresh ? [`-target=${change.refresh}`] : ['-refresh=false'];
  const { json, error } = await copy.plan(...options);
  const fixture = { error, plan: reduced(JSON.parse(json) as ShownPlan) };
  writeFileSync(join(PLANS, `${name}.jsonl`), `${anonymous(JSON.stringify(fixture))}\n`);
  process.stdout.write(`${name}\n`);
}

/** The package knows nothing of this system: the plans are those of a product by another name, as long as ours. */
function anonymous(text: string): string {
  return text
    .replaceAll('keyhold', 'lodging')
    .replaceAll('Keyhold', 'Lodging')
    .replaceAll('KEYHOLD', 'LODGING');
}

async function recordAll(copy: WorkingCopy, stack: string, names: readonly string[]): Promise<void> {
  await copy.init();
  const given = process.env['KEYHOLD_STATE_BEFORE'];
  const state =
    given && existsSync(given) ? (JSON.parse(readFileSync(given, 'utf8')) as StateFile) : await settle(copy);
  for (const [name, change] of Object.entries(CHANGES)) {
    if (names.length > 0 && !names.includes(name)) continue;
    copy.takeState(change.fromNothing ? { ...state, resources: [], outputs: {} } : state);
    await record(copy, stack, name, change);
  }
}

async function main(names: readonly string[]): Promise<void> {
  const output = mkdtempSync(join(tmpdir(), 'keyhold-record-'));
  synthesize('--environment', 'prod', '--output', output);
  const folder = join(output, 'stacks', 'keyhold-prod');
  const place = { stack: 'keyhold-prod', environment: 'prod', folder };
  const gateway = await LocalCloud.start({ artifact: folder });
  const logs = driftedLogs().listen(0, '127.0.0.1');
  await once(logs, 'listening');
  const { port } = logs.address() as AddressInfo;
  const variables = {
    TF_CLI_CONFIG_FILE: '/dev/null',
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: `http://127.0.0.1:${port}`,
  };
  await inWorkingCopy(
    place,
    { endpoint: gateway.gatewayUrl, variables },
    new Terminal(process.stderr),
    (copy) => recordAll(copy, folder, names),
  );
  logs.close();
  await gateway.stop();
  rmSync(output, { recursive: true });
}

void main(process.argv.slice(2));
