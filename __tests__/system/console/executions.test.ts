import type { LocalCloud } from '@keyhold/local-cloud';
import type { ExecutionDetail, ExecutionPage, ShownClock } from '@keyhold/local-cloud/testing';
import { eventually, type Guest } from '../client';
import { type ConsoleClient, openConsole } from './console-client';

let cloud: LocalCloud;
let client: ConsoleClient;
let guest: Guest;
let machine: string;
let _table: string;

beforeEach(async () => {
  ({ cloud, client, guest } = await openConsole());
  machine = String(cloud.outputs['stateMachineArn']);
  _table = String(cloud.outputs['apartmentsTable']);
});
afterEach(() => cloud.stop());

const MINUTE = 60_000;

function executionArn(name: string): string {
  return `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
}

async function detail(name: string): Promise<ExecutionDetail> {
  return client.get('/execution', { arn: executionArn(name) });
}

function statuses({ graph }: ExecutionDetail): Record<string, string> {
  const states = graph.nodes.filter(({ status }) => status !== 'untouched');
  return Object.fromEntries(states.map(({ label, status }) => [label, status]));
}

test('a booking stands in Wait while it is held, and its path is complete when nobody paid', async () => {
  await guest.reserve('harbour-2', 'mine');
  const held = await detail('mine');
  expect(statuses(held)).toEqual({
    Start: 'succeeded',
    'Change Apartment Status': 'succeeded',
    Wait: 'running',
  });
  expect(held.steps.map(({ state, status }) => [state, status])).toEqual([
    ['Change Apartment Status', 'succeeded'],
    ['Wait', 'running'],
  ]);
  expect(JSON.parse(held.steps[1]?.input ?? '')).toMatchObject({ details: { accountId: 'harbour-2' } });

  // Until the calls under way have ended, the next timers are their time limits.
  const endOfHold = Date.parse(String(JSON.parse(held.input).details.holdExpiresAt));
  await eventually(async () => (await client.get<ShownClock>('/clock')).next, endOfHold);
  await client.post('/clock', { by: 'next' });
  await eventually(async () => (await detail('mine')).status, 'SUCCEEDED');
  const released = await detail('mine');
  expect(statuses(released)).toEqual({
    Start: 'succeeded',
    'Change Apartment Status': 'succeeded',
    Wait: 'succeeded',
    'Get Booking Status': 'succeeded',
    'Has the Apartment been Paid ?': 'succeeded',
    'Not Paid(Revert Apartment Status)': 'succeeded',
    'Hold Expired': 'succeeded',
    End: 'succeeded',
  });
  const taken = released.graph.edges.filter((edge) => edge.taken);
  expect(taken).toHaveLength(7);
  expect(await guest.bookedStatus('harbour-2')).toBe('VACANT');
});

test('a rejected booking shows which error was caught, and where it failed', async () => {
  await client.post('/executions/start', { machine, name: 'lost', input: inputFor('nowhere') });
  await eventually(async () => (await detail('lost')).status, 'FAILED');
  const lost = await detail('lost');
  expect(statuses(lost)).toEqual({
    Start: 'succeeded',
    'Change Apartment Status': 'caught',
    'Apartment Unavailable': 'failed',
    End: 'failed',
  });
  expect(lost).toMatchObject({ error: 'ApartmentUnavailable', redrivable: expect.any(Boolean) });
  expect(lost.steps[0]).toMatchObject({ error: 'DynamoDB.ConditionalCheckFailedException' });
});

test('executions are listed newest first, by status, in pages', async () => {
  const { arn } = await client.post<{ arn: string }>('/executions/start', {
    machine,
    input: inputFor('harbour-3'),
  });
  cloud.clock.advance(1);
  for (let n = 0; n < 26; n += 1) {
    await client.post('/executions/start', { machine, name: `lost-${n}`, input: inputFor('nowhere') });
    cloud.clock.advance(1);
  }
  const list = (query: object): Promise<ExecutionPage> => client.get('/executions', { machine, ...query });
  await eventually(async () => (await list({ status: 'RUNNING' })).executions.length, 1);
  expect((await list({ status: 'RUNNING' })).executions[0]?.arn).toBe(arn);
  const first = await list({});
  expect(first.executions.map(({ name }) => name).slice(0, 2)).toEqual(['lost-25', 'lost-24']);
  const second = await list({ token: first.nextToken });
  expect(first.executions.length + second.executions.length).toBe(27);
  expect(second.executions.at(-1)?.arn).toBe(arn);
});

test('an execution is stopped', async () => {
  await guest.reserve('harbour-2', 'stopped');
  await client.post('/executions/stop', { arn: executionArn('stopped') });
  expect(await detail('stopped')).toMatchObject({ status: 'ABORTED', error: 'StoppedInConsole' });
  expect(statuses(await detail('stopped'))).toMatchObject({ Wait: 'aborted' });
});

function inputFor(accountId: string): string {
  const at = (ms: number): string => new Date(cloud.clock.now() + ms).toISOString();
  return JSON.stringify({
    details: { accountId, guestId: 'g', reservedAt: at(0), holdExpiresAt: at(MINUTE) },
  });
}
