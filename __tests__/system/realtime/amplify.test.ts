import { type Json, LocalCloud } from '@keyhold/local-cloud';
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { WebSocket } from 'ws';
import { stackFolder } from '../../synthesize';
import { CHANGE, SHOWN, StaffClient } from './staff-client';
import { type TlsTerminator, terminateTls } from './tls-terminator';

let cloud: LocalCloud;
let tls: TlsTerminator;

// The client never takes back some of its timers, of up to 15 s; no test waits for them.
const { setTimeout: start } = globalThis;
jest
  .spyOn(globalThis, 'setTimeout')
  .mockImplementation(((run: () => void, wait: number) => start(run, wait).unref()) as typeof setTimeout);

beforeAll(async () => {
  cloud = await LocalCloud.start({ artifact: stackFolder('keyhold-local') });
  tls = await terminateTls(cloud.gatewayUrl);
  const { certificate } = tls;
  /** What a browser is: a WebSocket that trusts the certificate. */
  class BrowserSocket extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { ca: certificate });
    }
  }
  Object.assign(globalThis, { WebSocket: BrowserSocket });
});

afterAll(async () => {
  await cloud.stop();
  await tls.close();
});

function configure(apiKey: string): void {
  const endpoint = `https://localhost:${tls.port}/graphql`;
  const GraphQL = { endpoint, region: 'eu-central-1', defaultAuthMode: 'apiKey' as const, apiKey };
  Amplify.configure({ API: { GraphQL } });
}

/** The first thing that an unmodified aws-amplify client is told: an answer or an error. */
function firstTold(query: string, variables: Record<string, Json>, live: () => void): Promise<unknown> {
  return new Promise((resolve) => {
    const told = generateClient().graphql({ query, variables });
    if (!('subscribe' in told)) throw new Error('aws-amplify takes it for no subscription.');
    const subscription = told.subscribe({
      next: (answer) => {
        subscription.unsubscribe();
        resolve(answer);
      },
      error: resolve,
    });
    live();
  });
}

test('with a wrong key it does not try for ever', async () => {
  configure('da2-wrong');
  const told = await firstTold('subscription { onApartmentChange { id } }', {}, () => undefined);
  expect(JSON.stringify(told)).toContain('UnauthorizedException');
});

test('an unmodified aws-amplify client gets what publishApartmentChange publishes', async () => {
  configure(String(cloud.outputs['apiKey']));
  const staff = new StaffClient(cloud);
  const query = `subscription($id: ID) { change: onApartmentChange(id: $id) { ${SHOWN} } }`;
  // The client does not say when it is live: the change is published until it was heard.
  let publishing: NodeJS.Timeout | undefined;
  const told = await firstTold(query, { id: 'hill-1' }, () => {
    publishing = setInterval(() => void staff.publish(CHANGE), 50);
  });
  clearInterval(publishing);
  expect(told).toEqual({ data: { change: { ...CHANGE, __typename: 'Apartment' } } });
});

test('it is told why a subscription is refused', async () => {
  configure(String(cloud.outputs['apiKey']));
  const told = await firstTold('subscription { onReservation { id } }', {}, () => undefined);
  expect(JSON.stringify(told)).toContain("Field 'onReservation' in type 'Subscription' is undefined");
});
