import Stripe from 'stripe';
import { InvalidSignature, MalformedEvent, WrongMode } from '../../../../functions/payments/domain/errors';
import { API_VERSION } from '../../../../functions/payments/providers/api-version';
import { disputeStateOf, eventOf, unknownVersionOf } from '../../../../functions/payments/providers/event';
import { secretsIn, signed, verified } from '../../../../functions/payments/providers/signature';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const KEYHOLD = 'keyhold-test-payments';
const TEST = { systemName: KEYHOLD, live: false };
const body = JSON.stringify({ id: 'evt_1', text: 'Zürich – 12 €' });

describe('a signature', () => {
  test.each([
    ['the secret', 'new', true],
    ['the secret that goes out of use', 'old', true],
    ['another secret', 'forged', false],
  ])('by %s: %s', (_, secret, holds) => {
    const json = verified(Buffer.from(body), signed(body, [secret], NOW), ['new', 'old'], NOW);
    expect(json).toEqual(holds ? JSON.parse(body) : undefined);
  });

  test.each([
    [0, true],
    [300, true],
    [301, false],
    [86_400, false],
  ])('that is %d seconds old: %s', (age, holds) => {
    const signature = signed(body, ['s'], NOW - age * 1000);
    expect(verified(Buffer.from(body), signature, ['s'], NOW) !== undefined).toBe(holds);
  });

  test('is of every byte: one that changes breaks it', () => {
    const signature = signed(body, ['s'], NOW);
    const bytes = Buffer.from(body);
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(verified(changed, signature, ['s'], NOW)).toBeUndefined();
    }
  });

  test.each([
    ['nothing', ' '],
    ['no time', `v1=${'a'.repeat(64)}`],
    ['no signature', `t=${NOW / 1000}`],
    ['an unknown scheme', `t=${NOW / 1000},v0=${'a'.repeat(64)}`],
    ['a time that is none', `t=soon,v1=${'a'.repeat(64)}`],
    ['text', 'trust me'],
  ])('that is %s does not hold', (_, signature) => {
    expect(verified(Buffer.from(body), signature, ['s'], NOW)).toBeUndefined();
  });

  test('holds of what is no JSON, which is then told as malformed', () => {
    expect(() => verified(Buffer.from('{'), signed('{', ['s'], NOW), ['s'], NOW)).toThrow(MalformedEvent);
  });

  test('needs a secret, on both sides', () => {
    expect(() => signed(body, [], NOW)).toThrow(InvalidSignature);
    expect(verified(Buffer.from(body), signed(body, ['s'], NOW), [], NOW)).toBeUndefined();
    expect(secretsIn(' new , old ,')).toEqual(['new', 'old']);
  });
});

const session = (changes = {}) => ({
  id: 'cs_1',
  object: 'checkout.session',
  amount_total: 12_900,
  currency: 'eur',
  payment_intent: 'pi_1',
  payment_status: 'paid',
  metadata: { keyhold: KEYHOLD, reservationId: 'r1' },
  ...changes,
});
const stripeEvent = (type: string, object: object) => ({
  id: 'evt_1',
  object: 'event',
  type,
  data: { object },
});
const completed = {
  kind: 'COMPLETED',
  eventId: 'evt_1',
  reservationId: 'r1',
  checkoutId: 'cs_1',
  paymentId: 'pi_1',
  amount: 12_900,
  currency: 'EUR',
};
const refundChanged = { kind: 'REFUND', eventId: 'evt_1', refundId: 're_1', paymentId: 'pi_1' };
const paymentRefunded = { kind: 'PAYMENT_REFUNDED', eventId: 'evt_1', paymentId: 'pi_1' };
const disputeChanged = { kind: 'DISPUTE', eventId: 'evt_1', disputeId: 'dp_1' };
const closed = { eventId: 'evt_1', reservationId: 'r1', checkoutId: 'cs_1' };

test.each<[string, object, object, object]>([
  ['checkout.session.completed', session(), completed, {}],
  ['checkout.session.completed', session({ payment_intent: { id: 'pi_1' } }), completed, {}],
  [
    'checkout.session.completed',
    session({ currency: 'isk', amount_total: 500 }),
    completed,
    { amount: 5, currency: 'ISK' },
  ],
  [
    'checkout.session.completed',
    session({ payment_status: 'no_payment_required', amount_total: 0, payment_intent: null }),
    completed,
    { amount: 0, paymentId: 'cs_1' },
  ],
  ['checkout.session.async_payment_succeeded', session(), completed, {}],
  ['checkout.session.completed', session({ payment_status: 'unpaid' }), { kind: 'UNPAID', ...closed }, {}],
  [
    'checkout.session.async_payment_failed',
    session({ payment_status: 'unpaid' }),
    { kind: 'FAILED', ...closed },
    {},
  ],
  [
    'checkout.session.expired',
    session({ payment_status: 'unpaid', payment_intent: null }),
    { kind: 'EXPIRED', ...closed },
    {},
  ],
  ...['refund.created', 'refund.updated', 'refund.failed', 'charge.refund.updated'].flatMap(
    (type): [string, object, object, object][] => [
      [type, { id: 're_1', payment_intent: 'pi_1', metadata: session().metadata }, refundChanged, {}],
      [type, { id: 're_1', payment_intent: { id: 'pi_1' }, metadata: {} }, refundChanged, {}],
      [type, { id: 're_1', payment_intent: null, metadata: {} }, { kind: 'IGNORED' }, {}],
      [
        type,
        { id: 're_1', payment_intent: 'pi_1', metadata: { keyhold: 'other', reservationId: 'r1' } },
        { kind: 'IGNORED' },
        {},
      ],
    ],
  ),
  // As API versions up to 2022-08-01 send it, with its refunds, and as later ones do, without.
  [
    'charge.refunded',
    { id: 'ch_1', payment_intent: 'pi_1', refunds: { data: [{ id: 're_1' }] } },
    paymentRefunded,
    {},
  ],
  ['charge.refunded', { id: 'ch_1', payment_intent: { id: 'pi_1' } }, paymentRefunded, {}],
  ['charge.refunded', { id: 'ch_1', payment_intent: null }, { kind: 'IGNORED' }, {}],
  ...['created', 'updated', 'closed', 'funds_withdrawn', 'funds_reinstated'].flatMap(
    (what): [string, object, object, object][] => [
      [`charge.dispute.${what}`, { id: 'dp_1', charge: 'ch_1', payment_intent: 'pi_1' }, disputeChanged, {}],
      [`charge.dispute.${what}`, { id: 'dp_1', charge: { id: 'ch_1' } }, disputeChanged, {}],
    ],
  ),
  ['payment_intent.succeeded', session(), { kind: 'IGNORED' }, {}],
  ['checkout.session.completed', session({ metadata: {} }), { kind: 'IGNORED' }, {}],
  ['checkout.session.completed', session({ metadata: null }), { kind: 'IGNORED' }, {}],
  [
    'checkout.session.completed',
    session({ metadata: { keyhold: 'keyhold-other-payments', reservationId: 'r1' } }),
    { kind: 'IGNORED' },
    {},
  ],
])('%s of %j is %j %j', (type, object, expected, changes) => {
  expect(eventOf(stripeEvent(type, object), TEST)).toEqual({ ...expected, ...changes });
});

test.each<[string, unknown, string]>([
  ['nothing', null, 'event'],
  ['a list', [], 'event'],
  ['no type', { id: 'evt_1', data: { object: {} } }, 'type'],
  ['no object', { id: 'evt_1', type: 'checkout.session.completed', data: {} }, 'data.object'],
  [
    'an amount of text',
    stripeEvent('checkout.session.completed', session({ amount_total: '1' })),
    'amount_total',
  ],
  [
    'a negative amount',
    stripeEvent('checkout.session.completed', session({ amount_total: -1 })),
    'amount_total',
  ],
  [
    'an id that is none',
    stripeEvent(
      'checkout.session.completed',
      session({ metadata: { keyhold: KEYHOLD, reservationId: 'a/b' } }),
    ),
    'metadata.reservationId',
  ],
])('an event with %s is malformed, and the message names the field', (_, json, field) => {
  expect(() => eventOf(json, TEST)).toThrow(new RegExp(`: .*${field}`));
  expect(() => eventOf(json, TEST)).toThrow(MalformedEvent);
});

test.each([
  [true, true],
  [false, false],
])('an event of live mode %s is taken where money is so, and refused elsewhere', (livemode, live) => {
  const json = { ...stripeEvent('checkout.session.completed', session()), livemode };
  expect(eventOf(json, { ...TEST, live })).toMatchObject({ kind: 'COMPLETED' });
  expect(() => eventOf(json, { ...TEST, live: !live })).toThrow(WrongMode);
});

test.each([
  ['2022-11-15', undefined],
  ['2026-10-28.endive', undefined],
  ['2031-01-01.future', '2031-01-01.future'],
  [null, undefined],
])('of an event of API version %s the unknown version is %s', (api_version, unknown) => {
  expect(unknownVersionOf({ id: 'evt_1', api_version })).toBe(unknown);
});

test('the version that we ask by is the SDK’s own, whose types we read by', () => {
  expect(API_VERSION).toBe(new Stripe('sk_test_not_a_real_key').getApiField('version'));
});

describe('a dispute', () => {
  const dispute = (changes: object) =>
    disputeStateOf({
      ...{ id: 'dp_1', amount: 12_900, currency: 'eur', payment_intent: 'pi_1', status: 'needs_response' },
      balance_transactions: [],
      ...changes,
    });

  test.each([
    ['warning_needs_response', 'OPEN'],
    ['warning_under_review', 'OPEN'],
    ['warning_closed', 'WON'],
    ['needs_response', 'OPEN'],
    ['under_review', 'OPEN'],
    ['won', 'WON'],
    ['lost', 'LOST'],
    ['prevented', 'WON'],
    ['something_new', 'OPEN'],
  ])('that is %s at Stripe is %s', (status, expected) => {
    expect(dispute({ status })).toMatchObject({ disputeId: 'dp_1', paymentId: 'pi_1', status: expected });
  });

  test('has the payment of its charge where it names none itself', () => {
    const charge = { id: 'ch_1', payment_intent: 'pi_2' };
    expect(dispute({ payment_intent: null, charge }).paymentId).toBe('pi_2');
  });

  test('moves what was disputed, in the payment’s own currency, whatever the account’s is', () => {
    const balance_transactions = [
      { id: 'txn_1', amount: -14_000 },
      { id: 'txn_2', amount: 13_950 },
    ];
    expect(dispute({ balance_transactions }).transactions).toEqual([
      { transactionId: 'txn_1', amount: -12_900, currency: 'EUR' },
      { transactionId: 'txn_2', amount: 12_900, currency: 'EUR' },
    ]);
  });
});
