import { cancelReservation } from '../../../../functions/booking/domain/cancel';
import { reserveApartment } from '../../../../functions/booking/domain/reserve';
import {
  offerApartment,
  putApartment,
  removeApartment,
  withdrawApartment,
} from '../../../../functions/booking/domain/sale';
import { addStepFunction } from '../../../../functions/booking/domain/step-functions';
import { listApartments } from '../../../../functions/domain/list-apartments';
import { getReservation } from '../../../../functions/domain/lookup';
import {
  type BookingModel,
  bookingModel,
  describedApartment,
  HOLD_SECONDS,
} from '../../domain/booking-model';

const BY = 'arn:aws:sts::123456789012:assumed-role/staff/manager';
const input = { id: 'a1', reason: 'Wet walls.' };

function reserve(reservationId: string, model: BookingModel) {
  const wish = { apartmentId: 'a1', guestId: `guest of ${reservationId}`, reservationId };
  return reserveApartment({ ...wish, price: undefined }, model);
}

const query = { complexId: undefined, bookedStatus: undefined, limit: 20, nextToken: undefined };

test('a withdrawn apartment is offered to no guest, and staff see it', async () => {
  const model = bookingModel('a1', 'a2');
  expect(await withdrawApartment(input, model, BY)).toMatchObject({ id: 'a1', withdrawn: true });
  const ids = async (withdrawn?: boolean) =>
    (await listApartments({ ...query, withdrawn }, model)).items.map(({ id }) => id);
  expect(await ids()).toEqual(['a2']);
  expect(await ids(true)).toEqual(['a1', 'a2']);
});

test('who asks for a withdrawn apartment is told so at once, without a workflow', async () => {
  const model = bookingModel('a1');
  await withdrawApartment(input, model, BY);
  const reason = 'Apartment a1 is not offered at the moment.';
  expect(await reserve('r1', model)).toMatchObject({ status: 'REJECTED', reason });
  const { arn } = model.workflow.machine;
  await expect(addStepFunction({ reservationId: 'r2', arn, apartmentId: 'a1' }, model)).rejects.toMatchObject(
    { name: 'ApartmentUnavailable', message: expect.stringContaining(reason) },
  );
  expect(model.workflow.executions.size).toBe(0);
});

test('one that is withdrawn while the workflow is asked is refused by it, and the guest is told why', async () => {
  const model = bookingModel('a1');
  const asked = reserve('r1', model);
  await withdrawApartment(input, model, BY);
  expect(await asked).toMatchObject({
    status: 'REJECTED',
    reason: 'Apartment a1 is not offered at the moment.',
  });
});

test('a hold goes on: its guest is told HELD, can cancel, and the apartment stays withdrawn', async () => {
  const model = bookingModel('a1');
  await reserve('r1', model);
  await withdrawApartment(input, model, BY);
  expect(await getReservation('r1', model)).toMatchObject({ status: 'HELD' });
  expect(await reserve('r1', model)).toMatchObject({ status: 'HELD' });
  expect(await cancelReservation('r1', model)).toMatchObject({ status: 'CANCELLED' });
  expect(await model.apartments.find('a1')).toMatchObject({ bookedStatus: 'VACANT', withdrawn: true });
});

test('offered again it can be reserved; each command sent again changes nothing and is recorded once', async () => {
  const model = bookingModel('a1');
  for (let sent = 0; sent < 2; sent++) await withdrawApartment(input, model, BY);
  for (let sent = 0; sent < 2; sent++) {
    expect(await offerApartment(input, model, BY)).toMatchObject({ bookedStatus: 'VACANT' });
  }
  expect(model.commands).toEqual([
    ['WITHDRAW', 'a1', BY],
    ['OFFER', 'a1', BY],
  ]);
  expect(await reserve('r1', model)).toMatchObject({ status: 'HELD' });
});

test('a removed apartment is gone, and the same command again is a success', async () => {
  const model = bookingModel('a1');
  for (let sent = 0; sent < 2; sent++) {
    expect(await removeApartment(input, model, BY)).toMatchObject({ id: 'a1', withdrawn: true });
  }
  expect(model.commands).toEqual([['REMOVE', 'a1', BY]]);
  expect(await model.apartments.find('a1')).toBeUndefined();
  expect((await listApartments({ ...query, withdrawn: true }, model)).items).toEqual([]);
  const reason = 'Apartment a1 does not exist.';
  expect(await reserve('r1', model)).toMatchObject({ status: 'REJECTED', reason });
  for (const command of [withdrawApartment, offerApartment]) {
    await expect(command(input, model, BY)).rejects.toMatchObject({ name: 'ApartmentNotFound' });
  }
});

test('its id is not used again: an old removeApartment would remove the new apartment', async () => {
  const model = bookingModel('a1');
  await removeApartment(input, model, BY);
  await expect(putApartment(describedApartment('a1'), model, BY)).rejects.toMatchObject({
    name: 'ApartmentRemoved',
    message: expect.stringContaining('another id'),
  });
});

test.each([
  ['RESERVED', 'cancelReservation', async () => undefined],
  [
    'PAID',
    'endReservation',
    async (model: BookingModel) => void model.apartments.pay('a1', 'r1', model.now()),
  ],
])('one that is %s is refused by name, and the error says what to do: %s', async (status, way, become) => {
  const model = bookingModel('a1');
  await reserve('r1', model);
  await become(model);
  await expect(removeApartment(input, model, BY)).rejects.toMatchObject({
    name: 'ApartmentInUse',
    message: expect.stringMatching(new RegExp(`${status}.*${way}`)),
  });
  expect(await model.apartments.find('a1')).toMatchObject({ bookedStatus: status });
});

test('once its hold has ended it can be removed, and its reservation is still told', async () => {
  const model = bookingModel('a1');
  await reserve('r1', model);
  model.clock.advance(HOLD_SECONDS * 1_000 + 1_000);
  await removeApartment(input, model, BY);
  expect(await getReservation('r1', model)).toMatchObject({ status: 'EXPIRED' });
});

test('one that becomes vacant between the write and the look is removed all the same', async () => {
  const model = bookingModel('a1');
  await reserve('r1', model);
  const { stored } = model.apartments;
  model.apartments.stored = async (id) => {
    model.apartments.stored = stored;
    await cancelReservation('r1', model);
    return stored.call(model.apartments, id);
  };
  expect(await removeApartment(input, model, BY)).toMatchObject({ id: 'a1' });
  expect(await model.apartments.find('a1')).toBeUndefined();
});

test.each([withdrawApartment, offerApartment, removeApartment])('$name of no apartment', async (command) => {
  const refused = command({ id: 'nothing', reason: undefined }, bookingModel('a1'), BY);
  await expect(refused).rejects.toMatchObject({ name: 'ApartmentNotFound' });
});
