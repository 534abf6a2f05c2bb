import { vacateApartment } from '../../../../functions/booking/domain/vacate';
import { bookingModel } from '../../domain/booking-model';

const request = {
  apartmentId: '7',
  guestId: 'ada',
  reservedAt: '',
  holdExpiresAt: '2026-03-01T13:00:00.000Z',
};

test('a PAID apartment is VACANT again', async () => {
  const model = bookingModel('7');
  model.apartments.take('r1', request);
  model.apartments.pay('7', 'r1', model.now());
  expect(await vacateApartment('7', model)).toMatchObject({
    id: '7',
    bookedStatus: 'VACANT',
    holdExpiresAt: null,
  });
  expect(model.apartments.items.get('7')?.reservationId).toBeUndefined();
});

test('a RESERVED one is NotPaid, and stays held', async () => {
  const model = bookingModel('7');
  model.apartments.take('r1', request);
  await expect(vacateApartment('7', model)).rejects.toMatchObject({ name: 'NotPaid' });
  expect(model.apartments.items.get('7')).toMatchObject({ bookedStatus: 'RESERVED', reservationId: 'r1' });
});

test('one that does not exist is ApartmentNotFound', async () => {
  await expect(vacateApartment('9', bookingModel('7'))).rejects.toMatchObject({
    name: 'ApartmentNotFound',
    message: expect.stringContaining('9'),
  });
});
