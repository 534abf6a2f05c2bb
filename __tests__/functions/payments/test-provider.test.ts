import { createHash } from 'node:crypto';
import { TestProvider } from '../../../functions/payments/providers/test/test-provider';
import { APARTMENTS_TABLE_NAME, PAYMENTS_TABLE_NAME } from '../tables/tables';
import { type Answer, PaymentsFunction, SITE } from './payments-function';

let payments: PaymentsFunction;

beforeAll(async () => {
  payments = await PaymentsFunction.start();
});
beforeEach(() => {
  payments.lines.length = 0;
  payments.aws.sent.length = 0;
});
afterAll(() => payments.stop());

/** A held reservation's checkout: the path of its page. */
async function checkout(id: string, milliseconds?: number): Promise<string> {
  await payments.hold(id, id, milliseconds);
  const { body = '' } = await payments.checkout(id);
  return new URL(JSON.parse(body).url).pathname;
}

const press = (path: string, button: string) => payments.ask('POST', `${path}/${button}`);
const apartment = (id: string) => payments.tables.item(APARTMENTS_TABLE_NAME, id);
const payment = (id: string) => payments.tables.item(PAYMENTS_TABLE_NAME, `reservation#${id}`);
const backWith = (id: string, outcome: string) => `${SITE}/?reservation=${id}&payment=${outcome}`;
const whereTo = ({ statusCode, headers }: Answer) => [statusCode, headers?.['location']];

describe('the page', () => {
  test('is marked as a test, says what is paid and until when, and needs neither script nor image', async () => {
    const { statusCode, headers, body = '' } = await payments.ask('GET', await checkout('page'));
    expect([statusCode, headers?.['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body).toContain('<strong>Test payment</strong> — no money moves');
    expect(body).toContain('<h1>Loft &lt;page&gt;</h1>');
    expect(body).toContain('€129.00');
    expect(body).toContain('<html lang="en">');
    for (const button of ['Pay', 'Fail', 'Pay too late', 'Send the event twice']) {
      expect(body).toContain(`>${button}</button>`);
    }
    expect(body).toContain(`href="${backWith('page', 'cancelled').replace('&', '&amp;')}"`);
    expect(body).not.toMatch(/<script|<img|style="|\son\w+="/);
  });

  test('lets nothing run or load but its own style, and no other site frame it', async () => {
    const { headers, body = '' } = await payments.ask('GET', await checkout('policy'));
    const style = /<style>(.*)<\/style>/s.exec(body)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers).toMatchObject({
      'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  test('of what is paid has no button to pay again, only one to tell of it again', async () => {
    const path = await checkout('again');
    await press(path, 'pay');
    const { body = '' } = await payments.ask('GET', path);
    expect(body).toContain('This checkout is paid.');
    expect(body.match(/<button/g)).toHaveLength(1);
    expect(whereTo(await press(path, 'pay'))).toEqual([303, backWith('again', 'done')]);
    expect(payments.metrics().filter((name) => name === 'Paid')).toHaveLength(1);
  });
});

describe('the button', () => {
  test('Pay pays', async () => {
    expect(whereTo(await press(await checkout('pay'), 'pay'))).toEqual([303, backWith('pay', 'done')]);
    expect(await apartment('pay')).toMatchObject({ bookedStatus: 'PAID', reservationId: 'pay' });
    expect(await payment('pay')).toMatchObject({ status: 'PAID' });
  });

  test('Fail pays nothing, and the next checkout is another', async () => {
    const path = await checkout('fail');
    expect(whereTo(await press(path, 'fail'))).toEqual([303, backWith('fail', 'failed')]);
    expect(await apartment('fail')).toMatchObject({ bookedStatus: 'RESERVED' });
    expect((await press(path, 'pay')).statusCode).toBe(409);
    const next = new URL(JSON.parse((await payments.checkout('fail')).body ?? '').url).pathname;
    expect(next).not.toBe(path);
    expect(whereTo(await press(next, 'pay'))).toEqual([303, backWith('fail', 'done')]);
    expect(await apartment('fail')).toMatchObject({ bookedStatus: 'PAID' });
  });

  test('Send the event twice pays once', async () => {
    expect(whereTo(await press(await checkout('twice'), 'twice'))).toEqual([303, backWith('twice', 'done')]);
    expect(await apartment('twice')).toMatchObject({ bookedStatus: 'PAID' });
    expect(payments.metrics().filter((name) => name === 'Paid')).toHaveLength(1);
  });

  test.each([
    [
      'TAKEN_AGAIN',
      'vacant',
      { bookedStatus: 'VACANT' },
      { bookedStatus: 'PAID', reservationId: 'late-vacant' },
    ],
    [
      'REFUNDED',
      'taken',
      { bookedStatus: 'PAID', reservationId: 'quicker' },
      { bookedStatus: 'PAID', reservationId: 'quicker' },
    ],
  ])('Pay too late ends %s where the apartment is %s by then', async (latePayment, name, state, end) => {
    const id = `late-${name}`;
    const path = await checkout(id, 1_000_000);
    expect(whereTo(await press(path, 'late'))).toEqual([303, backWith(id, 'done')]);
    const [{ task, delaySeconds } = { task: {}, delaySeconds: 0 }] = payments.tasks('deliverTestEvent');
    expect(delaySeconds).toBe(900);
    expect(await apartment(id)).toMatchObject({ bookedStatus: 'RESERVED' });

    const dueAt = String((task as Record<string, string>)['dueAt']);
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.parse(dueAt));
    expect(new Date(dueAt).getTime()).toBeGreaterThan(Date.parse(String((await payment(id))?.['expiresAt'])));
    await payments.apartment(id, state);
    await payments.work({ task: 'expireCheckout', reservationId: id });
    expect(await payments.work(task)).toEqual([]);
    clock.mockRestore();
    expect(await apartment(id)).toMatchObject(end);
    expect(await payment(id)).toMatchObject({ latePayment });
    const refunds = (await payments.tables.ids(PAYMENTS_TABLE_NAME)).filter((key) =>
      key.startsWith(`test-refund#pi_${path.split('/').at(-1)}`),
    );
    expect(refunds).toHaveLength(latePayment === 'REFUNDED' ? 1 : 0);
  });
});

test('money whose event is lost is settled when the hold ends, and is not there before it is paid', async () => {
  const id = 'lost';
  const path = await checkout(id, 60_000);
  const checkoutId = path.split('/').at(-1) ?? '';
  const item = await payments.tables.item(PAYMENTS_TABLE_NAME, `test-checkout#${checkoutId}`);
  const paidAt = new Date(Date.now() + 30_000).toISOString();
  await payments.tables.put(PAYMENTS_TABLE_NAME, { ...item, status: 'PAID', paidAt });
  await payments.work({ task: 'expireCheckout', reservationId: id });
  expect(await apartment(id)).toMatchObject({ bookedStatus: 'RESERVED' });
  const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.parse(paidAt));
  expect(await payments.work({ task: 'expireCheckout', reservationId: id })).toEqual([]);
  expect(await apartment(id)).toMatchObject({ bookedStatus: 'PAID', reservationId: id });
  expect(payments.metrics()).toContain('PaidUntold');
  const [follow] = payments.tasks('followUntold');
  expect(follow).toMatchObject({ delaySeconds: 60 });
  clock.mockReturnValue(Date.parse(paidAt) + 900_000);
  expect(await payments.work(follow?.task ?? '')).toEqual([]);
  clock.mockRestore();
  expect(payments.metrics()).toContain('WebhookMissing');
});

describe('the guest’s return', () => {
  const comeBack = (id: string) => payments.ask('GET', `/payments/return/${id}`);
  const back = (id: string) => [303, `/?reservation=${id}&payment=done`];

  test('settles what was paid, and leads to the page of the booking', async () => {
    const checkoutId = (await checkout('return')).split('/').at(-1) ?? '';
    const item = await payments.tables.item(PAYMENTS_TABLE_NAME, `test-checkout#${checkoutId}`);
    await payments.tables.put(PAYMENTS_TABLE_NAME, { ...item, status: 'PAID' });
    expect(whereTo(await comeBack('return'))).toEqual(back('return'));
    expect(await apartment('return')).toMatchObject({ bookedStatus: 'PAID', reservationId: 'return' });
    expect(whereTo(await comeBack('return'))).toEqual(back('return'));
    expect(payments.tasks('followUntold')).toHaveLength(1);
  });

  test('leads there without a payment, without a checkout, and when the provider cannot be asked', async () => {
    await checkout('unpaid');
    expect(whereTo(await comeBack('unpaid'))).toEqual(back('unpaid'));
    expect(await apartment('unpaid')).toMatchObject({ bookedStatus: 'RESERVED' });
    expect(whereTo(await comeBack('nobody'))).toEqual(back('nobody'));
    const ask = jest.spyOn(TestProvider.prototype, 'checkoutState').mockRejectedValue(new Error('down'));
    expect(whereTo(await comeBack('unpaid'))).toEqual(back('unpaid'));
    ask.mockRestore();
    expect(payments.metrics()).toContain('InternalErrors');
  });

  test.each(['', '/more', '%2F..'])('to what is no reservation leads nowhere: %j', async (rest) => {
    expect((await comeBack(rest)).statusCode).toBe(404);
  });
});

test('an event that could not be taken comes again, and the guest goes on meanwhile', async () => {
  const path = await checkout('retry');
  payments.aws.parameters.delete('/webhook');
  const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 86_400_000);
  expect(whereTo(await press(path, 'pay'))).toEqual([303, backWith('retry', 'done')]);
  clock.mockRestore();
  payments.aws.parameters.set('/webhook', 'webhook-secret-0123456789');
  expect(await apartment('retry')).toMatchObject({ bookedStatus: 'RESERVED' });
  const [sent] = payments.tasks('deliverTestEvent');
  expect(sent?.delaySeconds).toBe(10);
  expect(await payments.work({ ...sent?.task, dueAt: new Date(0).toISOString() })).toEqual([]);
  expect(await apartment('retry')).toMatchObject({ bookedStatus: 'PAID' });
});
