import type { LocalCloud } from '@keyhold/local-cloud';
import type { Permissions, Replayed, TraceDetail, TraceSummary } from '@keyhold/local-cloud/testing';
import { eventually, type Guest } from '../client';
import { type ConsoleClient, openConsole } from './console-client';

let cloud: LocalCloud;
let client: ConsoleClient;
let guest: Guest;
let machine: string;
let table: string;

beforeEach(async () => {
  ({ cloud, client, guest } = await openConsole());
  machine = String(cloud.outputs['stateMachineArn']);
  table = String(cloud.outputs['apartmentsTable']);
});
afterEach(() => cloud.stop());

const MINUTE = 60_000;

async function requests(query: Record<string, string> = {}): Promise<readonly TraceSummary[]> {
  return (await client.get<{ requests: TraceSummary[] }>('/requests', query)).requests;
}

async function trace(about: string): Promise<TraceDetail> {
  const found = (await requests()).find((request) => request.about === about);
  return client.get('/request', { id: found?.id ?? '' });
}

test('edge, API, function, workflow and table are one trace, to the end of the hold', async () => {
  await guest.reserve('harbour-2', 'traced');
  cloud.clock.advance(MINUTE);
  await eventually(() => guest.bookedStatus('harbour-2'), 'VACANT');
  const { bursts, lines } = await trace('reserveApartment');
  expect(bursts).toHaveLength(2);
  const steps = lines.map(
    ({ service, action, depth, burst }) => `${burst}${'>'.repeat(depth)}${service} ${action}`,
  );
  // How often the apartment is looked at depends on how fast this machine is.
  expect(steps.filter((step, index) => step !== steps[index - 1])).toEqual([
    '0edge POST /graphql',
    '0>appsync GraphQL',
    '0>>lambda Invoke',
    // The secret of the edge, once for each container; the apartment, and whether the id is known.
    '0>>>ssm GetParameter',
    '0>>>dynamodb GetItem',
    '0>>>dynamodb PutItem',
    '0>>>states StartExecution',
    expect.stringMatching(/^0>{3,4}dynamodb UpdateItem$/),
    '0>>>dynamodb GetItem',
    '1dynamodb GetItem',
    '1dynamodb UpdateItem',
  ]);
  for (const { offset, milliseconds } of lines) {
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(milliseconds).toBeGreaterThan(0);
  }
});

test('secrets are masked wherever they stand; JSON in texts is shown as JSON', async () => {
  await guest.reserve('harbour-2', 'secret');
  const { lines } = await trace('reserveApartment');
  const steps = await Promise.all(lines.map(({ id }) => client.get<object>('/request/step', { id })));
  const told = JSON.stringify(steps);
  expect(told).not.toContain(String(cloud.outputs['apiKey']));
  expect(told).not.toContain('a-secret-of-the-guest');
  expect(steps[0]).toMatchObject({
    input: {
      value: {
        method: 'POST',
        path: '/graphql',
        body: { variables: { input: { apartmentId: 'harbour-2' } } },
      },
      complete: true,
    },
    output: { value: { statusCode: 200, body: { data: { answer: { status: 'HELD' } } } } },
  });
  expect(steps[2]).toMatchObject({
    input: { value: { Payload: { info: { fieldName: 'reserveApartment' } } } },
  });
});

test.each(['edge', 'appsync', 'lambda'])('a request is sent again from the %s, edited', async (service) => {
  await guest.reserve('harbour-2', 'first');
  const { lines } = await trace('reserveApartment');
  const id = lines.find((line) => line.service === service)?.id ?? '';
  const { input } = await client.get<{ input: { value: object } }>('/request/step', { id });
  const edited = JSON.parse(
    JSON.stringify(input.value).replaceAll('harbour-2', 'harbour-3').replaceAll('first', 'second'),
  );
  const { traceId, output } = await client.post<Replayed>('/request/replay', { id, input: edited });
  expect(JSON.stringify(output)).toContain('HELD');
  expect((await guest.look('second')).apartmentId).toBe('harbour-3');
  const again = await client.get<TraceDetail>('/request', { id: traceId ?? '' });
  expect(again.lines[0]?.service).toBe(service);
});

test('a call that is refused when it is sent again says why', async () => {
  await guest.bookedStatus('harbour-2');
  const { lines } = await trace('getApartment');
  const id = lines.find((line) => line.service === 'dynamodb')?.id ?? '';
  const { error } = await client.post<Replayed>('/request/replay', {
    id,
    input: { TableName: 'somebody-elses', Key: { Id: { S: '1' } } },
  });
  expect(error).toMatchObject({ code: 'AccessDeniedException' });
  const failed = await requests({ failed: 'true' });
  expect(failed.map(({ name }) => name)).toEqual(['dynamodb:GetItem']);
});

test('requests are found by what they called; looking at the console is none of them', async () => {
  await guest.bookedStatus('harbour-2');
  await guest.reserve('hill-1');
  expect((await requests({ filter: 'startexecution' })).map(({ about }) => about)).toEqual([
    'reserveApartment',
  ]);
  await client.get('/executions', { machine });
  await client.get('/table', { name: table });
  expect(await requests({ filter: 'states:ListExecutions' })).toEqual([]);
  expect(await requests({ filter: 'dynamodb:DescribeTable' })).toEqual([]);
});
test('IAM: a denial comes first, with the statement that would have allowed it; unused statements are told', async () => {
  await guest.bookedStatus('harbour-2');
  const before = await client.get<Permissions>('/permissions');
  const unused = ({ statements }: Permissions): unknown[] =>
    statements
      .filter(({ testable, uses }) => testable && uses === 0)
      .map(({ document }) => document['Action']);
  const starts = (permissions: Permissions) =>
    unused(permissions).filter((action) => action === 'states:StartExecution').length;
  // Booking's, and that of the sweep.
  expect(starts(before)).toBe(2);
  expect(before.decisions.every(({ allowed }) => allowed)).toBe(true);

  await guest.reserve('harbour-2');
  const { lines } = await trace('getApartment');
  const id = lines.find((line) => line.service === 'dynamodb')?.id ?? '';
  await client.post('/request/replay', { id, input: { TableName: 'other', Key: { Id: { S: '1' } } } });
  const after = await client.get<Permissions>('/permissions');
  expect(starts(after)).toBe(1);
  const resource = `arn:aws:dynamodb:${cloud.region}:000000000000:table/other`;
  expect(after.decisions[0]).toMatchObject({
    allowed: false,
    reason: 'implicit deny',
    action: 'dynamodb:GetItem',
    resource,
    count: 1,
    suggestion: {
      document: { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: resource },
      policies: [expect.stringMatching(/^aws_iam_role_policy\./)],
    },
  });
  const allowed = after.decisions.find(({ action }) => action === 'states:StartExecution');
  expect(allowed?.statement?.document).toMatchObject({ Effect: 'Allow', Resource: machine });
});
