import Stripe from 'stripe';
import type { Order, Refund } from '../../../../../functions/domain/payment';
import { ProviderUnavailable } from '../../../../../functions/payments/domain/errors';
import {
  CLIENT_SETTINGS,
  StripeProvider,
} from '../../../../../functions/payments/providers/stripe/stripe-provider';
import { type Fault, StripeServer } from './stripe-server';

const KEY = 'sk_test_not_a_real_key';

let server: StripeServer;
let provider: StripeProvider;

beforeEach(async () => {
  server = new StripeServer();
  const address = await server.start();
  const settings = { ...CLIENT_SETTINGS, timeout: 200, ...address };
  provider = new StripeProvider(new Stripe(KEY, settings), {
    systemName: 'keyhold-test-payments',
    live: false,
  });
});
afterEach(() => server.stop());

const order = (changes: Partial<Order> = {}): Order => ({
  reservationId: 'r1',
  apartmentId: '7',
  apartmentName: 'Loft',
  guestId: 'ada',
  amount: 12_900,
  currency: 'EUR',
  site: 'https://keyhold.test',
  attempt: 1,
  openedAt: new Date().toISOString(),
  expiresAt: new Date(Date.now() + 900_000).toISOString(),
  ...changes,
});

const refund: Refund = {
  id: 'pi_1',
  paymentId: 'pi_1',
  reservationId: 'r1',
  amount: 12_900,
  currency: 'EUR',
  reason: 'LATE',
  requestedAt: '2026-03-01T12:00:00.000Z',
  status: 'PENDING',
  attempt: 1,
};

async function causeOf(failing: Promise<unknown>): Promise<string> {
  const error = await failing.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(ProviderUnavailable);
  const cause = (error as ProviderUnavailable).cause;
  expect(JSON.stringify(cause)).not.toContain(KEY);
  return String(cause);
}

describe('a checkout', () => {
  test('is asked for with all it takes, and without anything of the guest', async () => {
    const asked = order();
    const checkout = await provider.createCheckout(asked);
    expect(checkout).toEqual({ checkoutId: 'cs_test_1', url: 'https://checkout.stripe.com/c/pay/cs_test_1' });
    const [request] = server.requests;
    expect(request).toMatchObject({
      method: 'POST',
      path: '/v1/checkout/sessions',
      authorization: `Bearer ${KEY}`,
      idempotencyKey: 'keyhold-test-payments/checkout/r1/1',
    });
    const excluded = Object.entries(request?.form ?? {}).filter(([name]) => name.startsWith('excluded_'));
    expect(excluded.map(([, method]) => method)).toEqual(
      expect.arrayContaining(['sepa_debit', 'us_bank_account']),
    );
    expect(request?.form).toEqual({
      ...Object.fromEntries(excluded),
      mode: 'payment',
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': 'eur',
      'line_items[0][price_data][unit_amount]': '12900',
      'line_items[0][price_data][product_data][name]': 'Loft',
      client_reference_id: 'r1',
      'metadata[keyhold]': 'keyhold-test-payments',
      'metadata[reservationId]': 'r1',
      'payment_intent_data[metadata][keyhold]': 'keyhold-test-payments',
      'payment_intent_data[metadata][reservationId]': 'r1',
      success_url: 'https://keyhold.test/payments/return/r1',
      cancel_url: 'https://keyhold.test/?reservation=r1&payment=cancelled',
      expires_at: String(Math.floor(Date.parse(asked.expiresAt) / 1000) + 31 * 60),
    });
  });

  test('is the same however often it is asked for, at the same instant too', async () => {
    const asked = order();
    const [first, second] = await Promise.all([
      provider.createCheckout(asked),
      provider.createCheckout(asked),
    ]);
    expect(second).toEqual(first);
    expect(await provider.createCheckout(asked)).toEqual(first);
    expect(server.sessions.size).toBe(1);
  });

  test.each<[string, Partial<Order>]>([
    ['an amount that is too small', { amount: 49 }],
    ['an end that is too near', { expiresAt: new Date(Date.now() - 120_000).toISOString() }],
  ])('of %s is refused by Stripe, with no session made', async (_, changes) => {
    await expect(provider.createCheckout(order(changes))).rejects.toMatchObject({ answer: 'REFUSED' });
    expect(server.sessions.size).toBe(0);
  });

  test('of another attempt is another', async () => {
    const asked = order();
    const first = await provider.createCheckout(asked);
    expect(await provider.createCheckout({ ...asked, attempt: 2 })).not.toEqual(first);
  });

  test('is created up to the last second of a hold, and for the longest', async () => {
    const soon = order({ expiresAt: new Date(Date.now() + 1_000).toISOString() });
    await provider.createCheckout(soon);
    const long = order({
      reservationId: 'r2',
      expiresAt: new Date(Date.now() + 23 * 3_600_000).toISOString(),
    });
    await provider.createCheckout(long);
    expect(server.sessions.size).toBe(2);
  });

  test.each([
    ['EUR', 12_900, '12900'],
    ['JPY', 12_900, '12900'],
    ['ISK', 12_900, '1290000'],
  ])('in %s: %d is %s at Stripe', async (currency, amount, told) => {
    await provider.createCheckout(order({ currency, amount }));
    expect(server.requests[0]?.form['line_items[0][price_data][unit_amount]']).toBe(told);
  });

  test('that is closed takes no money; closed again, or paid, it stays as it is', async () => {
    const { checkoutId } = await provider.createCheckout(order());
    await provider.expireCheckout(checkoutId);
    expect(server.sessions.get(checkoutId)?.status).toBe('expired');
    await provider.expireCheckout(checkoutId);
    const paid = await provider.createCheckout(order({ reservationId: 'r2' }));
    server.complete(paid.checkoutId);
    await provider.expireCheckout(paid.checkoutId);
    expect(server.sessions.get(paid.checkoutId)?.status).toBe('complete');
  });

  test('says what became of it, when it is asked for and when it is closed', async () => {
    const { checkoutId } = await provider.createCheckout(order());
    expect(await provider.checkoutState(checkoutId)).toEqual({ status: 'OPEN' });
    server.complete(checkoutId);
    const capture = {
      reservationId: 'r1',
      checkoutId,
      paymentId: `pi_of_${checkoutId}`,
      amount: 12_900,
      currency: 'EUR',
    };
    expect(await provider.checkoutState(checkoutId)).toEqual({ status: 'PAID', capture });
    expect(await provider.expireCheckout(checkoutId)).toEqual({ status: 'PAID', capture });
    const delayed = await provider.createCheckout(order({ reservationId: 'r2' }));
    server.complete(delayed.checkoutId, 'unpaid');
    expect(await provider.expireCheckout(delayed.checkoutId)).toEqual({ status: 'UNPAID' });
    const closed = await provider.createCheckout(order({ reservationId: 'r3' }));
    expect(await provider.expireCheckout(closed.checkoutId)).toEqual({ status: 'CLOSED' });
    expect(await provider.checkoutState(closed.checkoutId)).toEqual({ status: 'CLOSED' });
  });
});

test('a session that cannot be read is told as unavailable, and not as a fault of the request', async () => {
  const { checkoutId } = await provider.createCheckout(order());
  Object.assign(server.sessions.get(checkoutId) ?? {}, { amount_total: 'much' });
  expect(await causeOf(provider.checkoutState(checkoutId))).toContain('amount_total');
});

describe('a refund', () => {
  test('gives all of it back, once, whoever asks again and whenever', async () => {
    await provider.refund(refund);
    await provider.refund(refund);
    expect(server.refunded).toEqual(['pi_1']);
    expect(server.requests[0]?.form).toEqual({
      payment_intent: 'pi_1',
      'metadata[keyhold]': 'keyhold-test-payments',
      'metadata[reservationId]': 'r1',
    });
  });

  test.each(['succeeded', 'pending'] as const)(
    'made by hand in the meantime is the one: %s',
    async (status) => {
      server.refundStatus = status;
      server.refund('pi_1');
      expect(await provider.refund(refund)).toMatchObject({ refundId: 're_1', status: status.toUpperCase() });
      expect(server.refunded).toEqual(['pi_1']);
    },
  );

  test.each([
    ['pending', 'PENDING'],
    ['requires_action', 'REQUIRES_ACTION'],
    ['succeeded', 'SUCCEEDED'],
    ['failed', 'FAILED'],
    ['canceled', 'CANCELED'],
  ] as const)('that is %s is told as %s, then and later', async (atStripe, status) => {
    server.refundStatus = atStripe;
    const state = { refundId: 're_1', paymentId: 'pi_1', amount: 12_900, currency: 'EUR', status };
    expect(await provider.refund(refund)).toEqual(state);
    expect(await provider.refundState('re_1')).toEqual(state);
  });

  test('that failed is made anew by the next attempt, while the same attempt gets its first answer', async () => {
    server.refundStatus = 'pending';
    await provider.refund(refund);
    Object.assign(server.refunds[0] ?? {}, { status: 'failed' });
    expect(await provider.refund(refund)).toMatchObject({ refundId: 're_1', status: 'PENDING' });
    expect(await provider.refundState('re_1')).toMatchObject({ status: 'FAILED' });
    expect(await provider.refund({ ...refund, attempt: 2 })).toMatchObject({ refundId: 're_2' });
  });

  test.each<[string, Fault[], 'REFUSED' | 'FAILED' | undefined]>([
    ['a failure, which Stripe repeats for the same attempt,', [500, 500], 'FAILED'],
    ['too many requests', [429], undefined],
    ['silence', ['silence', 'silence'], undefined],
  ])('that meets %s says whether it would be answered the same', async (_, faults, answer) => {
    server.faults.push(...faults);
    await expect(provider.refund(refund)).rejects.toMatchObject({ answer });
    if (answer) await expect(provider.refund(refund)).rejects.toMatchObject({ answer });
    else expect(await provider.refund(refund)).toMatchObject({ status: 'SUCCEEDED' });
    await provider.refund({ ...refund, attempt: 2 });
    expect(server.refunded).toEqual(['pi_1']);
  });

  describe('of staff', () => {
    const part: Refund = { ...refund, id: 'clean', amount: 5_000 };

    test('gives back its amount, marked, and the rest can be given back by another', async () => {
      expect(await provider.refund(part)).toMatchObject({ id: 'clean', amount: 5_000, status: 'SUCCEEDED' });
      expect(server.requests.at(-1)?.form).toMatchObject({ amount: '5000', 'metadata[refund]': 'clean' });
      expect(await provider.refund({ ...part, id: 'rest', amount: 7_900 })).toMatchObject({ id: 'rest' });
      expect(await provider.refundState('re_1')).toMatchObject({ id: 'clean', amount: 5_000 });
      await expect(provider.refund({ ...part, id: 'more', amount: 1 })).rejects.toMatchObject({
        answer: 'REFUSED',
      });
    });

    test('that was made though Stripe answered with a failure is found by the next attempt, not made twice', async () => {
      server.faults.push('500 after', '500 after');
      await expect(provider.refund(part)).rejects.toMatchObject({ answer: 'FAILED' });
      expect(await provider.refund({ ...part, attempt: 2 })).toMatchObject({ refundId: 're_1', id: 'clean' });
      expect(server.refunds).toHaveLength(1);
    });

    test('that has failed is made anew', async () => {
      server.refundStatus = 'failed';
      await provider.refund(part);
      server.refundStatus = 'succeeded';
      expect(await provider.refund({ ...part, attempt: 2 })).toMatchObject({ refundId: 're_2' });
    });
  });

  test('that Stripe does not know is refused', async () => {
    await expect(provider.refundState('re_none')).rejects.toMatchObject({ answer: 'REFUSED' });
  });
});

describe('the events of an hour', () => {
  const HOUR = ['2026-03-01T12:00:00.000Z', '2026-03-01T13:00:00.000Z'] as const;
  const event = (id: string, at: string, changes: object = {}) => ({
    id,
    object: 'event',
    type: 'checkout.session.expired',
    created: Date.parse(at) / 1000,
    livemode: false,
    data: {
      object: {
        id: `cs_${id}`,
        status: 'expired',
        amount_total: 12_900,
        currency: 'eur',
        payment_status: 'unpaid',
        metadata: { keyhold: 'keyhold-test-payments', reservationId: 'r1' },
      },
    },
    ...changes,
  });
  const idsOf = async () =>
    (await provider.eventsBetween(...HOUR)).map((each) => ('eventId' in each ? each.eventId : each.kind));

  test('are read from the oldest on, all of them, and of no other hour', async () => {
    const minutes = Array.from({ length: 59 }, (_, minute) => String(minute).padStart(2, '0'));
    const inIt = minutes.flatMap((minute) =>
      ['00', '20', '40'].map((second) => event(`e${minute}${second}`, `2026-03-01T12:${minute}:${second}Z`)),
    );
    const around = [event('before', '2026-03-01T11:59:59Z'), event('after', '2026-03-01T13:00:00Z')];
    server.events.push(...[...inIt, ...around].toSorted((a, b) => b.created - a.created));
    const ids = await idsOf();
    expect(ids).toEqual(inIt.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(100);
  });

  test('are of the types that the endpoint is sent, and one that nobody can read stops no other', async () => {
    const at = '2026-03-01T12:30:00Z';
    server.events.push(
      event('read', at),
      event('torn', at, {
        data: { object: { metadata: { keyhold: 'keyhold-test-payments', reservationId: 'r1' } } },
      }),
      event('foreign', at, { type: 'customer.created' }),
    );
    expect(await idsOf()).toEqual(['IGNORED', 'read']);
  });

  test('of the other mode are refused: the key is not that of this environment', async () => {
    server.events.push(event('live', '2026-03-01T12:30:00Z', { livemode: true }));
    await expect(provider.eventsBetween(...HOUR)).rejects.toMatchObject({ name: 'WrongMode' });
  });
});

describe('when Stripe is out of order', () => {
  test.each<[string, Fault]>([
    ['cuts the connection before', 'cut before'],
    ['cuts the connection after', 'cut after'],
    ['does not answer', 'silence'],
    ['is asked too much', 429],
  ])('one that %s is asked once more, with the same key', async (_, fault) => {
    server.faults.push(fault);
    // The SDK sends again what was cut or timed out; too much is for the caller's next try.
    if (fault === 429) await expect(provider.refund(refund)).rejects.toThrow(ProviderUnavailable);
    await provider.refund(refund);
    expect(server.refunded).toEqual(['pi_1']);
    expect(new Set(server.requests.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(server.requests.length).toBeGreaterThan(1);
  });

  test.each<[string, Fault[], RegExp]>([
    ['fails', [500, 500], /status 500, request req_test/],
    ['is gone', ['cut before', 'cut before'], /StripeConnectionError/],
    ['is silent', ['silence', 'silence'], /StripeConnectionError/],
  ])('one that %s is told as unavailable, without a word of what was sent', async (_, faults, cause) => {
    server.faults.push(...faults);
    expect(await causeOf(provider.createCheckout(order()))).toMatch(cause);
    server.faults.push(...faults);
    expect(await causeOf(provider.refund(refund))).toMatch(cause);
  });

  test('a checkout that cannot be closed is told as unavailable while it is open', async () => {
    const { checkoutId } = await provider.createCheckout(order());
    server.faults.push('cut before', 'cut before');
    await causeOf(provider.expireCheckout(checkoutId));
    expect(await causeOf(provider.expireCheckout('cs_unknown'))).toContain('resource_missing');
  });
});
