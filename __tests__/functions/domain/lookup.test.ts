import { cancelReservation } from '../../../functions/booking/domain/cancel';
import { type ReserveInput, reserveApartment } from '../../../functions/booking/domain/reserve';
import { getReservation } from '../../../functions/domain/lookup';
import { type BookingModel, bookingModel, HOLD_SECONDS } from './booking-model';

const wish: ReserveInput = { apartmentId: '7', guestId: 'ada', reservationId: 'r1', namedByClient: true };

let model: BookingModel;
beforeEach(() => {
  model = bookingModel('7');
});

test('an unknown reservation is nothing', async () => {
  expect(await getReservation('nobody', model)).toBeUndefined();
});

test('a hold that begins between the looks at apartment and workflow is HELD, not CANCELLED', async () => {
  model.workflow.decisionMs = 5;
  await model.workflow.start('r1', {
    apartmentId: '7',
    guestId: 'ada',
    reservedAt: '2026-03-01T12:00:00.000Z',
    holdExpiresAt: '2026-03-01T12:01:00.000Z',
  });
  const progress = model.workflow.progress.bind(model.workflow);
  jest.spyOn(model.workflow, 'progress').mockImplementationOnce((execution) => {
    model.clock.advance(10);
    return progress(execution);
  });
  expect(await getReservation('r1', model)).toMatchObject({ status: 'HELD' });
});

test('the story of a reservation: HELD, CANCELLED while the workflow waits, CANCELLED when it has ended', async () => {
  await reserveApartment(wish, model);
  expect(await getReservation('r1', model)).toMatchObject({ status: 'HELD' });
  await cancelReservation('r1', model);
  expect(model.workflow.executions.get('r1')?.outcome).toBe('RUNNING');
  expect(await getReservation('r1', model)).toMatchObject({ status: 'CANCELLED' });
  model.clock.advance(HOLD_SECONDS * 1000);
  expect(model.workflow.executions.get('r1')?.outcome).toBe('RELEASED');
  expect(await getReservation('r1', model)).toMatchObject({ status: 'CANCELLED' });
});

test('at and after the deadline it is EXPIRED: before the revert, after it, when the workflow has ended', async () => {
  const { holdExpiresAt } = await reserveApartment(wish, model);
  const untilDeadline = Date.parse(String(holdExpiresAt)) - model.now();
  for (const milliseconds of [untilDeadline, 1, 1_000]) {
    model.clock.advance(milliseconds);
    expect(await getReservation('r1', model)).toMatchObject({ status: 'EXPIRED', holdExpiresAt });
  }
  expect(model.apartments.items.get('7')?.bookedStatus).toBe('VACANT');
});

test('the workflow is not asked for its history where the apartment tells', async () => {
  await reserveApartment(wish, model);
  const progress = jest.spyOn(model.workflow, 'progress');
  await getReservation('r1', model);
  expect(progress).not.toHaveBeenCalled();
});
