import { GetExecutionHistoryCommand, SFNClient } from '@aws-sdk/client-sfn';
import { Subscriber } from '@keyhold/local-cloud/testing';
import { eventually } from '../client';
import { SHOWN } from '../realtime/staff-client';
import { HOLD_MS, LATE_MS, Site } from './site';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.cloud.stop());

const statusOf = async (id: string) => (await site.guest.look(id)).status;
const paymentOf = (id: string) => site.item('payments', `reservation#${id}`);
const historyOf = (id: string) => site.item('reservations', id);
const refunds = async () =>
  (await site.items('payments')).filter(({ Id }) => String(Id).startsWith('refund#'));

test('who pays in time has the apartment, and keeps it when the hold would have ended', async () => {
  const subscriber = await Subscriber.open(site.cloud.gatewayUrl, { headers: key() });
  await subscriber.initialize();
  await subscriber.started('s', key(), `subscription { onApartmentChange(id: "hill-1") { ${SHOWN} } }`);
  const { id, arn, holdExpiresAt } = await site.guest.reserve('hill-1', 'in-time', 'guest-7');
  const checkout = await site.checkout(id);
  expect(Date.parse(checkout.expiresAt)).toBeLessThanOrEqual(Date.parse(String(holdExpiresAt)));
  expect(checkout.url).toMatch(`${site.url}/payments/test/`);
  expect(await site.viewed(id)).toMatchObject({ status: 'HELD', paymentUrl: checkout.url });

  expect(await site.press('pay', checkout)).toBe(`${site.url}/?reservation=${id}&payment=done`);

  expect(await statusOf(id)).toBe('PAID');
  const { paidAt } = await site.apartment('hill-1');
  expect(await site.viewed(id)).toMatchObject({
    status: 'PAID',
    paidAt,
    paymentUrl: null,
    latePayment: null,
  });
  await eventually(async () => (await historyOf(id))?.['status'], 'PAID');
  expect(await historyOf(id)).toMatchObject({ guestId: 'guest-7', apartmentId: 'hill-1', paidAt });

  const told = [await subscriber.next(), await subscriber.next()];
  expect(told.map(bookedStatusTold)).toEqual(['RESERVED', 'PAID']);
  const { checkoutId, paymentId } = (await paymentOf(id)) ?? {};
  for (const secret of [id, 'guest-7', String(checkoutId), String(paymentId)])
    expect(JSON.stringify(told)).not.toContain(secret);
  await subscriber.close();

  await site.advance(HOLD_MS);
  await eventually(async () => (await statesOf(arn)).at(-1), 'Apartment Paid');
  await eventually(() => executionStatus(arn), 'SUCCEEDED');
  expect(await site.apartment('hill-1')).toMatchObject({ bookedStatus: 'PAID', reservationId: id });
  expect(await statusOf(id)).toBe('PAID');
});

test('an event that is told twice, and told again a day later, pays once', async () => {
  const { id } = await site.guest.reserve('hill-2', 'told-twice');
  await site.press('twice', await site.checkout(id));
  const paid = await site.apartment('hill-2');
  expect(paid).toMatchObject({ bookedStatus: 'PAID', reservationId: id, settledPayments: [`PAID#${id}`] });
  const event = await eventOf(id);
  expect((await site.deliver(event, await site.signatureOf(event))).status).toBe(204);
  await site.advance(40 * 24 * 3_600_000);
  expect((await site.deliver(event, await site.signatureOf(event))).status).toBe(204);
  // The note of it is forgotten by then.
  const { settledPayments: _, ...lasting } = paid;
  expect(await site.apartment('hill-2')).toMatchObject(lasting);
  expect(await refunds()).toEqual([]);
});

test('an apartment whose stay staff have ended is not taken by the old event', async () => {
  const { id } = await site.guest.reserve('hill-3', 'stayed');
  await site.press('pay', await site.checkout(id));
  const event = await eventOf(id);
  await staffEnd(id);
  await eventually(() => site.guest.bookedStatus('hill-3'), 'VACANT');
  const input = { TableName: 'keyhold-local-payments', Key: { Id: { S: `event#${JSON.parse(event).id}` } } };
  await site.cloud.call('dynamodb', 'DeleteItem', input);
  expect((await site.deliver(event, await site.signatureOf(event))).status).toBe(204);
  expect((await site.apartment('hill-3'))['bookedStatus']).toBe('VACANT');
  expect(await refunds()).toEqual([]);
});

test('a checkout asked for 20 times at once is one', async () => {
  const { id } = await site.guest.reserve('hill-4', 'hasty');
  const checkouts = await Promise.all(Array.from({ length: 20 }, () => site.checkout(id)));
  expect(new Set(checkouts.map(({ url, expiresAt }) => `${url} ${expiresAt}`)).size).toBe(1);
  const kept = (await site.items('payments')).filter(({ reservationId }) => reservationId === id);
  expect(kept.map(({ Id }) => String(Id).replace(/#.*/, ''))).toEqual(['reservation', 'test-checkout']);
});

test('money that comes too late takes the apartment again while it is vacant', async () => {
  const { id } = await site.guest.reserve('mill-1', 'late-and-lucky');
  await site.press('late', await site.checkout(id));
  await site.advance(HOLD_MS + 5_000);
  await eventually(() => site.guest.bookedStatus('mill-1'), 'VACANT');
  await eventually(async () => (await historyOf(id))?.['status'], 'EXPIRED');
  expect(await statusOf(id)).toBe('EXPIRED');
  await site.advance(LATE_MS);
  await eventually(() => statusOf(id), 'PAID');
  await eventually(async () => (await paymentOf(id))?.['latePayment'], 'TAKEN_AGAIN');
  expect(await lateOf(id)).toEqual(['PAID TAKEN_AGAIN', 'PAID TAKEN_AGAIN']);
  expect(await site.apartment('mill-1')).toMatchObject({ bookedStatus: 'PAID', reservationId: id });
  await eventually(async () => (await historyOf(id))?.['status'], 'PAID');
});

test('money that comes too late is given back when somebody else has the apartment', async () => {
  const { id } = await site.guest.reserve('mill-2', 'late-and-unlucky');
  await site.press('late', await site.checkout(id));
  await site.advance(HOLD_MS + 5_000);
  await eventually(() => site.guest.bookedStatus('mill-2'), 'VACANT');
  const next = await site.guest.reserve('mill-2', 'quicker');
  expect(next.status).toBe('HELD');
  await site.advance(LATE_MS);
  await eventually(async () => (await paymentOf(id))?.['latePayment'], 'REFUNDED');
  expect(await lateOf(id)).toEqual(['EXPIRED REFUNDED', 'EXPIRED REFUNDED']);
  expect(await refunds()).toEqual([
    expect.objectContaining({ reservationId: id, reason: 'LATE', status: 'REFUNDED' }),
  ]);
  expect(await site.apartment('mill-2')).toMatchObject({ bookedStatus: 'RESERVED', reservationId: next.id });
  expect(await statusOf(next.id)).toBe('HELD');
});

test('a cancelled reservation can no longer be paid', async () => {
  const { id } = await site.guest.reserve('mill-3', 'regretted');
  const checkout = await site.checkout(id);
  await site.guest.cancel(id);
  await eventually(async () => (await paymentOf(id))?.['status'], 'EXPIRED');
  await eventually(() => testCheckoutStatus(checkout.url), 'EXPIRED');
  expect(await site.press('pay', checkout)).toBe('409');
  expect((await site.askCheckout(id)).status).toBe(409);
  expect(await site.viewed(id)).toMatchObject({ status: 'CANCELLED', paymentUrl: null });
  expect((await site.apartment('mill-3'))['bookedStatus']).toBe('VACANT');
});

test('money that was on its way when its guest cancelled is given back, and the apartment stays vacant', async () => {
  const { id } = await site.guest.reserve('mill-5', 'crossed');
  await site.checkout(id);
  const event = await eventOf(id, 'pi_crossed');
  await site.guest.cancel(id);
  expect((await site.deliver(event, await site.signatureOf(event))).status).toBe(204);
  expect(await lateOf(id)).toEqual(['CANCELLED REFUNDED', 'CANCELLED REFUNDED']);
  expect((await site.apartment('mill-5'))['bookedStatus']).toBe('VACANT');
  await eventually(async () => (await historyOf(id))?.['status'], 'CANCELLED');
});

test('a reservation by addStepFunction is paid as any other', async () => {
  const start = 'mutation($input: StepFunctionsInput!) { addStepFunction(input: $input) { id } }';
  const input = { id: 'by-arn', arn: site.cloud.outputs['stateMachineArn'] };
  expect((await site.guest.ask(start, { input })).errors).toBeUndefined();
  await eventually(() => statusOf('by-arn'), 'HELD');
  await site.press('pay', await site.checkout('by-arn'));
  expect(await site.apartment('1234567')).toMatchObject({ bookedStatus: 'PAID', reservationId: 'by-arn' });
});

test('an expired reservation can no longer be paid', async () => {
  const { id } = await site.guest.reserve('mill-4', 'forgotten');
  const checkout = await site.checkout(id);
  await site.advance(HOLD_MS);
  await eventually(() => testCheckoutStatus(checkout.url), 'EXPIRED');
  expect(await site.press('pay', checkout)).toBe('409');
  expect((await site.askCheckout(id)).status).toBe(409);
  expect(await site.viewed(id)).toMatchObject({ status: 'EXPIRED', paymentUrl: null });
});

function key(): Record<string, string> {
  return { 'x-api-key': String(site.cloud.outputs['apiKey']) };
}

function bookedStatusTold(message: Record<string, unknown>): unknown {
  const { payload } = message as { payload: { data: { onApartmentChange: { bookedStatus: string } } } };
  return payload.data.onApartmentChange.bookedStatus;
}

/** What GraphQL and the page are told of a late payment. */
async function lateOf(id: string): Promise<string[]> {
  const query = 'query($id: ID!) { getReservation(id: $id) { status latePayment } }';
  type Told = { getReservation: { status: string; latePayment: string } };
  const { data } = await site.guest.ask<Told>(query, { id });
  return [data?.getReservation, await site.viewed(id)].map(
    (told) => `${told?.['status']} ${told?.['latePayment']}`,
  );
}

async function testCheckoutStatus(url: string): Promise<unknown> {
  return (await site.item('payments', `test-checkout#${url.split('/').at(-1)}`))?.['status'];
}

/** The event of a checkout that was paid, as the provider sends it, and would send it again. */
async function eventOf(reservationId: string, payment?: string): Promise<string> {
  const { checkoutId, paymentId = payment ?? '', amount, currency } = (await paymentOf(reservationId)) ?? {};
  return JSON.stringify({
    id: `evt_paid_${checkoutId}`,
    type: 'checkout.session.completed',
    data: {
      object: {
        id: checkoutId,
        amount_total: amount,
        currency: String(currency).toLowerCase(),
        payment_status: 'paid',
        payment_intent: paymentId,
        metadata: { keyhold: 'keyhold-local-payments', reservationId },
      },
    },
  });
}

async function staffEnd(id: string): Promise<void> {
  await fetch(`${site.cloud.gatewayUrl}/graphql`, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=staff/20260101/eu-central-1/appsync/aws4_request',
    },
    body: JSON.stringify({
      query: 'mutation($id: ID!) { endReservation(id: $id, refund: NONE) { id } }',
      variables: { id },
    }),
  });
}

async function executionStatus(executionArn: string): Promise<unknown> {
  const execution = await site.cloud.call('states', 'DescribeExecution', { executionArn });
  return (execution as { status: string }).status;
}

async function statesOf(executionArn: string): Promise<string[]> {
  const client = new SFNClient({
    region: site.cloud.region,
    endpoint: site.cloud.gatewayUrl,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
  client.destroy();
  return events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
}
