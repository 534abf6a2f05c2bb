import { PaymentSummaryReader } from '../../../functions/tables/payments';
import { ReservationRepository } from '../../../functions/tables/reservations';
import { Table } from '../../../functions/tables/table';
import {
  type ApartmentTable,
  PAYMENTS_TABLE_NAME,
  RESERVATIONS_TABLE_NAME,
  startApartmentTable,
} from './tables';

let table: ApartmentTable;
beforeAll(async () => {
  table = await startApartmentTable();
});
afterAll(() => table.stop());

describe('the table of reservations', () => {
  let store: ReservationRepository;
  const stored = (Id: string, reservedAt: string, guestId = 'ada') => ({
    Id,
    apartmentId: '7',
    guestId,
    reservedAt,
    holdExpiresAt: '2026-03-01T12:15:00.000Z',
    status: 'EXPIRED',
    endedAt: '2026-03-01T12:15:01.000Z',
    expiresAt: 1,
    sequenceNumber: '1',
  });
  beforeAll(async () => {
    store = new ReservationRepository(new Table(table.client, RESERVATIONS_TABLE_NAME));
    for (const [id, day] of [
      ['r1', '01'],
      ['r3', '02'],
      ['r2', '02'],
      ['r4', '03'],
    ] as const)
      await table.putReservation(stored(id, `2026-03-${day}T12:00:00.000Z`));
    await table.putReservation(stored('b1', '2026-03-02T12:00:00.000Z', 'bob'));
  });

  test('is read by id', async () => {
    expect(await store.find('r1')).toEqual({
      id: 'r1',
      apartmentId: '7',
      guestId: 'ada',
      status: 'EXPIRED',
      reservedAt: '2026-03-01T12:00:00.000Z',
      holdExpiresAt: '2026-03-01T12:15:00.000Z',
      endedAt: '2026-03-01T12:15:01.000Z',
    });
    expect(await store.find('nobodys')).toBeUndefined();
  });

  test('is read by guest, the newest first, and on from any of them, also among those of one instant', async () => {
    const all = await store.ofGuest({ guestId: 'ada', after: undefined, limit: 10 });
    expect(all.map(({ id }) => id)).toHaveLength(4);
    expect([all[0]?.id, all[3]?.id]).toEqual(['r4', 'r1']);
    for (const [index, { id, reservedAt = '' }] of all.entries()) {
      const rest = await store.ofGuest({ guestId: 'ada', after: { id, reservedAt }, limit: 2 });
      expect(rest).toEqual(all.slice(index + 1, index + 3));
    }
  });

  test('an item that is no reservation is an error that names it', async () => {
    await table.putReservation({ Id: 'torn', apartmentId: '7', status: 'LET' });
    await expect(store.find('torn')).rejects.toMatchObject({
      name: 'MalformedItem',
      message: expect.stringMatching(/^Item "torn" of table keyhold-test-reservations: status: /),
    });
  });
});

describe('the table of payments', () => {
  test('is read by reservation, and no more than is shown', async () => {
    const store = new PaymentSummaryReader(new Table(table.client, PAYMENTS_TABLE_NAME));
    const shown = { status: 'PAID', url: 'https://pay.example/c1', latePayment: 'REFUNDED' };
    await table.putPayment('r1', { ...shown, guestId: 'ada', paymentId: 'secret', amount: 1 });
    expect(await store.find('r1')).toEqual({ ...shown, refunds: [] });
    expect(await store.find('nobodys')).toBeUndefined();
    await table.putPayment('torn', { status: 'LOST' });
    await expect(store.find('torn')).rejects.toMatchObject({
      name: 'MalformedItem',
      message: expect.stringMatching(/^Item "reservation#torn" of table keyhold-test-payments: status: /),
    });
  });
});
