import { APARTMENTS_TABLE_NAME, PAYMENTS_TABLE_NAME, RESERVATIONS_TABLE_NAME } from '../tables/tables';
import {
  type Answer,
  completed,
  ORIGIN_SECRET,
  PaymentsFunction,
  SITE,
  sign,
  WEBHOOK_SECRET,
} from './payments-function';

let payments: PaymentsFunction;

beforeAll(async () => {
  payments = await PaymentsFunction.start();
});
beforeEach(() => {
  payments.lines.length = 0;
  payments.aws.sent.length = 0;
  payments.aws.operations.length = 0;
});
afterAll(() => payments.stop());

const bodyOf = ({ body }: Answer) => JSON.parse(body ?? '');
const apartment = (id: string) => payments.tables.item(APARTMENTS_TABLE_NAME, id);
const payment = (id: string) => payments.tables.item(PAYMENTS_TABLE_NAME, `reservation#${id}`);

describe('who comes past the edge', () => {
  test.each([
    ['without the secret', undefined],
    ['with another', 'origin-secret-9876543210'],
    ['with half of it', ORIGIN_SECRET.slice(0, 10)],
    ['with none', ''],
  ])('%s is refused', async (_, secret) => {
    const answer = await payments.ask('POST', '/payments/checkout', '{}', { 'x-origin-secret': secret });
    expect(answer.statusCode).toBe(403);
    expect(bodyOf(answer)).toEqual({
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
      detail: "Payments are reached by the site's own address only.",
      errorType: 'Forbidden',
    });
  });

  test('with the secret that was changed a moment ago is let in', async () => {
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 11_000);
    payments.aws.parameters.set('/origin', 'changed');
    const answer = await payments.ask('GET', '/payments/nowhere', undefined, {
      'x-origin-secret': 'changed',
    });
    expect(answer.statusCode).toBe(404);
    clock.mockReturnValue(now + 22_000);
    payments.aws.parameters.set('/origin', ORIGIN_SECRET);
    expect((await payments.ask('GET', '/payments/nowhere')).statusCode).toBe(404);
    clock.mockRestore();
  });
});

describe('a checkout', () => {
  test('of a held reservation has a URL, ends with the hold, and is the same when asked again', async () => {
    const holdExpiresAt = await payments.hold('story', 'story');
    const [first, second] = await Promise.all([payments.checkout('story'), payments.checkout('story')]);
    expect(first.statusCode).toBe(200);
    expect(first.headers).toEqual({ 'cache-control': 'no-store', 'content-type': 'application/json' });
    expect(bodyOf(first)).toEqual({
      url: expect.stringMatching(/^https:\/\/keyhold\.test\/payments\/test\/cs_test_[\w-]{32}$/),
      expiresAt: holdExpiresAt,
    });
    expect(bodyOf(second)).toEqual(bodyOf(first));
    expect(bodyOf(await payments.checkout('story'))).toEqual(bodyOf(first));
    expect(await payment('story')).toMatchObject({
      amount: 12_900,
      currency: 'EUR',
      status: 'OPEN',
      attempt: 1,
    });
    expect(payments.metrics()).toContain('CheckoutCreated');
  });

  test.each(['127.0.0.1:8080', 'localhost:8080', '[::1]:8080', 'localhost'])(
    'on a machine of one’s own, %s, is reached without TLS',
    async (host) => {
      const id = `own-${host.replaceAll(/\W/g, '-')}`;
      await payments.hold(id, id);
      const body = JSON.stringify({ reservationId: id });
      const answer = await payments.ask('POST', '/payments/checkout', body, { 'x-keyhold-site': host });
      expect(bodyOf(answer).url).toMatch(/^http:/);
      expect(new URL(bodyOf(answer).url).host).toBe(host);
    },
  );

  test.each<[string, () => Promise<unknown>, number, string]>([
    ['nobody knows', async () => undefined, 404, 'ReservationNotFound'],
    ['whose hold is over', () => payments.hold('x', 'x', -1), 409, 'HoldExpired'],
    [
      'that was cancelled',
      async () => payments.hold('x', 'x').then(() => payments.apartment('x')),
      409,
      'NotHeld',
    ],
    [
      'that is paid',
      async () =>
        payments
          .hold('x', 'x')
          .then(() => payments.apartment('x', { bookedStatus: 'PAID', reservationId: 'x' })),
      409,
      'AlreadyPaid',
    ],
  ])('of a reservation %s there is none', async (_, prepare, status, errorType) => {
    await prepare();
    const answer = await payments.checkout('x');
    expect([answer.statusCode, bodyOf(answer).errorType]).toEqual([status, errorType]);
    expect(await payment('x')).toBeUndefined();
  });

  test.each([
    ['no JSON', 'reservationId=1', /must be JSON/],
    ['a list', '[]', /must be JSON/],
    ['no id', '{}', /^reservationId is missing/],
    ['an id that is none', '{"reservationId":"a/b"}', /^reservationId does not fit/],
  ])('asked for with %s is refused', async (_, body, detail) => {
    const answer = await payments.ask('POST', '/payments/checkout', body);
    expect(answer.statusCode).toBe(400);
    expect(bodyOf(answer)).toMatchObject({
      errorType: 'InvalidInput',
      detail: expect.stringMatching(detail),
    });
  });

  test('of a site that is none is refused', async () => {
    const body = '{"reservationId":"story"}';
    const answer = await payments.ask('POST', '/payments/checkout', body, { 'x-keyhold-site': 'evil/..' });
    expect(bodyOf(answer).errorType).toBe('InvalidInput');
  });
});

describe('a webhook', () => {
  test.each<[string, () => Promise<Answer>, number, string]>([
    [
      'is forged',
      () => payments.webhook(completed('w'), sign(JSON.stringify(completed('w')), 'guessed')),
      400,
      'InvalidSignature',
    ],
    [
      'was signed six minutes ago',
      () =>
        payments.webhook(
          completed('w'),
          sign(JSON.stringify(completed('w')), WEBHOOK_SECRET, Date.now() - 360_000),
        ),
      400,
      'InvalidSignature',
    ],
    [
      'was changed on the way',
      () => payments.webhook(completed('w', { amount_total: 1 }), sign(JSON.stringify(completed('w')))),
      400,
      'InvalidSignature',
    ],
    [
      'is not signed',
      () => payments.ask('POST', '/payments/webhook', JSON.stringify(completed('w'))),
      400,
      'InvalidSignature',
    ],
    ['is empty', () => payments.webhook(''), 400, 'InvalidSignature'],
    ['is no JSON', () => payments.webhook('{'), 400, 'MalformedEvent'],
    ['is no event', () => payments.webhook({ id: 'evt_1' }), 400, 'MalformedEvent'],
    [
      'is larger than any event',
      () => payments.webhook(completed('w', { padding: 'x'.repeat(262_144) })),
      413,
      'BodyTooLarge',
    ],
  ])('that %s is refused, with nothing written', async (_, send, status, errorType) => {
    await payments.hold('w', 'w');
    await payments.checkout('w');
    const before = [await apartment('w'), await payments.tables.ids(PAYMENTS_TABLE_NAME)];
    const answer = await send();
    expect([answer.statusCode, bodyOf(answer).errorType]).toEqual([status, errorType]);
    expect([await apartment('w'), await payments.tables.ids(PAYMENTS_TABLE_NAME)]).toEqual(before);
    expect(payments.aws.sent).toEqual([]);
    if (status === 400) expect(payments.metrics()).toContain('WebhookRefused');
  });

  test('makes the apartment PAID; replayed it changes nothing', async () => {
    await payments.hold('paid', 'paid');
    await payments.checkout('paid');
    expect((await payments.webhook(completed('paid'))).statusCode).toBe(204);
    const after = await apartment('paid');
    expect(after).toMatchObject({ bookedStatus: 'PAID', reservationId: 'paid', paymentId: 'pi_paid' });
    expect(await payment('paid')).toMatchObject({ status: 'PAID', paidAt: after?.['paidAt'] });
    expect((await payments.webhook(completed('paid'))).statusCode).toBe(204);
    expect((await payments.webhook(completed('paid', {}, 'evt_other'))).statusCode).toBe(204);
    expect(await apartment('paid')).toEqual(after);
    expect(payments.metrics().filter((name) => name === 'Paid')).toHaveLength(1);
  });

  test('of a checkout that was completed without its money is noted and told, and pays nothing', async () => {
    await payments.hold('unpaid', 'unpaid');
    await payments.checkout('unpaid');
    const { checkoutId } = (await payments.tables.item(PAYMENTS_TABLE_NAME, 'reservation#unpaid')) ?? {};
    const event = completed('unpaid', { id: checkoutId, payment_status: 'unpaid' });
    expect((await payments.webhook(event)).statusCode).toBe(204);
    expect(await payments.tables.item(PAYMENTS_TABLE_NAME, 'reservation#unpaid')).toMatchObject({
      status: 'OPEN',
      unpaidAt: expect.stringMatching(/Z$/),
    });
    expect(await apartment('unpaid')).toMatchObject({ bookedStatus: 'RESERVED' });
    expect(payments.metrics()).toContain('CompletedUnpaid');
  });

  test('of the other mode, and of an API version that is not known, is refused or named', async () => {
    const live = { ...completed('mode'), livemode: true };
    expect(await payments.webhook(live)).toMatchObject({ statusCode: 400 });
    expect(payments.metrics()).toContain('WebhookRefused');
    await payments.webhook({ ...completed('version'), api_version: '2031-01-01.future' });
    expect(payments.metrics()).toContain('ApiVersionUnknown');
    expect(JSON.stringify(payments.lines)).toContain('2031-01-01.future');
  });

  test('whose bytes come in base64 is verified over those bytes', async () => {
    await payments.hold('bytes', 'bytes');
    await payments.checkout('bytes');
    const payload = JSON.stringify({ ...completed('bytes'), note: 'Zürich' });
    const headers = { 'stripe-signature': sign(payload) };
    const answer = await payments.ask('POST', '/payments/webhook', Buffer.from(payload), headers);
    expect(answer.statusCode).toBe(204);
    expect(await apartment('bytes')).toMatchObject({ bookedStatus: 'PAID' });
  });

  test('is taken by either of two secrets while they are rotated', async () => {
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 301_000);
    payments.aws.parameters.set('/webhook', `whsec_new, ${WEBHOOK_SECRET}`);
    for (const [id, secret] of [
      ['new', 'whsec_new'],
      ['old', WEBHOOK_SECRET],
    ] as const) {
      const event = completed(id, { payment_status: 'unpaid' });
      const signature = sign(JSON.stringify(event), secret, Date.now());
      expect((await payments.webhook(event, signature)).statusCode).toBe(204);
    }
    clock.mockReturnValue(now + 700_000);
    payments.aws.parameters.set('/webhook', WEBHOOK_SECRET);
    await payments.webhook(completed('x'), 't=1,v1=x');
    clock.mockRestore();
  });

  test('that cannot be made durable is not acknowledged, and does all of it when it comes again', async () => {
    await payments.hold('late', 'late');
    await payments.checkout('late');
    await payments.hold('other', 'late');
    payments.aws.broken.add('SendMessage');
    const refused = await payments.webhook(completed('late'));
    expect([refused.statusCode, bodyOf(refused).errorType]).toEqual([500, 'InternalError']);
    expect(payments.metrics()).toEqual(expect.arrayContaining(['PaidYetVacant', 'InternalErrors']));
    payments.aws.broken.clear();
    expect((await payments.webhook(completed('late'))).statusCode).toBe(204);
    expect(await payment('late')).toMatchObject({ status: 'EXPIRED', latePayment: 'REFUNDED' });
    expect(await payments.tables.item(PAYMENTS_TABLE_NAME, 'refund#pi_late')).toMatchObject({
      status: 'REFUNDED',
      reason: 'LATE',
    });
    expect(payments.tasks('refund')).toEqual([
      { task: { task: 'refund', paymentId: 'pi_late' }, delaySeconds: 60 },
    ]);
    expect(await apartment('late')).toMatchObject({ bookedStatus: 'RESERVED', reservationId: 'other' });
  });

  test.each<[string, object, string]>([
    ['another amount', { amount_total: 1 }, 'WRONG_AMOUNT'],
    ['another currency', { currency: 'usd' }, 'WRONG_AMOUNT'],
    [
      'a reservation that nobody knows',
      { metadata: { keyhold: PAYMENTS_TABLE_NAME, reservationId: 'nobody' } },
      'UNKNOWN_RESERVATION',
    ],
  ])('with %s pays for nothing, and is refunded', async (_, changes, reason) => {
    const id = Object.keys(changes)[0];
    await payments.hold(`m${id}`, `m${id}`);
    await payments.checkout(`m${id}`);
    expect((await payments.webhook(completed(`m${id}`, changes))).statusCode).toBe(204);
    expect(await apartment(`m${id}`)).toMatchObject({ bookedStatus: 'RESERVED' });
    expect(await payments.tables.item(PAYMENTS_TABLE_NAME, `refund#pi_m${id}`)).toMatchObject({
      reason,
      status: 'REFUNDED',
    });
    if (reason === 'WRONG_AMOUNT') expect(payments.metrics()).toContain('AmountMismatch');
  });
});

describe('the queue', () => {
  test('closes the checkout of a reservation that was let go', async () => {
    await payments.hold('go', 'go');
    const { url } = bodyOf(await payments.checkout('go'));
    expect(await payments.work({ task: 'expireCheckout', reservationId: 'go' })).toEqual([]);
    expect(await payment('go')).toMatchObject({ status: 'EXPIRED' });
    const page = await payments.ask('GET', new URL(url).pathname);
    expect(page.body).toContain('The hold has ended');
    expect(page.body).not.toContain('<button');
  });

  test('does what it can, and says what has to come again, each after a longer pause', async () => {
    await payments.hold('q', 'q');
    await payments.checkout('q');
    const failed = await payments.work(
      '{',
      { task: 'expireCheckout', reservationId: 'q' },
      { task: 'unknown' },
    );
    expect(failed).toEqual(['message-1', 'message-3']);
    expect(payments.aws.putOff.get('receipt-1')).toBe(120);
    expect(await payment('q')).toMatchObject({ status: 'EXPIRED' });
  });

  test('keeps an event of the test provider until it is due', async () => {
    const body = JSON.stringify(completed('due'));
    await payments.hold('due', 'due');
    await payments.checkout('due');
    const dueAt = new Date(Date.now() + 3_600_000).toISOString();
    expect(await payments.work({ task: 'deliverTestEvent', body, dueAt })).toEqual([]);
    expect(payments.aws.sent).toEqual([
      { task: { task: 'deliverTestEvent', body, dueAt }, delaySeconds: 900 },
    ]);
    expect(await apartment('due')).toMatchObject({ bookedStatus: 'RESERVED' });
    const past = new Date(Date.now() - 1).toISOString();
    expect(await payments.work({ task: 'deliverTestEvent', body, dueAt: past })).toEqual([]);
    expect(await apartment('due')).toMatchObject({ bookedStatus: 'PAID' });
  });
});

describe('the answer', () => {
  test.each([
    ['GET', '/payments/checkout', 405, 'MethodNotAllowed'],
    ['GET', '/payments/webhook', 405, 'MethodNotAllowed'],
    ['GET', '/payments', 404, 'NotFound'],
    ['GET', '/', 404, 'NotFound'],
    ['POST', '/payments/checkout/more', 404, 'NotFound'],
    ['GET', '/payments/test/cs_1', 404, 'NotFound'],
    ['GET', `/payments/test/cs_test_${'a'.repeat(32)}`, 404, 'NotFound'],
    ['POST', `/payments/test/cs_test_${'a'.repeat(32)}/steal`, 404, 'NotFound'],
    ['POST', `/payments/test/cs_test_${'a'.repeat(32)}/pay`, 404, 'NotFound'],
  ])('to %s %s is a problem document: %d', async (method, path, status, errorType) => {
    const answer = await payments.ask(method, path, '{}');
    expect(answer.statusCode).toBe(status);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
    });
    expect(bodyOf(answer)).toMatchObject({ status, errorType });
    expect(answer.headers?.['allow']).toBe(status === 405 ? 'POST' : undefined);
  });

  test('to what is our fault says nothing of it', async () => {
    await payments.tables.put(RESERVATIONS_TABLE_NAME, { Id: 'torn', status: 'LET' });
    const answer = await payments.checkout('torn');
    expect(bodyOf(answer)).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'The request could not be answered. Try again; if it fails again, report request request-1.',
      errorType: 'InternalError',
    });
  });
});

test('no log line holds a secret, a signature or the body of an event', async () => {
  await payments.hold('log', 'log');
  await payments.checkout('log');
  const event = { ...completed('log'), card: '4242424242424242' };
  await payments.webhook(event);
  await payments.webhook(event, sign(JSON.stringify(event), 'guessed'));
  await payments.work(JSON.stringify({ task: 'x', card: '4242424242424242' }));
  expect(payments.lines.length).toBeGreaterThan(3);
  const text = JSON.stringify(payments.lines);
  for (const secret of [ORIGIN_SECRET, WEBHOOK_SECRET, '4242', 'v1=', 'ada', SITE])
    expect(text).not.toContain(secret);
});
