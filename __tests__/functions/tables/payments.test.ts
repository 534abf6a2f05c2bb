import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Order, Refund } from '../../../functions/domain/payment';
import type { Payments, Refunds } from '../../../functions/payments/domain/dependencies';
import { PaymentRepository } from '../../../functions/tables/payments';
import { ProviderEventRepository } from '../../../functions/tables/provider-events';
import { RefundRepository } from '../../../functions/tables/refunds';
import { MalformedItem, Table } from '../../../functions/tables/table';
import { ModelPayments, ModelRefunds } from '../payments/domain/model-payments';
import { PAYMENTS_TABLE_NAME, startTables, type Tables } from './tables';

const NOW = '2026-03-01T12:00:00.000Z';
const LATER = '2026-03-01T12:20:00.000Z';

let tables: Tables;
let table: Table;
beforeAll(async () => {
  tables = await startTables();
  table = new Table(tables.client, PAYMENTS_TABLE_NAME);
});
afterAll(() => tables.stop());

const orderOf = (reservationId: string, attempt = 1): Order => ({
  reservationId,
  apartmentId: 'a',
  apartmentName: 'Loft',
  guestId: 'ada',
  amount: 12_900,
  currency: 'EUR',
  site: 'https://keyhold.test',
  attempt,
  openedAt: NOW,
  expiresAt: '2026-03-01T12:15:00.000Z',
});
const checkout = { checkoutId: 'cs_1', url: 'https://keyhold.test/cs_1' };

/** What the laws are proven with and what runs on AWS: one set of rules. */
const implementations: Record<string, () => Payments> = {
  'the table': () => new PaymentRepository(table, 'test', 365),
  'the model': () => new ModelPayments(),
};

test('guests are forgotten: an order expires from the table, as many days after its checkout as are kept', async () => {
  const id = randomUUID();
  await new PaymentRepository(table, 'test', 30).begin(orderOf(id));
  const kept = await table.read(`reservation#${id}`, z.object({ ttl: z.number() }));
  expect(kept?.ttl).toBe(Date.parse('2026-03-31T12:15:00Z') / 1000);
});

describe.each(Object.entries(implementations))('payments in %s', (_, create) => {
  let payments: Payments;
  let order: Order;
  let id: string;
  beforeEach(async () => {
    payments = create();
    id = randomUUID();
    order = orderOf(id);
    await payments.begin(order);
  });

  test('an order begins once, and is read as it was stored', async () => {
    expect(await payments.begin({ ...order, amount: 1 })).toBe(false);
    expect(await payments.find(id)).toEqual({ ...order, provider: 'test', status: 'OPEN' });
    expect(await payments.find('nobody')).toBeUndefined();
  });

  test('the next attempt takes the place of the last one only, and of none that has money', async () => {
    expect(await payments.begin(orderOf(id, 3))).toBe(false);
    await payments.opened(order, checkout);
    expect(await payments.begin(orderOf(id, 2))).toBe(true);
    expect(await payments.find(id)).toEqual({ ...orderOf(id, 2), provider: 'test', status: 'OPEN' });
    await payments.claim(id, 'payment-1', NOW);
    expect(await payments.begin(orderOf(id, 3))).toBe(false);
  });

  test('that a checkout is closed, and told of, is noted once, with the first time, and of this checkout only', async () => {
    await payments.opened(order, checkout);
    expect(await payments.closed(id, 'cs_other', NOW)).toBe(false);
    expect(await payments.missed(id, 'cs_1', NOW)).toBe(true);
    expect(await payments.missed(id, 'cs_1', NOW)).toBe(false);
    for (const at of [NOW, '2026-03-02T12:00:00.000Z']) {
      expect(await payments.closed(id, 'cs_1', at)).toBe(true);
      expect(await payments.told(id, 'cs_1', at)).toBe(true);
    }
    expect(await payments.find(id)).toMatchObject({ closedAt: NOW, toldAt: NOW, missedAt: NOW });
    expect(await payments.told(id, 'cs_other', NOW)).toBe(false);
  });

  test('one that was told of is not missed', async () => {
    await payments.opened(order, checkout);
    await payments.told(id, 'cs_1', NOW);
    expect(await payments.missed(id, 'cs_1', NOW)).toBe(false);
  });

  test('a checkout is noted again and again, but not for an attempt that has ended or has money', async () => {
    expect(await payments.opened(order, checkout)).toBe(true);
    expect(await payments.opened(order, checkout)).toBe(true);
    expect(await payments.find(id)).toMatchObject(checkout);
    expect(await payments.opened(orderOf(id, 2), checkout)).toBe(false);
    await payments.claim(id, 'payment-1', NOW);
    expect(await payments.opened(order, checkout)).toBe(false);
  });

  test('an attempt without a checkout can be abandoned, one with a checkout cannot', async () => {
    expect(await payments.abandon(orderOf(id, 2))).toBe(false);
    expect(await payments.abandon(order)).toBe(true);
    expect(await payments.opened(order, checkout)).toBe(false);
    await payments.begin(orderOf(id, 2));
    await payments.opened(orderOf(id, 2), checkout);
    expect(await payments.abandon(orderOf(id, 2))).toBe(false);
  });

  test('an open checkout expires once; another checkout of the same reservation does not', async () => {
    await payments.opened(order, checkout);
    expect(await payments.expire(id, 'cs_other')).toBe(false);
    expect(await payments.expire(id, 'cs_1')).toBe(true);
    expect(await payments.expire(id)).toBe(false);
    expect(await payments.expire('nobody')).toBe(false);
  });

  test('a checkout that was completed without its money is noted, another one is not', async () => {
    await payments.opened(order, checkout);
    expect(await payments.unpaid(id, 'cs_other', NOW)).toBe(false);
    expect(await payments.unpaid(id, 'cs_1', NOW)).toBe(true);
    expect(await payments.unpaid(id, 'cs_1', LATER)).toBe(true);
    expect(await payments.find(id)).toMatchObject({ status: 'OPEN', checkoutId: 'cs_1' });
  });

  test('the first payment claims the reservation, again as often as it is told; no other does', async () => {
    expect(await payments.claim('nobody', 'payment-1', NOW)).toBeUndefined();
    expect(await payments.claim(id, 'payment-1', NOW)).toMatchObject({ receivedAt: NOW });
    expect(await payments.claim(id, 'payment-1', LATER)).toMatchObject({ receivedAt: NOW });
    expect(await payments.claim(id, 'payment-2', LATER)).toBeUndefined();
  });

  test.each(['PAID', 'TAKEN_AGAIN'] as const)('%s is told once', async (how) => {
    expect(await payments.paid(id, 'payment-1', how, LATER)).toBe(false);
    await payments.claim(id, 'payment-1', NOW);
    expect(await payments.paid(id, 'payment-1', how, LATER)).toBe(true);
    expect(await payments.paid(id, 'payment-1', how, LATER)).toBe(false);
    const paid = await payments.find(id);
    expect(paid).toMatchObject({ status: 'PAID', paidAt: NOW, settledAt: LATER });
    expect(paid?.latePayment).toBe(how === 'PAID' ? undefined : 'TAKEN_AGAIN');
  });

  test('a late payment goes from pending to refunded and, should that fail, back', async () => {
    expect(await payments.refundPending(id, 'payment-1', NOW)).toBe(false);
    await payments.claim(id, 'payment-1', NOW);
    expect(await payments.refunded(id, 'payment-1', LATER)).toBe(false);
    expect(await payments.refundPending(id, 'payment-1', NOW)).toBe(true);
    expect(await payments.refundPending(id, 'payment-1', LATER)).toBe(false);
    expect(await payments.find(id)).toMatchObject({ status: 'EXPIRED', latePayment: 'REFUND_PENDING' });
    expect(await payments.refunded(id, 'payment-1', LATER)).toBe(true);
    expect(await payments.refunded(id, 'payment-1', LATER)).toBe(false);
    expect(await payments.refundUndone(id, 'payment-1')).toBe(true);
    expect(await payments.find(id)).toMatchObject({ latePayment: 'REFUND_PENDING' });
  });
});

test.each<[string, () => Refunds]>([
  ['the table', () => new RefundRepository(table)],
  ['the model', () => new ModelRefunds()],
])(
  'refunds in %s are requested once, done once by the attempt that stands, and begin again when it fails',
  async (_, create) => {
    const refunds = create();
    const paymentId = randomUUID();
    const price = { amount: 1, currency: 'EUR' };
    const request = { id: paymentId, paymentId, reservationId: 'r1', ...price, reason: 'LATE' as const };
    expect(await refunds.find(paymentId)).toBeUndefined();
    const first: Refund = { ...request, requestedAt: NOW, status: 'PENDING', attempt: 1 };
    expect(await refunds.refunded(first, 're_1', LATER)).toBe(false);
    expect(await refunds.refused(first, LATER)).toBe(false);
    expect(await refunds.again(first)).toBe(false);
    expect(await refunds.failed(first, 're_1', LATER)).toBe(false);
    expect(await refunds.request(request, NOW)).toBe(true);
    expect(await refunds.request(request, LATER)).toBe(false);
    expect(await refunds.find(paymentId)).toEqual(first);
    expect(await refunds.underWay(first, 're_1', 'PENDING')).toBe(true);
    expect(await refunds.find(paymentId)).toEqual({ ...first, refundId: 're_1', providerStatus: 'PENDING' });
    expect(await refunds.refunded(first, 're_1', LATER)).toBe(true);
    expect(await refunds.refunded(first, 're_1', LATER)).toBe(false);
    expect(await refunds.underWay(first, 're_1', 'PENDING')).toBe(false);
    expect(await refunds.find(paymentId)).toMatchObject({ status: 'REFUNDED', refundId: 're_1' });
    // Of two who tried at once, one was refused because the other has made the refund.
    expect(await refunds.refused(first, LATER)).toBe(false);
    expect(await refunds.again(first)).toBe(false);
    const succeeded: Refund = { ...first, status: 'REFUNDED' };
    expect(await refunds.failed(first, 're_1', LATER)).toBe(false);
    expect(await refunds.failed(succeeded, 're_2', LATER)).toBe(false);
    expect(await refunds.failed(succeeded, 're_1', LATER)).toBe(true);
    expect(await refunds.failed(succeeded, 're_1', LATER)).toBe(false);
    expect(await refunds.refunded(first, 're_1', LATER)).toBe(false);
    const second = { ...first, attempt: 2, failedAt: LATER };
    expect(await refunds.find(paymentId)).toEqual(second);
    expect(await refunds.again(second)).toBe(true);
    expect(await refunds.again(second)).toBe(false);
    const third = { ...second, attempt: 3 };
    expect(await refunds.find(paymentId)).toEqual(third);
    expect(await refunds.refused(third, NOW)).toBe(true);
    expect(await refunds.find(paymentId)).toEqual({ ...third, attempt: 4, failedAt: NOW });
  },
);

test('a refund of an earlier version has its first attempt before it, whatever has become of it', async () => {
  const refunds = new RefundRepository(table);
  const paymentId = randomUUID();
  const price = { amount: 1, currency: 'EUR' };
  const item = {
    paymentId,
    reservationId: 'r1',
    ...price,
    reason: 'LATE',
    requestedAt: NOW,
    status: 'FAILED',
  };
  await table.create(`refund#${paymentId}`, item);
  const found = await refunds.find(paymentId);
  expect(found).toMatchObject({ status: 'FAILED', attempt: 1 });
  expect(found && (await refunds.refused(found, LATER))).toBe(true);
  expect(await refunds.find(paymentId)).toMatchObject({ status: 'PENDING', attempt: 2 });
});

test('an event is known for a month from when it had its effect', async () => {
  const events = new ProviderEventRepository(table);
  expect(await events.isKnown('evt_1')).toBe(false);
  await events.remember('evt_1', 'COMPLETED', NOW);
  await events.remember('evt_1', 'COMPLETED', LATER);
  expect(await events.isKnown('evt_1')).toBe(true);
  const ttl = Date.parse('2026-04-01T12:00:00Z') / 1000;
  expect(await tables.item(PAYMENTS_TABLE_NAME, 'event#evt_1')).toMatchObject({
    kind: 'COMPLETED',
    receivedAt: NOW,
    ttl,
  });
});

test('an item written by hand is named, with what is wrong with it', async () => {
  await tables.put(PAYMENTS_TABLE_NAME, { Id: 'refund#by-hand', amount: 'much' });
  const error = await new RefundRepository(table).find('by-hand').catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(MalformedItem);
  expect(String(error)).toContain('"refund#by-hand"');
  expect(String(error)).toContain('amount');
});
