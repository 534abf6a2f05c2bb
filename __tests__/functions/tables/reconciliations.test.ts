import { ReconciliationRepository } from '../../../functions/tables/reconciliations';
import { Table } from '../../../functions/tables/table';
import { PAYMENTS_TABLE_NAME, startTables, type Tables } from './tables';

const NOW = '2026-03-01T12:00:00.000Z';
const LATER = '2026-03-01T12:00:00.001Z';

let tables: Tables;
let reconciliations: ReconciliationRepository;
beforeEach(async () => {
  tables = await startTables();
  reconciliations = new ReconciliationRepository(new Table(tables.client, PAYMENTS_TABLE_NAME));
});
afterEach(() => tables.stop());

const put = (Id: string, item: object) => tables.put(PAYMENTS_TABLE_NAME, { Id, ...item });

test('how far it is is kept, and where there is nothing to go on behind, that too', async () => {
  expect(await reconciliations.find()).toBeUndefined();
  const state = { until: LATER, eventsTo: NOW, areObjectsDone: false };
  for (const objectsAfter of ['refund#p1', undefined]) {
    await reconciliations.store({ ...state, objectsAfter });
    expect(await reconciliations.find()).toEqual({ ...state, objectsAfter });
  }
});

test('what is not final is found by its kind, and nothing else', async () => {
  const checkout = { reservationId: 'r', status: 'EXPIRED', checkoutId: 'cs', expiresAt: NOW };
  await put('reservation#over', { ...checkout, reservationId: 'over' });
  await put('reservation#held', { ...checkout, status: 'OPEN', expiresAt: LATER });
  await put('reservation#closed', { ...checkout, closedAt: NOW });
  await put('reservation#paid', { ...checkout, status: 'PAID' });
  await put('reservation#none', { ...checkout, checkoutId: undefined });
  const refund = { reservationId: 'r', paymentId: 'p1' };
  await put('refund#p1', { ...refund, status: 'PENDING' });
  await put('refund#p1#half', { ...refund, id: 'half', status: 'PENDING' });
  await put('refund#p2', { ...refund, paymentId: 'p2', status: 'REFUNDED' });
  await put('dispute#d1', { reservationId: 'r', disputeId: 'd1', status: 'OPEN' });
  await put('dispute#d2', { reservationId: 'r', disputeId: 'd2', status: 'WON' });
  await put('capture#p1', { reservationId: 'r', status: 'OPEN' });
  const { objects, next } = await reconciliations.page(undefined, LATER);
  expect(next).toBeUndefined();
  expect(objects.map((each) => JSON.stringify(each)).toSorted()).toEqual(
    [
      { kind: 'CHECKOUT', reservationId: 'over' },
      { kind: 'DISPUTE', disputeId: 'd1' },
      { kind: 'REFUND', paymentId: 'p1', id: 'half' },
      { kind: 'REFUND', paymentId: 'p1', id: 'p1' },
    ].map((each) => JSON.stringify(each)),
  );
});

test('a page goes on behind the last one', async () => {
  const all = Array.from({ length: 1_100 }, (_, index) => `d${index}`);
  const ids = [...all];
  while (ids.length > 0) {
    const some = ids.splice(0, 50);
    await Promise.all(
      some.map((disputeId) => put(`dispute#${disputeId}`, { reservationId: 'r', disputeId, status: 'OPEN' })),
    );
  }
  const first = await reconciliations.page(undefined, NOW);
  const rest = await reconciliations.page(first.next, NOW);
  const found = [...first.objects, ...rest.objects].map((each) =>
    each.kind === 'DISPUTE' ? each.disputeId : '',
  );
  expect([first.objects.length, rest.next]).toEqual([1_000, undefined]);
  expect(found.toSorted()).toEqual(all.toSorted());
});
