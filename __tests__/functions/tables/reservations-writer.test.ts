import fc from 'fast-check';
import type { ReservationChange } from '../../../functions/domain/history';
import { ReservationRepository } from '../../../functions/tables/reservations';
import { Table } from '../../../functions/tables/table';
import { ModelHistoryWriter } from '../changes/domain/changes-model';
import { type ApartmentTable, RESERVATIONS_TABLE_NAME, startApartmentTable } from '../tables/tables';

let table: ApartmentTable;
let store: ReservationRepository;
beforeAll(async () => {
  table = await startApartmentTable();
  store = new ReservationRepository(new Table(table.client, RESERVATIONS_TABLE_NAME));
});
afterAll(() => table.stop());

const held: ReservationChange = {
  reservationId: 'r1',
  apartmentId: '7',
  status: 'HELD',
  guestId: 'ada',
  reservedAt: '2026-03-01T12:00:00.000Z',
  holdExpiresAt: '2026-03-01T12:15:00.000Z',
  paidAt: undefined,
  paymentId: undefined,
  endedAt: undefined,
  expiresAt: 1_900_000_000,
  sequenceNumber: '01',
};

/** An entry as the table stores it. */
function stored({ reservationId, ...rest }: ReservationChange): Record<string, unknown> {
  const known = Object.entries(rest).filter(([, value]) => value !== undefined);
  return { Id: reservationId, ...Object.fromEntries(known) };
}

test('a hold, its end, and the money that came late are one item, with what each knew', async () => {
  expect(await store.write(held)).toBe(true);
  expect(await table.reservation('r1')).toEqual(stored(held));
  const ended: ReservationChange = {
    ...held,
    status: 'EXPIRED',
    endedAt: '2026-03-01T12:15:01.000Z',
    expiresAt: 1_900_000_001,
    sequenceNumber: '02',
  };
  expect(await store.write(ended)).toBe(true);
  expect(await table.reservation('r1')).toEqual(stored(ended));
  const late: ReservationChange = {
    ...held,
    status: 'PAID',
    reservedAt: undefined,
    holdExpiresAt: undefined,
    sequenceNumber: '03',
    paidAt: '2026-03-01T12:16:00.000Z',
    paymentId: 'p1',
  };
  expect(await store.write(late)).toBe(true);
  const { reservedAt, holdExpiresAt } = held;
  expect(await table.reservation('r1')).toEqual(stored({ ...late, reservedAt, holdExpiresAt }));
});

test.each([
  ['the same', '05'],
  ['an earlier', '04'],
])('%s write told again changes nothing', async (_, sequenceNumber) => {
  const now: ReservationChange = { ...held, reservationId: `again-${sequenceNumber}`, sequenceNumber: '05' };
  await store.write({ ...now, status: 'PAID' });
  expect(await store.write({ ...now, status: 'HELD', sequenceNumber })).toBe(false);
  expect(await table.reservation(now.reservationId)).toMatchObject({ status: 'PAID', sequenceNumber: '05' });
});

test('any other failure of DynamoDB is passed on', async () => {
  const elsewhere = new ReservationRepository(new Table(table.client, 'no-such-table'));
  await expect(elsewhere.write(held)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

let next = 0;

test('the history in memory, on which the properties are proved, does and says what DynamoDB does', async () => {
  const instant = fc.constantFrom(undefined, '2026-03-01T12:00:00.000Z', '2026-03-01T12:20:00.000Z');
  const entry = fc.record({
    status: fc.constantFrom('HELD' as const, 'PAID' as const, 'EXPIRED' as const, 'CANCELLED' as const),
    reservedAt: instant,
    holdExpiresAt: instant,
    paidAt: instant,
    endedAt: instant,
    paymentId: fc.constantFrom(undefined, 'p1', 'p2'),
    sequenceNumber: fc.constantFrom('01', '02', '03', '04'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 6 }), async (entries) => {
      const reservationId = `property-${next++}`;
      const model = new ModelHistoryWriter();
      for (const each of entries) {
        const whole: ReservationChange = { ...held, ...each, reservationId };
        expect(await store.write(whole)).toBe(await model.write(whole));
        const expected = model.items.get(reservationId);
        expect(await table.reservation(reservationId)).toEqual(expected && stored(expected));
      }
    }),
    { numRuns: 40 },
  );
});
