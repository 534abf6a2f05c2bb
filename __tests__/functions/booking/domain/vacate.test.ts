import { vacateApartment } from '../../../../functions/booking/domain/vacate';
import { modelDesk } from '../../domain/model-dependencies';

const request = {
  apartmentId: '7',
  guestId: 'ada',
  reservedAt: '',
  holdExpiresAt: '2026-03-01T13:00:00.000Z',
};

test('a PAID apartment is VACANT again', async () => {
  const desk = modelDesk('7');
  desk.apartments.take('r1', request);
  desk.apartments.pay('7', 'r1', desk.now());
  expect(await vacateApartment('7', desk)).toMatchObject({
    id: '7',
    bookedStatus: 'VACANT',
    holdExpiresAt: null,
  });
  expect(desk.apartments.items.get('7')?.reservationId).toBeUndefined();
});

test('a RESERVED one is NotPaid, and stays held', async () => {
  const desk = modelDesk('7');
  desk.apartments.take('r1', request);
  await expect(vacateApartment('7', desk)).rejects.toMatchObject({ name: 'NotPaid' });
  expect(desk.apartments.items.get('7')).toMatchObject({ bookedStatus: 'RESERVED', reservationId: 'r1' });
});

test('one that does not exist is ApartmentNotFound', async () => {
  await expect(vacateApartment('9', modelDesk('7'))).rejects.toMatchObject({
    name: 'ApartmentNotFound',
    message: expect.stringContaining('9'),
  });
});
