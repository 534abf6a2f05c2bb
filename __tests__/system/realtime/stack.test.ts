import { LocalCloud } from '@keyhold/local-cloud';
import { Subscriber } from '@keyhold/local-cloud/testing';
import { WebSocket } from 'ws';
import { loadSamples } from '../../../cli/samples';
import { stackFolder } from '../../synthesize';
import { Guest } from '../client';
import { CHANGE, SHOWN, StaffClient } from './staff-client';

let cloud: LocalCloud;
let staff: StaffClient;
let subscriber: Subscriber;

beforeAll(async () => {
  cloud = await LocalCloud.start({ artifact: stackFolder('keyhold-local') });
  staff = new StaffClient(cloud);
});

afterAll(() => cloud.stop());

beforeEach(async () => {
  subscriber = await Subscriber.open(cloud.gatewayUrl, { headers: { 'x-api-key': apiKey() } });
  await subscriber.initialize();
});

afterEach(() => subscriber.close());

function apiKey(): string {
  return String(cloud.outputs['apiKey']);
}

const key = () => ({ 'x-api-key': apiKey() });

test('whoever holds the API key is told of a change that was published by IAM', async () => {
  await subscriber.started('all', key(), `subscription { onApartmentChange { ${SHOWN} } }`);
  await subscriber.started('other', key(), 'subscription { onApartmentChange(id: "hill-2") { id } }');
  await subscriber.started(
    'of',
    key(),
    'subscription { onApartmentChange(complexId: "hill") { bookedStatus } }',
  );

  const published = await staff.publish(CHANGE);

  expect(published).toEqual({ data: { publishApartmentChange: { ...CHANGE, __typename: 'Apartment' } } });
  expect(await subscriber.next()).toEqual({
    type: 'data',
    id: 'all',
    payload: { data: { onApartmentChange: { ...CHANGE, __typename: 'Apartment' } } },
  });
  expect(await subscriber.next()).toEqual({
    type: 'data',
    id: 'of',
    payload: { data: { onApartmentChange: { bookedStatus: 'RESERVED' } } },
  });
});

test('one apartment is asked for by its id, and the end of its hold is told as null', async () => {
  await subscriber.started('s', key(), 'subscription { onApartmentChange(id: "hill-1") { holdExpiresAt } }');
  await staff.publish({ ...CHANGE, bookedStatus: 'VACANT', holdExpiresAt: null });
  expect(await subscriber.next()).toMatchObject({
    payload: { data: { onApartmentChange: { holdExpiresAt: null } } },
  });
});

test.each(['reservationId', 'guestId', 'releasedReservationId', 'paymentId'])(
  '%s, which would make its holder the guest, is not there to subscribe to',
  async (secret) => {
    subscriber.start('s', key(), `subscription { onApartmentChange { id ${secret} } }`);
    const says = `Field '${secret}' in type 'Apartment' is undefined @ 'onApartmentChange/${secret}'`;
    expect(await subscriber.next()).toEqual({
      type: 'error',
      id: 's',
      payload: { errors: [{ message: `Validation error of type FieldUndefined: ${says}` }] },
    });
  },
);

test('the public publishes nothing', async () => {
  await subscriber.started('s', key(), 'subscription { onApartmentChange { id } }');
  const { data, errors } = await Guest.of(cloud).ask(
    `mutation($input: ApartmentChangeInput!) { publishApartmentChange(input: $input) { ${SHOWN} } }`,
    { input: CHANGE },
  );
  expect(data).toBeNull();
  expect(errors).toMatchObject([{ errorType: 'Unauthorized' }]);
  subscriber.say({ type: 'stop', id: 's' });
  expect(await subscriber.next()).toEqual({ type: 'complete', id: 's' });
});

test('a signed client subscribes at the host of the API', async () => {
  const header = Buffer.from(JSON.stringify(await staff.signed('/graphql/connect', '{}'))).toString(
    'base64url',
  );
  const host = staff.apiUrl.host.replace('appsync-api', 'appsync-realtime-api');
  const client = await Subscriber.open(cloud.gatewayUrl, {
    protocols: ['graphql-ws', `header-${header}`],
    headers: { host },
  });
  await client.initialize();
  const query = 'subscription { onApartmentChange { id } }';
  const authorization = await staff.signed('/graphql', JSON.stringify({ query, variables: {} }));
  await client.started('s', authorization, query);
  await staff.publish(CHANGE);
  expect(await client.next()).toMatchObject({ payload: { data: { onApartmentChange: { id: 'hill-1' } } } });
  await client.close();
});

test('a reservation reaches the subscribers, and nothing that would make them its guest', async () => {
  await loadSamples(cloud, String(cloud.outputs['apartmentsTable']));
  await subscriber.started('s', key(), `subscription { onApartmentChange(id: "mill-1") { ${SHOWN} } }`);

  const { id, status, holdExpiresAt } = await Guest.of(cloud).reserve('mill-1', undefined, 'guest-7');
  expect(status).toBe('HELD');

  const told = [await subscriber.next()];
  while (!JSON.stringify(told.at(-1)).includes('RESERVED')) told.push(await subscriber.next());
  expect(told.at(-1)).toMatchObject({
    payload: { data: { onApartmentChange: { id: 'mill-1', bookedStatus: 'RESERVED', holdExpiresAt } } },
  });
  expect(JSON.stringify(told)).not.toContain(id);
  expect(JSON.stringify(told)).not.toContain('guest-7');
});

test('the cloud stops at once, with subscribers connected', async () => {
  const other = await LocalCloud.start({ artifact: stackFolder('keyhold-local') });
  const client = await Subscriber.open(other.gatewayUrl, {
    headers: { 'x-api-key': String(other.outputs['apiKey']) },
  });
  await client.initialize();
  const started = performance.now();
  await other.stop();
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(await client.closed).toBe(1001);
  expect(client.socket.readyState).toBe(WebSocket.CLOSED);
});
