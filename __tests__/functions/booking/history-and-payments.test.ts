import type { ReservationPage } from '../../../functions/booking/domain/list-reservations';
import type { Reservation } from '../../../functions/domain/reservation';
import { type ApartmentTable, storedApartment } from '../tables/tables';
import { type BookingFunction, startBookingFunction } from './booking-function';

let booking: BookingFunction;
let table: ApartmentTable;
beforeAll(async () => {
  booking = await startBookingFunction();
  ({ table } = booking);
});
beforeEach(() => table.put(storedApartment('7')));
afterAll(() => booking.stop());

const query = (field: string, args = {}) => booking.query(field, args);
const mutate = (field: string, args: object) => booking.mutate(field, args);

const described = {
  id: 'nowhere-stored',
  complexId: 'harbour',
  name: 'Pier',
  description: null,
  bedrooms: 1,
  price: { amount: 1, currency: 'EUR' },
};

test('a reservation of long ago, from its history, and all of its guest', async () => {
  const past = (Id: string, reservedAt: string, more = {}) => ({
    Id,
    apartmentId: '7',
    guestId: 'Grace',
    reservedAt,
    status: 'EXPIRED',
    ...more,
    holdExpiresAt: '2024-01-01T12:15:00.000Z',
    expiresAt: 2_000_000_000,
    sequenceNumber: '1',
  });
  await table.putReservation(past('old-1', '2024-01-01T12:00:00.000Z'));
  await table.putReservation(past('old-2', '2024-01-02T12:00:00.000Z', { status: 'CANCELLED' }));
  const ended = { status: 'PAID', paidAt: '2024-01-03T12:01:00.000Z', endedAt: '2024-01-09T10:00:00.000Z' };
  await table.putReservation(past('old-3', '2024-01-03T12:00:00.000Z', ended));
  const first = (await query('listReservations', { guestId: 'Grace', limit: 2 })) as ReservationPage;
  const { nextToken } = first;
  const second = (await query('listReservations', {
    guestId: 'Grace',
    limit: 2,
    nextToken,
  })) as ReservationPage;
  expect([...first.items, ...second.items]).toEqual([
    expect.objectContaining({ id: 'old-3', status: 'ENDED', paidAt: '2024-01-03T12:01:00.000Z' }),
    expect.objectContaining({ id: 'old-2', status: 'CANCELLED', reason: expect.any(String) }),
    expect.objectContaining({ id: 'old-1', status: 'EXPIRED', reason: expect.any(String) }),
  ]);
  expect(second.nextToken).toBeNull();
  const { items } = first;
  expect(await query('getReservation', { id: 'old-3' })).toEqual(items[0]);
});

test('a payment under way, and the sum of one that came late', async () => {
  const input = { apartmentId: '7', guestId: 'Ada', reservationId: 'paying' };
  const { holdExpiresAt } = (await mutate('reserveApartment', { input })) as Reservation;
  const paymentUrl = 'https://pay.example/c1';
  await table.putPayment('paying', { status: 'OPEN', url: paymentUrl, expiresAt: holdExpiresAt });
  expect(await query('getReservation', { id: 'paying' })).toMatchObject({ status: 'HELD', paymentUrl });
  expect(await mutate('reserveApartment', { input })).toMatchObject({ status: 'HELD', paymentUrl });
  await mutate('cancelReservation', { id: 'paying' });
  await table.putPayment('paying', { status: 'PAID', url: paymentUrl, latePayment: 'REFUND_PENDING' });
  expect(await query('getReservation', { id: 'paying' })).toMatchObject({
    status: 'CANCELLED',
    paymentUrl: null,
    latePayment: 'REFUND_PENDING',
    refunds: [],
  });
});

test('a change that is published, as it was sent', async () => {
  const input = { ...described, bookedStatus: 'RESERVED', holdExpiresAt: '2026-03-01T12:15:00.000Z' };
  expect(await mutate('publishApartmentChange', { input })).toEqual(input);
  expect(await table.item(described.id)).toBeUndefined();
  expect(await mutate('publishApartmentChange', { input: { ...input, bookedStatus: 'PAID' } })).toEqual({
    ...input,
    bookedStatus: 'PAID',
    holdExpiresAt: null,
  });
});

test('an error line and a metric, and a reservation for the guest, when its payment cannot be read', async () => {
  const input = { apartmentId: '7', guestId: 'Ada', reservationId: 'unread' };
  await mutate('reserveApartment', { input });
  await table.putPayment('unread', { status: 'TORN' });
  booking.lines.length = 0;
  expect(await query('getReservation', { id: 'unread' })).toMatchObject({
    status: 'HELD',
    paymentUrl: null,
  });
  expect(booking.logLines()).toContainEqual(
    expect.objectContaining({ level: 'ERROR', cause: expect.objectContaining({ name: 'MalformedItem' }) }),
  );
  expect(booking.metricLines()).toEqual([expect.objectContaining({ PaymentUnknown: 1, service: 'booking' })]);
});
