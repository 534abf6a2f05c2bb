import type { EndDecision } from '../../../functions/domain/end-decision';
import { EndDecisionRepository, ReservationRepository } from '../../../functions/tables/reservations';
import { Table } from '../../../functions/tables/table';
import { type ApartmentTable, RESERVATIONS_TABLE_NAME, startApartmentTable } from './tables';

const decision: EndDecision = {
  refund: 'PARTIAL',
  amount: 500,
  reason: 'moved out',
  by: 'arn:aws:iam::123456789012:user/ada',
  decidedAt: '2026-03-01T12:00:00.000Z',
};

let table: ApartmentTable;
let ends: EndDecisionRepository;
beforeAll(async () => {
  table = await startApartmentTable();
  ends = new EndDecisionRepository(new Table(table.client, RESERVATIONS_TABLE_NAME));
});
afterAll(() => table.stop());

test('the first decision of a reservation stands, on its record', async () => {
  await table.putReservation({ Id: 'r1', apartmentId: '7', status: 'PAID' });
  expect(await ends.find('r1')).toBeUndefined();
  expect(await ends.decide('r1', decision)).toBe(true);
  expect(await ends.decide('r1', { ...decision, refund: 'NONE' })).toBe(false);
  expect(await ends.find('r1')).toEqual(decision);
  const reservations = new ReservationRepository(new Table(table.client, RESERVATIONS_TABLE_NAME));
  expect(await reservations.find('r1')).toMatchObject({ id: 'r1', apartmentId: '7', status: 'PAID' });
});

test('without a record nothing is decided, and no record is made', async () => {
  expect(await ends.decide('nobody', { ...decision, amount: undefined, reason: undefined })).toBe(false);
  expect(await table.reservation('nobody')).toBeUndefined();
});
