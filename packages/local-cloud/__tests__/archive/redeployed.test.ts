import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportData, importData } from '../../archive/data-transfer';
import type { JsonObject } from '../../core/json';
import { type StartedCloud, startLocalCloud } from '../../testing/started-cloud';

const HOUR_SECONDS = 3_600;

/** A machine that waits an hour, and then says which revision of it was run. */
const stack = (revision: string) => ({
  provider: { aws: [{ region: 'eu-west-1' }] },
  resource: {
    aws_sfn_state_machine: {
      waiting: {
        name: 'waiting',
        role_arn: 'arn:aws:iam::000000000000:role/none',
        definition: JSON.stringify({
          StartAt: 'Wait',
          States: {
            Wait: { Type: 'Wait', Seconds: HOUR_SECONDS, Next: 'Say' },
            Say: { Type: 'Pass', Result: revision, End: true },
          },
        }),
      },
    },
  },
  output: { machine: { value: '${aws_sfn_state_machine.waiting.arn}' } },
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-cloud-redeployed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function cloudOf(revision: string, dataDirectory: string): Promise<StartedCloud> {
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack(revision)));
  return startLocalCloud({ artifact: folder, dataDirectory });
}

async function begin(cloud: StartedCloud): Promise<string> {
  const input = { stateMachineArn: String(cloud.outputs['machine']) };
  return String(((await cloud.call('states', 'StartExecution', input)) as JsonObject)['executionArn']);
}

async function output(cloud: StartedCloud, executionArn: string): Promise<unknown> {
  return ((await cloud.call('states', 'DescribeExecution', { executionArn })) as JsonObject)['output'];
}

test('an execution that is imported beside a newer definition keeps the one it started with', async () => {
  const dataDirectory = join(folder, 'data');
  const elsewhere = join(folder, 'elsewhere');
  const exported = join(folder, 'exported');
  const before = await cloudOf('the first', dataDirectory);
  const waiting = await begin(before);
  await before.close();
  await exportData({ artifact: folder, dataDirectory, folder: exported }, { secrets: false });

  await (await cloudOf('the second', join(folder, 'unused'))).close();
  await importData({ artifact: folder, dataDirectory: elsewhere, folder: exported }, { force: false });
  const after = await cloudOf('the second', elsewhere);
  const started = await begin(after);
  after.clock.advance(HOUR_SECONDS * 1000);
  await eventually(() => output(after, waiting), '"the first"');
  await eventually(() => output(after, started), '"the second"');
  // Nothing overtakes what has ended.
  expect(await output(after, waiting)).toBe('"the first"');
  await after.close();
});

/** Asks until the answer is the one waited for; a test's time limit ends it otherwise. */
async function eventually<T>(ask: () => Promise<T>, wanted: T): Promise<void> {
  while ((await ask()) !== wanted) await new Promise((resolve) => setTimeout(resolve, 10));
}
