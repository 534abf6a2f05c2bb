import { eventually } from '../client';
import { type Checkout, HOLD_MS, Site } from './site';

/*
 * Webhooks are switched off altogether: the provider takes money and tells nobody. Whatever becomes of it comes from
 * asking, by the sweep that the schedule calls every minute, and by whatever ends a hold.
 */

const MINUTE_MS = 60_000;

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.cloud.stop());

/** The guest pays at the provider, whose event never comes. */
async function payUntold({ url }: Checkout): Promise<void> {
  await site.cloud.call('dynamodb', 'UpdateItem', {
    TableName: 'keyhold-local-payments',
    Key: { Id: { S: `test-checkout#${url.split('/').at(-1)}` } },
    UpdateExpression: 'SET #status = :paid',
    ConditionExpression: '#status = :open',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':paid': { S: 'PAID' }, ':open': { S: 'OPEN' } },
  });
}

const status = async (id: string) => (await site.viewed(id))['status'];
const unfinished = async (id: string) => (await site.item('reservations', id))?.['dueAt'];

test('a guest who paid has his apartment before his hold ends', async () => {
  await site.guest.reserve('hill-1', 'paid-early');
  await payUntold(await site.checkout('paid-early'));
  expect(await status('paid-early')).toBe('HELD');
  await site.advance(HOLD_MS - 1_000);
  await eventually(() => status('paid-early'), 'PAID');
  expect(await site.apartment('hill-1')).toMatchObject({ bookedStatus: 'PAID', reservationId: 'paid-early' });
});

test('or his money, where somebody else has it since', async () => {
  await site.guest.reserve('hill-2', 'let-go');
  await payUntold(await site.checkout('let-go'));
  await site.guest.cancel('let-go');
  await site.guest.reserve('hill-2', 'next');
  await site.advance(HOLD_MS + MINUTE_MS);
  const refunded = async () =>
    JSON.stringify((await site.viewed('let-go'))['refunds']).includes('"REFUNDED"');
  await eventually(refunded, true);
  expect(await site.viewed('let-go')).toMatchObject({ status: 'CANCELLED' });
  const [line, ...more] = (await site.items('payments')).filter(({ movement }) => movement === 'REFUND');
  expect([line?.['reservationId'], more]).toEqual(['let-go', []]);
});

test('what a hold has left is finished: nothing of it is looked at for ever', async () => {
  await site.guest.reserve('hill-3', 'left');
  await site.checkout('left');
  for (let minute = 0; minute < 25; minute++) await site.advance(MINUTE_MS);
  await eventually(() => unfinished('left'), undefined);
  expect(await status('left')).toBe('EXPIRED');
});

test('a hold whose workflow was stopped ends all the same (law 2)', async () => {
  await site.guest.reserve('hill-4', 'stopped');
  const executionArn = 'arn:aws:states:eu-central-1:000000000000:execution:keyhold-local-booking:stopped';
  await site.cloud.call('states', 'StopExecution', { executionArn });
  await site.advance(HOLD_MS + 10_000);
  await site.advance(MINUTE_MS);
  await eventually(async () => (await site.apartment('hill-4'))['bookedStatus'], 'VACANT');
  await eventually(() => status('stopped'), 'EXPIRED');
  expect(await site.apartment('hill-4')).toMatchObject({ releaseReason: 'EXPIRED' });
});
