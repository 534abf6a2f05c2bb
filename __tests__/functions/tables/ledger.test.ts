import type { LedgerLine } from '../../../functions/domain/ledger';
import { DisputeRepository } from '../../../functions/tables/disputes';
import { LedgerRepository } from '../../../functions/tables/ledger';
import { Table } from '../../../functions/tables/table';
import { PAYMENTS_TABLE_NAME, startTables, type Tables } from './tables';

const NOW = '2026-03-01T12:00:00.000Z';
const of = { paymentId: 'pi_1', reservationId: 'r1', amount: 100, currency: 'EUR' };

let tables: Tables;
let table: Table;
beforeAll(async () => {
  tables = await startTables();
  table = new Table(tables.client, PAYMENTS_TABLE_NAME);
});
afterAll(() => tables.stop());

test('a line of the ledger is written once, and no other write of it changes it', async () => {
  const ledger = new LedgerRepository(table);
  const line: LedgerLine = { movement: 'CAPTURE', sourceId: 'pi_1', ...of, at: NOW };
  expect(await ledger.has('CAPTURE', 'pi_1')).toBe(false);
  expect(await ledger.write(line)).toBe(true);
  expect(await ledger.write({ ...line, amount: 1 })).toBe(false);
  expect(await tables.item(PAYMENTS_TABLE_NAME, 'ledger#CAPTURE#pi_1')).toEqual({
    Id: 'ledger#CAPTURE#pi_1',
    ...line,
  });
  expect([await ledger.has('CAPTURE', 'pi_1'), await ledger.has('REFUND', 'pi_1')]).toEqual([true, false]);
});

test('a dispute is opened once, and becomes each status once', async () => {
  const disputes = new DisputeRepository(table);
  const dispute = { disputeId: 'dp_1', ...of, status: 'OPEN', openedAt: NOW } as const;
  expect(await disputes.become('dp_1', 'LOST', NOW)).toBe(false);
  expect(await disputes.open(dispute)).toBe(true);
  expect(await disputes.open(dispute)).toBe(false);
  expect(await disputes.become('dp_1', 'OPEN', NOW)).toBe(false);
  expect(await disputes.become('dp_1', 'LOST', NOW)).toBe(true);
  expect(await disputes.become('dp_1', 'LOST', NOW)).toBe(false);
  expect(await disputes.find('dp_1')).toEqual({ ...dispute, status: 'LOST' });
});
