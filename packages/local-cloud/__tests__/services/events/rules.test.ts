import { Clock } from '../../../core/clock';
import { AwsError } from '../../../core/errors';
import type { Json, JsonObject } from '../../../core/json';
import type { Cloud, OutgoingCall } from '../../../core/service';
import { eventBridge } from '../../../services/events/events';

const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:changes';
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:changes';
const RULE_ARN = 'arn:aws:events:eu-west-1:123456789012:rule/ended';
const ENDED = { Source: 'bookings', DetailType: 'Ended', Detail: '{"name":"r1","status":"FAILED","n":2}' };

/** The local cloud as far as EventBridge needs it. `answers` are thrown or given, one a call. */
function busUnderTest() {
  const clock = new Clock();
  const calls: OutgoingCall[] = [];
  const lines: string[] = [];
  const answers: (AwsError | Json)[] = [];
  const cloud = {
    region: 'eu-west-1',
    accountId: '123456789012',
    clock,
    endpoint: () => 'http://127.0.0.1:4566',
    call: async (call: OutgoingCall): Promise<Json> => {
      calls.push(call);
      const answer = answers.shift() ?? {};
      if (answer instanceof AwsError) throw answer;
      return answer;
    },
    log: (_service: string, line: string) => lines.push(line),
  } as unknown as Cloud;
  const service = eventBridge(cloud);
  const provision = (type: string, config: JsonObject) =>
    service.provision({ type, name: 'it', address: `${type}.it`, config });
  return {
    clock,
    calls,
    lines,
    answers,
    service,
    rule: (pattern: JsonObject, more: JsonObject = {}) =>
      provision('aws_cloudwatch_event_rule', {
        name: 'ended',
        event_pattern: JSON.stringify(pattern),
        ...more,
      }),
    target: (config: JsonObject = {}) =>
      provision('aws_cloudwatch_event_target', { rule: 'ended', arn: QUEUE, ...config }),
    put: async (...Entries: JsonObject[]) => {
      const principal = { kind: 'developer' } as const;
      const call = { action: 'PutEvents', input: { Entries }, principal, requestId: 'r', traceId: 't' };
      const answer = (await service.handle(call)) as { Entries: JsonObject[] };
      // What is delivered is delivered after the answer, as on AWS.
      await new Promise((resolve) => setImmediate(resolve));
      return answer.Entries;
    },
  };
}

let bus: ReturnType<typeof busUnderTest>;
beforeEach(() => {
  bus = busUnderTest();
});
afterEach(async () => {
  await bus.service.stop();
  bus.clock.stop();
});

test('an event that matches goes to the queue as EventBridge writes it, by the rule itself', async () => {
  await bus.rule({ source: ['bookings'] });
  await bus.target();
  await bus.put({ ...ENDED, Resources: ['arn:of'] });
  expect(bus.calls).toHaveLength(1);
  const [call] = bus.calls;
  expect(call).toMatchObject({
    service: 'sqs',
    action: 'SendMessage',
    principal: { kind: 'service', service: 'events.amazonaws.com', sourceArn: RULE_ARN },
  });
  expect(call?.input['QueueUrl']).toBe('http://127.0.0.1:4566/123456789012/changes');
  expect(JSON.parse(String(call?.input['MessageBody']))).toEqual({
    version: '0',
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    'detail-type': 'Ended',
    source: 'bookings',
    account: '123456789012',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    region: 'eu-west-1',
    resources: ['arn:of'],
    detail: { name: 'r1', status: 'FAILED', n: 2 },
  });
});

test('a function is invoked asynchronously', async () => {
  await bus.rule({ source: ['bookings'] });
  await bus.target({ arn: FUNCTION, input: '{"a":1}' });
  await bus.put(ENDED);
  expect(bus.calls).toEqual([
    expect.objectContaining({
      service: 'lambda',
      action: 'Invoke',
      input: { FunctionName: FUNCTION, InvocationType: 'Event', Payload: '{"a":1}' },
    }),
  ]);
});

test.each([
  ['matches nothing', { source: ['other'] }, {}],
  ['is disabled', { source: ['bookings'] }, { state: 'DISABLED' }],
])('a rule that %s sends nothing', async (_, pattern, more) => {
  await bus.rule(pattern, more);
  await bus.target();
  await bus.put(ENDED);
  expect(bus.calls).toEqual([]);
  expect(bus.lines).toEqual([expect.stringMatching(/^bookings: Ended .* matches no rule\.$/)]);
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
test.each([
  ['values as JSON', '{"name": <name>, "n": <n>, "no": <absent>}', { name: 'r1', n: 2, no: null }],
  ['values in text', '{"told": "<name> of <aws.events.rule-name>"}', { told: 'r1 of ended' }],
  ['what is not named as it is', '{"told": "<other>"}', { told: '<other>' }],
])('a template takes %s', async (_, input_template, told) => {
  await bus.rule({ source: ['bookings'] });
  const input_paths = { name: '$.detail.name', n: '$.detail.n', absent: '$.detail.absent' };
  await bus.target({ input_transformer: [{ input_paths, input_template }] });
  await bus.put(ENDED);
  expect(JSON.parse(String(bus.calls[0]?.input['MessageBody']))).toEqual(told);
});

describe('a target that fails', () => {
  const DEAD = 'arn:aws:sqs:eu-west-1:123456789012:dead';
  const broken = () => new AwsError('InternalFailure', 'It failed.', 500);

  test('is tried again later', async () => {
    await bus.rule({ source: ['bookings'] });
    await bus.target();
    bus.answers.push(broken(), broken());
    await bus.put(ENDED);
    const next = bus.clock.nextAlarm() ?? 0;
    expect(next).toBeGreaterThan(0);
    while (bus.calls.length < 3) {
      bus.clock.advance(60_000);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const [first, , third] = bus.calls;
    expect(third?.input).toEqual(first?.input);
    expect(bus.clock.nextAlarm()).toBeUndefined();
  });

  test.each([
    ['refuses', new AwsError('AccessDeniedException', 'No.'), {}],
    ['fails once too often', broken(), { retry_policy: [{ maximum_retry_attempts: 0 }] }],
  ])('is given up where it %s, and told to the dead-letter queue', async (_, error, more) => {
    await bus.rule({ source: ['bookings'] });
    await bus.target({ dead_letter_config: [{ arn: DEAD }], ...more });
    bus.answers.push(error);
    await bus.put(ENDED);
    const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });
    expect(bus.calls[1]?.input).toMatchObject({
      QueueUrl: 'http://127.0.0.1:4566/123456789012/dead',
      MessageBody: bus.calls[0]?.input['MessageBody'],
      MessageAttributes: {
        RULE_ARN: attribute(RULE_ARN),
        TARGET_ARN: attribute(QUEUE),
        ERROR_CODE: attribute(error.code),
      },
    });
  });
});

test("a customer's event cannot pretend to come from AWS", async () => {
  await bus.rule({ source: [{ prefix: 'aws.' }] });
  await bus.target();
  const [answer] = await bus.put({ ...ENDED, Source: 'aws.states' });
  expect(answer).toMatchObject({ ErrorCode: 'NotAuthorizedForSourceException' });
  expect(bus.calls).toEqual([]);
});

test.each<[string, JsonObject]>([
  ['a pattern that is no JSON', { event_pattern: 'x' }],
  ['an operator that is not supported', { event_pattern: '{"source":[{"cidr":"10.0.0.0/8"}]}' }],
  ['a schedule', { schedule_expression: 'rate(1 minute)' }],
  ['another bus', { event_bus_name: 'mine' }],
])('a rule with %s is refused by name', async (_, more) => {
  await expect(bus.rule({ source: ['x'] }, more)).rejects.toThrow(/^aws_cloudwatch_event_rule\.it: /);
});

test.each<[string, JsonObject]>([
  ['of another kind', { arn: 'arn:aws:sns:eu-west-1:123456789012:topic' }],
  ['of no rule', { rule: 'nothing' }],
  [
    'with a path that is no plain one',
    { input_transformer: [{ input_paths: { a: '$.x[0]' }, input_template: '<a>' }] },
  ],
])('a target %s is refused by name', async (_, config) => {
  await bus.rule({ source: ['x'] });
  await expect(bus.target(config)).rejects.toThrow(/^aws_cloudwatch_event_target\.it: /);
});
