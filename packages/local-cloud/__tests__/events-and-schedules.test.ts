import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalCloud } from '../cloud';
import { type JsonObject, objectsOf } from '../core/json';

const trust = (Service: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } }],
  });
const policy = (statement: JsonObject) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

/** A workflow whose failures a rule brings to a queue, and a schedule that sends to the queue each minute. */
const stack = (letsIn: string) => ({
  provider: { aws: [{ region: 'eu-west-1' }] },
  resource: {
    aws_sqs_queue: { ends: { name: 'ends', visibility_timeout_seconds: 43_200 } },
    aws_sqs_queue_policy: {
      ends: {
        queue_url: '${aws_sqs_queue.ends.url}',
        policy: policy({
          Action: 'sqs:SendMessage',
          Resource: '${aws_sqs_queue.ends.arn}',
          Principal: { Service: letsIn },
          Condition: { ArnEquals: { 'aws:SourceArn': '${aws_cloudwatch_event_rule.failed.arn}' } },
        }),
      },
    },
    aws_cloudwatch_event_rule: {
      failed: {
        name: 'failed',
        event_pattern: JSON.stringify({
          source: ['aws.states'],
          detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
        }),
      },
    },
    aws_cloudwatch_event_target: {
      failed: {
        rule: '${aws_cloudwatch_event_rule.failed.name}',
        arn: '${aws_sqs_queue.ends.arn}',
        input_transformer: [
          {
            input_paths: { name: '$.detail.name', status: '$.detail.status' },
            input_template: '{"name": <name>, "status": <status>}',
          },
        ],
      },
    },
    aws_iam_role: {
      workflow: { name: 'workflow', assume_role_policy: trust('states.amazonaws.com') },
      schedule: { name: 'schedule', assume_role_policy: trust('scheduler.amazonaws.com') },
    },
    aws_iam_role_policy: {
      schedule: {
        role: '${aws_iam_role.schedule.name}',
        policy: policy({ Action: 'sqs:SendMessage', Resource: '${aws_sqs_queue.ends.arn}' }),
      },
    },
    aws_sfn_state_machine: {
      choice: {
        name: 'choice',
        role_arn: '${aws_iam_role.workflow.arn}',
        definition: JSON.stringify({
          StartAt: 'Choose',
          States: {
            Choose: {
              Type: 'Choice',
              Choices: [{ Variable: '$.fails', BooleanEquals: true, Next: 'Bad' }],
              Default: 'Good',
            },
            Bad: { Type: 'Fail', Error: 'Wrong' },
            Good: { Type: 'Succeed' },
          },
        }),
      },
    },
    aws_scheduler_schedule: {
      sweep: {
        name: 'sweep',
        schedule_expression: 'rate(1 minute)',
        flexible_time_window: [{ mode: 'OFF' }],
        target: [
          {
            arn: '${aws_sqs_queue.ends.arn}',
            role_arn: '${aws_iam_role.schedule.arn}',
            input: '{"sweep":"<aws.scheduler.scheduled-time>"}',
          },
        ],
      },
    },
  },
  output: {
    queue: { value: '${aws_sqs_queue.ends.url}' },
    machine: { value: '${aws_sfn_state_machine.choice.arn}' },
  },
});

let folder: string;
let cloud: LocalCloud;
let log: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'events-'));
  log = [];
});
afterEach(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true });
});

async function start(letsIn = 'events.amazonaws.com'): Promise<void> {
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack(letsIn)));
  cloud = await LocalCloud.start({ artifact: folder, log: (line) => log.push(line) });
}

function execute(name: string, fails: boolean): Promise<unknown> {
  const input = { stateMachineArn: String(cloud.outputs['machine']), name, input: JSON.stringify({ fails }) };
  return cloud.call('states', 'StartExecution', input);
}

/** The bodies of the next messages, as soon as there are so many. */
async function messages(count: number): Promise<unknown[]> {
  const bodies: unknown[] = [];
  const QueueUrl = String(cloud.outputs['queue']);
  while (bodies.length < count) {
    const input = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 };
    const { Messages } = (await cloud.call('sqs', 'ReceiveMessage', input)) as JsonObject;
    bodies.push(...objectsOf(Messages).map(({ Body }) => JSON.parse(String(Body)) as unknown));
  }
  return bodies;
}

test('everything of it runs', async () => {
  await start();
  expect(cloud.notRunLocally).toEqual([]);
});

test('executions that end without success reach the queue, the others do not', async () => {
  await start();
  await Promise.all([execute('good', false), execute('bad-1', true), execute('bad-2', true)]);
  const told = await messages(2);
  expect(new Set(told)).toEqual(
    new Set([
      { name: 'bad-1', status: 'FAILED' },
      { name: 'bad-2', status: 'FAILED' },
    ]),
  );
  cloud.clock.advance(60_000);
  // What comes next is the schedule's: no other execution was told of.
  expect(await messages(1)).toEqual([{ sweep: expect.stringMatching(/^\d{4}-.*:\d\dZ$/) }]);
});

test('a queue whose policy does not let the rule in gets nothing, and the log says so', async () => {
  await start('sns.amazonaws.com');
  await execute('bad', true);
  while (!log.some((line) => line.startsWith('events: could not deliver')))
    await new Promise((resolve) => setTimeout(resolve, 5));
  cloud.clock.advance(60_000);
  expect(await messages(1)).toEqual([{ sweep: expect.any(String) }]);
});
