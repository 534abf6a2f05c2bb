import { Clock } from '../../../core/clock';
import type { Json, JsonObject } from '../../../core/json';
import type { Cloud } from '../../../core/service';
import { eventBridge } from '../../../services/events/events';

const log: string[] = [];
const cloud = {
  region: 'eu-west-1',
  accountId: '123456789012',
  log: (_service: string, line: string) => log.push(line),
  clock: new Clock(),
} as unknown as Cloud;
const events = eventBridge(cloud);
const good = { Source: 'shop', DetailType: 'Held', Detail: '{"order":"a1"}' };

function call(input: JsonObject, action = 'PutEvents') {
  const principal = { kind: 'developer' } as const;
  return { action, input, principal, requestId: 'r', traceId: 't' };
}

test('an event is taken, and told of', async () => {
  const answer = await events.handle(call({ Entries: [good] }));
  expect(answer).toEqual({
    FailedEntryCount: 0,
    Entries: [{ EventId: expect.stringMatching(/^[0-9a-f-]{36}$/) }],
  });
  expect(log.at(-1)).toMatch(/^shop: Held .* matches no rule/);
});

test.each<[string, JsonObject, string]>([
  ['no source', { ...good, Source: '' }, 'Source is a required argument'],
  ['no type', { ...good, DetailType: '' }, 'DetailType is a required argument'],
  ['no detail', { Source: 's', DetailType: 't' }, 'Detail is a required argument'],
  ['a detail that is no JSON', { ...good, Detail: 'x' }, 'Detail is malformed'],
  ['a detail that is no object', { ...good, Detail: '[]' }, 'Detail is malformed'],
  ['another bus', { ...good, EventBusName: 'mine' }, 'Only the default bus'],
])('an entry with %s fails by itself', async (_, entry, message) => {
  const answer = (await events.handle(call({ Entries: [entry, good] }))) as JsonObject;
  expect(answer).toMatchObject({ FailedEntryCount: 1 });
  expect((answer['Entries'] as JsonObject[])[0]?.['ErrorMessage']).toContain(message);
  expect((answer['Entries'] as JsonObject[])[1]).toHaveProperty('EventId');
});

test.each([
  [0, 'greater than or equal to 1'],
  [11, 'less than or equal to 10'],
])('%i entries are refused', async (count, message) => {
  const Entries: Json[] = Array.from({ length: count }, () => good);
  await expect(events.handle(call({ Entries }))).rejects.toThrow(message);
});

test('IAM is asked about each bus', () => {
  const arn = (bus: string) => `arn:aws:events:eu-west-1:123456789012:event-bus/${bus}`;
  const Entries = [good, { ...good, EventBusName: 'mine' }, { ...good, EventBusName: arn('other') }];
  expect(events.permissions(call({ Entries }))).toEqual(
    ['default', 'mine', 'other'].map((bus) => ({ action: 'events:PutEvents', resource: arn(bus) })),
  );
});
