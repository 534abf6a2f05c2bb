import { PermanentError, TransientError } from '../../../web/api/errors';
import { cancelReservation, fetchReservation, reserveApartment } from '../../../web/api/reservations';
import { json, scripted } from '../scripted-api';

const held = {
  id: 'r1',
  apartmentId: 'a',
  status: 'HELD',
  holdExpiresAt: '2026-11-24T12:00:00.000Z',
  reason: null,
  latePayment: null,
  refunds: [{ id: 'f1', status: 'PENDING', amount: 100, currency: 'EUR' }],
};
const read = {
  ...held,
  reason: undefined,
  reservedAt: undefined,
  paidAt: undefined,
  latePayment: undefined,
  refunds: [{ status: 'PENDING', amount: 100, currency: 'EUR' }],
};

test('a reservation is asked for by its id, apartment, guest, and the price that the guest saw', async () => {
  const { http, sent } = scripted(() => json({ data: { reserveApartment: held } }));
  const price = { amount: 14_900, currency: 'EUR' };
  const input = { apartmentId: 'a', guestId: 'g', reservationId: 'r1', price };
  expect(await reserveApartment(http, input)).toEqual(read);
  expect(sent[0]).toMatchObject({ path: '/graphql', variables: { input }, init: { method: 'POST' } });
});

test('a hold is cancelled by its id', async () => {
  const { http, sent } = scripted(() =>
    json({ data: { cancelReservation: { ...held, status: 'CANCELLED' } } }),
  );
  expect(await cancelReservation(http, 'r1')).toEqual({ ...read, status: 'CANCELLED' });
  expect(sent[0]?.variables).toEqual({ id: 'r1' });
});

test('what became of it is never read from a cache of the browser', async () => {
  const { http, sent } = scripted(() => json(held));
  expect(await fetchReservation(http, 'r1')).toEqual(read);
  expect(sent[0]).toMatchObject({ path: '/api/reservations/r1', init: { cache: 'no-store' } });
});

test.each([
  ['InvalidInput', PermanentError],
  ['TooManyHolds', PermanentError],
  ['ApartmentPaused', PermanentError],
  ['ApartmentNotFound', PermanentError],
  ['HoldExpired', PermanentError],
  ['PriceChanged', PermanentError],
  ['AlreadyPaid', PermanentError],
  ['UnauthorizedException', PermanentError],
  ['InternalError', TransientError],
  ['Lambda:Unhandled', TransientError],
  [undefined, TransientError],
])('the error %s', async (errorType, kind) => {
  const { http } = scripted(() => json({ data: null, errors: [{ errorType, message: 'Why.' }] }));
  const failure = await cancelReservation(http, 'r1').catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(kind);
  expect(failure).toMatchObject({ message: 'Why.' });
});
