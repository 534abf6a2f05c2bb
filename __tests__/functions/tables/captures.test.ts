import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { type CapturedPayments, orderRefund } from '../../../functions/domain/captured-payment';
import { CaptureRepository } from '../../../functions/tables/captures';
import { PaymentSummaryReader } from '../../../functions/tables/payments';
import { RefundRepository } from '../../../functions/tables/refunds';
import { Table } from '../../../functions/tables/table';
import { ModelCaptures } from '../domain/model-captures';
import { PAYMENTS_TABLE_NAME, startTables, type Tables } from './tables';

const NOW = '2026-03-01T12:00:00.000Z';

let tables: Tables;
let table: Table;
beforeAll(async () => {
  tables = await startTables();
  table = new Table(tables.client, PAYMENTS_TABLE_NAME);
});
afterAll(() => tables.stop());

const captured = (paymentId: string) => ({ paymentId, reservationId: 'r1', amount: 100, currency: 'EUR' });
const staff = { reason: 'STAFF', orderedAt: NOW } as const;

/** What the laws are proven with and what runs on AWS: one set of rules. */
describe.each<[string, () => CapturedPayments]>([
  ['the table', () => new CaptureRepository(table)],
  ['the model', () => new ModelCaptures()],
])('captures in %s', (_, create) => {
  let captures: CapturedPayments;
  let paymentId: string;
  beforeEach(async () => {
    captures = create();
    paymentId = randomUUID();
    await captures.record(captured(paymentId), NOW);
  });

  test('are recorded once, with nothing given back', async () => {
    expect(await captures.record({ ...captured(paymentId), amount: 1 }, NOW)).toBe(false);
    const expected = { ...captured(paymentId), capturedAt: NOW, refundedAmount: 0, refunds: [] };
    expect(await captures.find(paymentId)).toEqual(expected);
    expect(await captures.find('unknown')).toBeUndefined();
  });

  test('note their disputes, once each', async () => {
    for (const disputeId of ['dp-1', 'dp-2', 'dp-1']) {
      expect(await captures.disputed(paymentId, disputeId)).toBe(true);
    }
    expect((await captures.find(paymentId))?.disputeIds).toEqual(new Set(['dp-1', 'dp-2']));
    expect(await captures.disputed('unknown', 'dp-1')).toBe(false);
  });

  test('keep who ordered a refund and why, and the same order again is the first', async () => {
    const wish = { ...staff, id: 'clean', amount: 40, by: 'arn:aws:iam::1:user/ada', note: 'not clean' };
    expect(await orderRefund(paymentId, wish, captures)).toEqual(wish);
    const again = { ...wish, by: 'somebody else', orderedAt: '2026-03-02T12:00:00.000Z' };
    expect(await orderRefund(paymentId, again, captures)).toEqual(wish);
    expect(await captures.find(paymentId)).toMatchObject({ refundedAmount: 40, refunds: [wish] });
  });

  test('refuse more than is left, and the id of a refund of another amount', async () => {
    await orderRefund(paymentId, { ...staff, id: 'clean', amount: 40 }, captures);
    await expect(
      orderRefund(paymentId, { ...staff, id: 'more', amount: 61 }, captures),
    ).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('60 of 100 EUR'),
    });
    await expect(
      orderRefund(paymentId, { ...staff, id: 'clean', amount: 39 }, captures),
    ).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('clean'),
    });
    expect(await orderRefund(paymentId, { ...staff, id: 'rest' }, captures)).toMatchObject({ amount: 60 });
    expect(await orderRefund(paymentId, { ...staff, id: 'nothing' }, captures)).toBeUndefined();
    expect(await captures.find(paymentId)).toMatchObject({ refundedAmount: 100 });
  });

  test('law 6: never more is given back than came, whoever orders at once, and an id counts once', async () => {
    const orders = fc.array(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd'),
        amount: fc.option(fc.integer({ min: 1, max: 70 })),
      }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(orders, async (wishes) => {
        const payment = randomUUID();
        await captures.record(captured(payment), NOW);
        const ordered = await Promise.all(
          wishes.map(({ id, amount }) =>
            orderRefund(payment, { ...staff, id, amount: amount ?? undefined }, captures).catch(
              () => undefined,
            ),
          ),
        );
        const { refundedAmount = 0, refunds = [] } = (await captures.find(payment)) ?? {};
        expect(refundedAmount).toBeLessThanOrEqual(100);
        expect(refunds.reduce((sum, { amount }) => sum + amount, 0)).toBe(refundedAmount);
        expect(new Set(refunds.map(({ id }) => id)).size).toBe(refunds.length);
        for (const refund of ordered) if (refund) expect(refunds).toContainEqual(refund);
      }),
      { numRuns: 100 },
    );
  });
});

test('a reservation’s refunds are told: ordered, under way, failed, done, and of payments that do not count', async () => {
  const reservationId = randomUUID();
  const [first, second] = [randomUUID(), randomUUID()];
  const captures = new CaptureRepository(table);
  const refunds = new RefundRepository(table);
  await table.create(`reservation#${reservationId}`, {
    status: 'PAID',
    paymentId: first,
    otherPaymentIds: new Set([second]),
  });
  for (const paymentId of [first, second]) await captures.record(captured(paymentId), NOW);
  const orders = { ordered: 10, 'under-way': 20, failed: 30, done: 40 };
  for (const [id, amount] of Object.entries(orders)) {
    await orderRefund(first, { ...staff, id, amount }, captures);
    if (id === 'ordered') continue;
    const refund = { ...captured(first), id, amount, reason: 'STAFF' } as const;
    await refunds.request(refund, NOW);
    const stored = { ...refund, requestedAt: NOW, status: 'PENDING', attempt: 1 } as const;
    if (id === 'failed') await refunds.refused(stored, NOW);
    if (id === 'under-way') await refunds.underWay(stored, 're_1', 'PENDING');
    if (id === 'done') await refunds.refunded(stored, 're_2', NOW);
  }
  await orderRefund(second, { id: second, reason: 'SECOND_PAYMENT', orderedAt: NOW }, captures);
  const summary = await new PaymentSummaryReader(table).find(reservationId);
  expect(summary?.refunds).toEqual([
    { id: 'ordered', status: 'PENDING', amount: 10, currency: 'EUR' },
    { id: 'under-way', status: 'PENDING', amount: 20, currency: 'EUR' },
    { id: 'failed', status: 'FAILED', amount: 30, currency: 'EUR' },
    { id: 'done', status: 'REFUNDED', amount: 40, currency: 'EUR' },
    { id: second, status: 'PENDING', amount: 100, currency: 'EUR' },
  ]);
});
