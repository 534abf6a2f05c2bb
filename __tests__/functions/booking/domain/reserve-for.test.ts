import { cancelReservation } from '../../../../functions/booking/domain/cancel';
import { reserveApartment } from '../../../../functions/booking/domain/reserve';
import { reserveFor } from '../../../../functions/booking/domain/reserve-for';
import { viewReservation } from '../../../../functions/catalog/domain/views';
import { getReservation } from '../../../../functions/domain/lookup';
import { bookingModel } from '../../domain/booking-model';

const BY = 'arn:aws:sts::123456789012:assumed-role/staff/manager';
const contact = { name: 'Ada Lovelace', email: 'ada@example.com' };
const price = { amount: 12_900, currency: 'EUR' };
const asked = { apartmentId: 'a1', reservationId: 'r1', guestId: undefined, contact, price };

test('staff hold an apartment for a caller at the price that was told, with contact and who asked', async () => {
  const model = bookingModel('a1');
  expect(await reserveFor(asked, model, BY)).toMatchObject({ status: 'HELD', price, contact });
  expect(await getReservation('r1', model)).toMatchObject({ status: 'HELD', contact });
  expect(model.reservations.items.get('r1')).toMatchObject({ contact, byStaff: BY, guestId: 'anonymous' });
});

test('it ends like any other hold', async () => {
  const model = bookingModel('a1');
  const { holdExpiresAt } = await reserveFor(asked, model, BY);
  model.clock.advance(Date.parse(String(holdExpiresAt)) - model.now() + 1_000);
  expect(await getReservation('r1', model)).toMatchObject({ status: 'EXPIRED' });
  expect(await model.apartments.find('a1')).toMatchObject({ bookedStatus: 'VACANT' });
});

test('sent again it is the same hold; with another contact the id is another reservation', async () => {
  const model = bookingModel('a1');
  await reserveFor(asked, model, BY);
  expect(await reserveFor(asked, model, 'another')).toMatchObject({ id: 'r1', status: 'HELD' });
  expect(model.reservations.items.get('r1')).toMatchObject({ byStaff: BY });
  for (const other of [
    { ...contact, name: 'Grace' },
    { ...contact, email: 'grace@example.com' },
  ]) {
    await expect(reserveFor({ ...asked, contact: other }, model, BY)).rejects.toMatchObject({
      name: 'InvalidInput',
      field: 'reservationId',
    });
  }
});

test('a price that has changed since it was told is refused', async () => {
  const outdated = { ...asked, price: { ...price, amount: 1 } };
  await expect(reserveFor(outdated, bookingModel('a1'), BY)).rejects.toMatchObject({ name: 'PriceChanged' });
});

test('the contact is shown to staff, and not to whoever looks with the id', async () => {
  const model = bookingModel('a1');
  await reserveFor(asked, model, BY);
  expect(JSON.stringify(await viewReservation('r1', model))).not.toContain('Ada');
});

test('who of the staff cancels a hold is recorded with it; a guest who cancels is not named', async () => {
  const model = bookingModel('a1', 'a2');
  await reserveFor(asked, model, BY);
  await reserveApartment({ ...asked, apartmentId: 'a2', reservationId: 'r2', guestId: 'ada' }, model);
  expect(await cancelReservation('r1', model, BY)).toMatchObject({ status: 'CANCELLED' });
  expect(await cancelReservation('r1', model, 'another')).toMatchObject({ status: 'CANCELLED' });
  await cancelReservation('r2', model);
  model.clock.advance(1_000);
  expect(model.reservations.items.get('r1')).toMatchObject({ status: 'CANCELLED', cancelledBy: BY });
  expect(model.reservations.items.get('r2')).not.toHaveProperty('cancelledBy');
  expect(model.commands).toEqual([['CANCEL', 'a1', BY]]);
});
