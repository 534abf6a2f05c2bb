import { shardOf } from '../../../functions/tables/open-reservations';
import { APARTMENTS_TABLE_NAME, PAYMENTS_TABLE_NAME, RESERVATIONS_TABLE_NAME } from '../tables/tables';
import { PaymentsFunction } from './payments-function';

let payments: PaymentsFunction;
beforeAll(async () => {
  payments = await PaymentsFunction.start();
});
afterAll(() => payments.stop());

/** The values of a metric, in the order in which they were published. */
function values(name: string): unknown[] {
  return payments.lines.flatMap((line) => ('_aws' in line && name in line ? [line[name]] : []));
}

test('called by its schedule the function sweeps: an overdue hold ends, and its age is told in seconds', async () => {
  await payments.hold('r1', 'a', -600_000);
  const record = await payments.tables.item(RESERVATIONS_TABLE_NAME, 'r1');
  const dueAt = new Date(Date.now() - 1_000).toISOString();
  await payments.tables.put(RESERVATIONS_TABLE_NAME, { ...record, shard: shardOf('r1'), dueAt });
  await payments.sweep();
  expect(await payments.tables.item(APARTMENTS_TABLE_NAME, 'a')).toMatchObject({
    bookedStatus: 'VACANT',
    releaseReason: 'EXPIRED',
  });
  expect(values('OldestOverdueHold')).toEqual([expect.closeTo(600, 0)]);
  expect(values('OldestUndecided')).toEqual([0]);
  expect(values('OldestRefund')).toEqual([0]);
  expect(await payments.tables.item(PAYMENTS_TABLE_NAME, 'reconciliation')).toMatchObject({
    areObjectsDone: true,
  });
});

test('where nothing is amiss all ages are 0, so that their absence is a sign', async () => {
  const before = values('OldestRefund').length;
  await payments.sweep();
  expect(values('OldestRefund').slice(before)).toEqual([0]);
});
