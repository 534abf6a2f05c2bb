import { Clock } from '../../core/clock';
import { AwsError } from '../../core/errors';
import type { JsonObject } from '../../core/json';
import type { ServiceCall } from '../../core/service';
import { type Outcome, Traces, UNTRACED } from '../../gateway/traces';

const logged: string[] = [];
let traces: Traces;

beforeEach(() => {
  logged.length = 0;
  traces = new Traces(new Clock(), (_service, message) => logged.push(message));
});

function pass(call: Partial<ServiceCall>, outcome: Outcome = { output: {} }): void {
  const defaults = { action: 'GetItem', input: {}, principal: { kind: 'developer' } as const };
  traces.begin('dynamodb', { ...defaults, requestId: 'r', traceId: 't', ...call })(outcome);
}

test('a call is kept with what it was asked, whatever the service does to its input', () => {
  const input: JsonObject = { Key: { Id: '1' } };
  const end = traces.begin('dynamodb', {
    action: 'GetItem',
    input,
    principal: { kind: 'developer' },
    requestId: 'r',
    traceId: 't',
  });
  input['Key'] = null;
  end({ output: { Item: {} } });
  expect(traces.recent()).toMatchObject([
    {
      service: 'dynamodb',
      action: 'GetItem',
      traceId: 't',
      milliseconds: expect.any(Number),
      payloads: { input: { value: { Key: { Id: '1' } } }, output: { value: { Item: {} } } },
    },
  ]);
});

test('a refusal is kept by its code; a fault of the local cloud is logged besides', () => {
  pass({}, { error: new AwsError('Throttled', 'Slower, please.') });
  pass({}, { error: new TypeError('a fault') });
  expect(traces.recent()).toMatchObject([
    { error: 'Throttled', errorMessage: 'Slower, please.' },
    { error: 'InternalFailure' },
  ]);
  expect(logged).toEqual([expect.stringContaining('GetItem failed: TypeError: a fault')]);
});

test.each<[string, JsonObject, JsonObject, number]>([
  ['GetRecords', {}, { Records: [] }, 0],
  ['GetRecords', {}, { Records: [{}] }, 1],
  ['GetRecords', { UntilAvailable: true }, { Records: [{}] }, 0],
  ['ReceiveMessage', {}, {}, 0],
  ['ReceiveMessage', {}, { Messages: [{}] }, 1],
  ['ReceiveMessage', { UntilAvailable: true }, { Messages: [{}] }, 0],
  ['Scan', {}, { Items: [] }, 1],
])('waiting for something to do is no request: %s %j answered %j', (action, input, output, kept) => {
  pass({ action, input }, { output });
  expect(traces.recent()).toHaveLength(kept);
});

test('looking at the cloud leaves no trace, but a fault is logged all the same', () => {
  pass({ traceId: UNTRACED });
  pass({ traceId: UNTRACED }, { error: new Error('a fault') });
  expect(traces.recent()).toEqual([]);
  expect(logged).toHaveLength(1);
});

test('memory is bounded: of many calls the last are kept, and of fewer of them the payloads', () => {
  for (let n = 0; n < 10_000; n += 1) pass({ requestId: `r${n}` });
  const kept = traces.recent();
  expect(kept.length).toBeLessThanOrEqual(2_000);
  expect(kept.at(-1)?.requestId).toBe('r9999');
  const whole = kept.filter(({ payloads }) => payloads !== undefined);
  expect(whole.length).toBeLessThanOrEqual(501);
  expect(whole.at(-1)?.requestId).toBe('r9999');
});

test('how many calls are under way is known; those that wait for work are not counted', () => {
  const call: ServiceCall = {
    action: 'Invoke',
    input: {},
    principal: { kind: 'developer' },
    requestId: 'r',
    traceId: 't',
  };
  const end = traces.begin('lambda', call);
  traces.begin('dynamodb', { ...call, action: 'GetRecords', input: { UntilAvailable: true } });
  traces.begin('states', { ...call, traceId: UNTRACED });
  expect(traces.underWay).toBe(1);
  end({ error: new AwsError('Throttled', 'Slower, please.') });
  expect(traces.underWay).toBe(0);
});
