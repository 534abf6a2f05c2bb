import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../client';
import { HOLD_MS, LATE_MS, Site } from './site';

/** What each of the guest's reservations came to, by apartment, in the order in which they were made. */
const STORIES = [
  { apartment: 'hill-1', id: 'one-expired', status: 'EXPIRED', latePayment: null },
  { apartment: 'hill-2', id: 'two-cancelled', status: 'CANCELLED', latePayment: null },
  { apartment: 'hill-3', id: 'three-taken-again', status: 'PAID', latePayment: 'TAKEN_AGAIN' },
  { apartment: 'hill-4', id: 'four-paid', status: 'PAID', latePayment: null },
] as const;

const FIELDS = 'id apartmentId status reason reservedAt paidAt latePayment paymentUrl holdExpiresAt';

let directory: string;
let site: Site;

/** Lives through the stories, and then loses every execution, as AWS does 90 days after their end. */
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'keyhold-history-'));
  site = await Site.open(directory);
  for (const { apartment, id } of STORIES) await site.guest.reserve(apartment, id, 'guest-7');
  await site.guest.reserve('mill-1', 'of-another', 'guest-8');
  await site.guest.cancel('two-cancelled');
  await site.press('late', await site.checkout('three-taken-again'));
  await site.press('pay', await site.checkout('four-paid'));
  await site.advance(HOLD_MS);
  for (const { id } of STORIES) await eventually(() => executionStatus(id), 'SUCCEEDED');
  await site.advance(LATE_MS);
  for (const { id, status } of STORIES) await eventually(() => remembered(id), status);
  await site.stillness();
  await site.cloud.stop();
  rmSync(join(directory, 'states'), { recursive: true });
  site = await Site.open(directory);
});
afterAll(async () => {
  await site.cloud.stop();
  rmSync(directory, { recursive: true });
});

test.each(STORIES)(
  'of $id it is told that it is $status, though its workflow is forgotten',
  async (story) => {
    const { apartment, id, status, latePayment } = story;
    await expect(executionStatus(id)).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' });
    const query = `query($id: ID!) { getReservation(id: $id) { ${FIELDS} } }`;
    const { data, errors } = await site.guest.ask<{ getReservation: unknown }>(query, { id });
    expect(errors).toBeUndefined();
    const told = {
      id,
      apartmentId: apartment,
      status,
      latePayment,
      paymentUrl: null,
      reservedAt: expect.stringMatching(/Z$/),
      reason: status === 'PAID' ? null : expect.stringMatching(/\w+/),
      paidAt: status === 'PAID' ? expect.stringMatching(/Z$/) : null,
    };
    expect(data?.getReservation).toMatchObject(told);
    expect(await site.viewed(id)).toMatchObject(told);
  },
);

test("staff see a guest's reservations, the newest first, page by page", async () => {
  const newest = STORIES.map(({ id, status }) => `${id} ${status}`).reverse();
  expect(await listed(undefined, 10)).toEqual({ found: newest, next: null });
  const first = await listed(undefined, 3);
  expect(first.found).toEqual(newest.slice(0, 3));
  expect(await listed(first.next, 3)).toEqual({ found: newest.slice(3), next: null });
});

test('nobody else does', async () => {
  const query = '{ listReservations(guestId: "guest-7") { items { id } } }';
  const { data, errors } = await site.guest.ask(query);
  expect(data).toBeNull();
  expect(errors).toEqual([expect.objectContaining({ errorType: 'Unauthorized' })]);
});

async function executionStatus(name: string): Promise<string> {
  const machine = String(site.cloud.outputs['stateMachineArn']);
  const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
  const execution = await site.cloud.call('states', 'DescribeExecution', { executionArn });
  return (execution as { status: string }).status;
}

async function remembered(id: string): Promise<unknown> {
  return (await site.item('reservations', id))?.['status'];
}

/** As staff, whose requests are signed. */
async function listed(nextToken: string | null | undefined, limit: number) {
  const query = `query($nextToken: String, $limit: Int) {
    listReservations(guestId: "guest-7", limit: $limit, nextToken: $nextToken) { items { id status } nextToken }
  }`;
  const answer = await fetch(`${site.cloud.gatewayUrl}/graphql`, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=staff/20260101/eu-central-1/appsync/aws4_request',
    },
    body: JSON.stringify({ query, variables: { nextToken, limit } }),
  });
  const { data } = (await answer.json()) as {
    data: { listReservations: { items: { id: string; status: string }[]; nextToken: string | null } };
  };
  const { items, nextToken: next } = data.listReservations;
  return { found: items.map(({ id, status }) => `${id} ${status}`), next };
}
