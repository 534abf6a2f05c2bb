import { GetExecutionHistoryCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type JsonObject, LocalCloud } from '@keyhold/local-cloud';
import { loadSamples } from '../../cli/samples';
import { stackFolder } from '../synthesize';
import { eventually, Guest } from './client';

const MINUTE = 60_000;

let cloud: LocalCloud;
let guest: Guest;

beforeEach(async () => {
  cloud = await LocalCloud.start({ artifact: stackFolder('keyhold-local') });
  await loadSamples(cloud, String(cloud.outputs['apartmentsTable']));
  guest = Guest.of(cloud);
});

afterEach(() => cloud.stop());

test('an apartment is reserved, held, and vacant again when nobody paid', async () => {
  const reservation = await guest.reserve('harbour-2');
  expect(reservation).toMatchObject({ status: 'HELD', apartmentId: 'harbour-2', reason: null });
  expect(await guest.bookedStatus('harbour-2')).toBe('RESERVED');

  cloud.clock.advance(MINUTE - 5_000);
  expect((await guest.look(reservation.id)).status).toBe('HELD');

  cloud.clock.advance(10_000);
  await eventually(() => guest.bookedStatus('harbour-2'), 'VACANT');
  await eventually(async () => (await guest.look(reservation.id)).status, 'EXPIRED');
});

test('addStepFunction with no account id reserves 1234567, and an AWS client reads the history', async () => {
  const arn = String(cloud.outputs['stateMachineArn']);
  const { data } = await guest.ask(
    'mutation($input: StepFunctionsInput!) { addStepFunction(input: $input) { id arn } }',
    { input: { id: 'a1', arn } },
  );
  expect(data).toEqual({ addStepFunction: { id: 'a1', arn } });
  await eventually(() => guest.bookedStatus('1234567'), 'RESERVED');
  cloud.clock.advance(MINUTE);
  await eventually(() => guest.bookedStatus('1234567'), 'VACANT');

  const client = new SFNClient({
    region: cloud.region,
    endpoint: cloud.gatewayUrl,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  await eventually(async () => {
    const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn: arn }));
    return executions?.map(({ name, status }) => `${name} ${status}`).join();
  }, 'a1 SUCCEEDED');
  const executionArn = `${arn.replace(':stateMachine:', ':execution:')}:a1`;
  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
  client.destroy();
  expect(events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? [])).toEqual([
    'Change Apartment Status',
    'Wait',
    'Get Booking Status',
    'Has the Apartment been Paid ?',
    'Not Paid(Revert Apartment Status)',
    'Hold Expired',
  ]);
});

test('law 1: of 50 clients that race for one apartment exactly one holds it', async () => {
  const attempts = Array.from({ length: 50 }, (_, n) => guest.reserve('mill-1', `racer-${n}`, `guest-${n}`));
  const reservations = await Promise.all(attempts);
  const held = reservations.filter(({ status }) => status === 'HELD');
  expect(held).toHaveLength(1);
  // Nobody asks Step Functions what became of them: each record is told by the end of its execution.
  for (const { id } of reservations.filter((each) => each.id !== held[0]?.id)) {
    await eventually(async () => (await guest.look(id)).status, 'REJECTED');
    expect((await guest.look(id)).reason).toMatch(/\w+/);
  }
});

test('law 5: the same request sent during and after the execution reports the one reservation', async () => {
  const first = await guest.reserve('hill-1', 'again');
  const [second, third] = await Promise.all([
    guest.reserve('hill-1', 'again'),
    guest.reserve('hill-1', 'again'),
  ]);
  expect([second, third]).toEqual([first, first]);
  cloud.clock.advance(MINUTE);
  await eventually(async () => (await guest.look('again')).status, 'EXPIRED');
  expect(await guest.reserve('hill-1', 'again')).toMatchObject({ id: 'again', status: 'EXPIRED' });
  expect(await guest.bookedStatus('hill-1')).toBe('VACANT');
});

test('law 5: a request whose function died before it asked the workflow goes on when it is sent again', async () => {
  const requestedAt = new Date(cloud.clock.now()).toISOString();
  const holdExpiresAt = new Date(cloud.clock.now() + MINUTE).toISOString();
  const record = { Id: 'half', apartmentId: 'harbour-2', guestId: 'a-guest', requestedAt, holdExpiresAt };
  await cloud.call('dynamodb', 'PutItem', {
    TableName: 'keyhold-local-reservations',
    Item: marshall({ ...record, status: 'PENDING', rank: 0 }) as unknown as JsonObject,
  });
  expect(await guest.look('half')).toMatchObject({ status: 'PENDING' });
  expect(await guest.bookedStatus('harbour-2')).toBe('VACANT');
  await guest.reserve('harbour-2', 'half');
  await eventually(async () => (await guest.look('half')).status, 'HELD');
  expect(await guest.look('half')).toMatchObject({ holdExpiresAt });
});

test('a cancelled apartment is vacant at once, and the workflow leaves its next guest alone', async () => {
  const { id } = await guest.reserve('hill-2');
  expect(await guest.cancel(id)).toMatchObject({ id, status: 'CANCELLED' });
  expect(await guest.bookedStatus('hill-2')).toBe('VACANT');
  cloud.clock.advance(MINUTE / 2);
  const next = await guest.reserve('hill-2');
  expect(next.status).toBe('HELD');
  cloud.clock.advance(MINUTE / 2);
  expect((await guest.look(id)).status).toBe('CANCELLED');
  expect((await guest.look(next.id)).status).toBe('HELD');
});

test('what does not exist is rejected in words', async () => {
  expect(await guest.reserve('no-such-place')).toMatchObject({
    status: 'REJECTED',
    reason: expect.stringContaining('exist'),
  });
  expect(await guest.look('no-such-reservation')).toBeNull();
  await expect(guest.cancel('no-such-reservation')).rejects.toMatchObject({ name: 'ReservationNotFound' });
});

test.each([
  ['reservationId', { apartmentId: 'hill-1', guestId: 'g', reservationId: 'no spaces' }],
  ['apartmentId', { apartmentId: '', guestId: 'g' }],
  ['guestId', { apartmentId: 'hill-1', guestId: '' }],
])('a bad %s is named, and nothing is started', async (field, input) => {
  const { errors } = await guest.ask(
    'mutation($input: ReserveApartmentInput!) { reserveApartment(input: $input) { id } }',
    { input },
  );
  expect(errors).toEqual([
    expect.objectContaining({ errorType: 'InvalidInput', message: expect.stringContaining(field) }),
  ]);
  expect(cloud.recentCalls.filter(({ action }) => action === 'StartExecution')).toEqual([]);
});

test('nobody can start a foreign state machine', async () => {
  const arn = 'arn:aws:states:eu-central-1:000000000000:stateMachine:somebody-elses';
  const { errors } = await guest.ask(
    'mutation($input: StepFunctionsInput!) { addStepFunction(input: $input) { id } }',
    { input: { id: 'a2', arn } },
  );
  expect(errors).toEqual([
    expect.objectContaining({ errorType: 'InvalidInput', message: expect.stringContaining('arn') }),
  ]);
});

test('staff fields are closed to the API key', async () => {
  const { errors } = await guest.ask('mutation { endReservation(id: "hill-1", refund: NONE) { id } }');
  expect(errors).toEqual([expect.objectContaining({ errorType: 'Unauthorized' })]);
});

test('the edge brings its own key: no browser needs one', async () => {
  const throughEdge = new Guest(`${cloud.edgeUrl}/graphql`, 'none');
  expect(await throughEdge.bookedStatus('hill-1')).toBe('VACANT');
});
