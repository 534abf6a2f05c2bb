import { cancelReservation } from '../../../../functions/booking/domain/cancel';
import { allowNewHolds, getNewHolds, stopNewHolds } from '../../../../functions/booking/domain/new-holds';
import { reserveApartment } from '../../../../functions/booking/domain/reserve';
import { reserveFor } from '../../../../functions/booking/domain/reserve-for';
import { addStepFunction } from '../../../../functions/booking/domain/step-functions';
import { getReservation } from '../../../../functions/domain/lookup';
import { askFor, type BookingModel, bookingModel } from '../../domain/booking-model';

const BY = 'arn:aws:sts::123456789012:assumed-role/staff/manager';
const STOP = { reason: 'Wrong prices.' };

const wish = (reservationId: string, apartmentId = 'a1') => ({
  apartmentId,
  guestId: `guest of ${reservationId}`,
  reservationId,
});

function reserve(reservationId: string, model: BookingModel, apartmentId?: string) {
  return reserveApartment({ ...wish(reservationId, apartmentId), price: undefined }, model);
}

const contact = { name: 'Ada Lovelace', email: 'ada@example.com' };

const entries: [name: string, ask: (model: BookingModel) => Promise<unknown>][] = [
  ['reserveApartment', (model) => reserve('r1', model)],
  ['reserveFor', (model) => reserveFor({ ...wish('r1'), contact, price: undefined }, model, BY)],
  [
    'addStepFunction',
    (model) =>
      addStepFunction({ reservationId: 'r1', arn: model.workflow.machine.arn, apartmentId: 'a1' }, model),
  ],
];

test.each(entries)(
  '%s is refused by name while new holds are stopped, and leaves nothing',
  async (_, ask) => {
    const model = bookingModel('a1');
    await stopNewHolds(STOP, model, BY);
    await expect(ask(model)).rejects.toMatchObject({
      name: 'HoldsStopped',
      message: expect.stringContaining('New reservations are not taken at the moment.'),
    });
    expect(model.reservations.items.size).toBe(0);
    expect(model.workflow.executions.size).toBe(0);
    await allowNewHolds({ reason: undefined }, model, BY);
    await ask(model);
    expect(model.workflow.executions.size).toBe(1);
  },
);

test('who has a hold keeps it: asked again it is told, it can be cancelled, and paid', async () => {
  const model = bookingModel('a1', 'a2');
  await reserve('r1', model);
  await reserve('r2', model, 'a2');
  await stopNewHolds(STOP, model, BY);
  expect(await reserve('r1', model)).toMatchObject({ status: 'HELD' });
  expect(await cancelReservation('r1', model)).toMatchObject({ status: 'CANCELLED' });
  expect(model.apartments.pay('a2', 'r2', model.now())).toBe(true);
  expect(await getReservation('r2', model)).toMatchObject({ status: 'PAID' });
});

test('what was asked for before is still decided', async () => {
  const model = bookingModel('a1');
  await askFor(wish('r1'), model);
  await stopNewHolds(STOP, model, BY);
  expect(await reserve('r1', model)).toMatchObject({ status: 'HELD' });
});

test('who stopped them, when and why is told, and recorded once however often it is sent', async () => {
  const model = bookingModel('a1');
  const nothing = { stopped: false, changedAt: null, by: null, reason: null };
  expect(await getNewHolds(model)).toEqual(nothing);
  const at = new Date(model.now()).toISOString();
  const stopped = { stopped: true, changedAt: at, by: BY, reason: 'Wrong prices.' };
  expect(await stopNewHolds(STOP, model, BY)).toEqual(stopped);
  model.clock.advance(60_000);
  expect(await stopNewHolds({ reason: 'Again.' }, model, 'another')).toEqual(stopped);
  for (let sent = 0; sent < 2; sent++) {
    const allowed = await allowNewHolds({ reason: undefined }, model, BY);
    expect(allowed).toMatchObject({ stopped: false, by: BY, reason: null });
  }
  expect(model.commands).toEqual([
    ['STOP_HOLDS', undefined, BY],
    ['ALLOW_HOLDS', undefined, BY],
  ]);
});
