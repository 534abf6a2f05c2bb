import { cancelReservation } from '../../../functions/booking/domain/cancel';
import { reserveApartment, type Wish } from '../../../functions/booking/domain/reserve';
import { getReservation } from '../../../functions/domain/lookup';
import { HOLD_SECONDS, type ModelDesk, modelDesk } from './model-dependencies';

const wish: Wish = { apartmentId: '7', guestId: 'ada', reservationId: 'r1', namedByClient: true };

let desk: ModelDesk;
beforeEach(() => {
  desk = modelDesk('7');
});

test('an unknown reservation is nothing', async () => {
  expect(await getReservation('nobody', desk)).toBeUndefined();
});

test('a hold that begins between the looks at apartment and workflow is HELD, not CANCELLED', async () => {
  desk.workflow.decisionMs = 5;
  await desk.workflow.start('r1', {
    apartmentId: '7',
    guestId: 'ada',
    reservedAt: '2026-03-01T12:00:00.000Z',
    holdExpiresAt: '2026-03-01T12:01:00.000Z',
  });
  const progress = desk.workflow.progress.bind(desk.workflow);
  jest.spyOn(desk.workflow, 'progress').mockImplementationOnce((execution) => {
    desk.clock.advance(10);
    return progress(execution);
  });
  expect(await getReservation('r1', desk)).toMatchObject({ status: 'HELD' });
});

test('the story of a reservation: HELD, CANCELLED while the workflow waits, CANCELLED when it has ended', async () => {
  await reserveApartment(wish, desk);
  expect(await getReservation('r1', desk)).toMatchObject({ status: 'HELD' });
  await cancelReservation('r1', desk);
  expect(desk.workflow.executions.get('r1')?.outcome).toBe('RUNNING');
  expect(await getReservation('r1', desk)).toMatchObject({ status: 'CANCELLED' });
  desk.clock.advance(HOLD_SECONDS * 1000);
  expect(desk.workflow.executions.get('r1')?.outcome).toBe('RELEASED');
  expect(await getReservation('r1', desk)).toMatchObject({ status: 'CANCELLED' });
});

test('at and after the deadline it is EXPIRED: before the revert, after it, when the workflow has ended', async () => {
  const { holdExpiresAt } = await reserveApartment(wish, desk);
  const untilDeadline = Date.parse(String(holdExpiresAt)) - desk.now();
  for (const milliseconds of [untilDeadline, 1, 1_000]) {
    desk.clock.advance(milliseconds);
    expect(await getReservation('r1', desk)).toMatchObject({ status: 'EXPIRED', holdExpiresAt });
  }
  expect(desk.apartments.items.get('7')?.bookedStatus).toBe('VACANT');
});

test('the workflow is not asked for its history where the apartment tells', async () => {
  await reserveApartment(wish, desk);
  const progress = jest.spyOn(desk.workflow, 'progress');
  await getReservation('r1', desk);
  expect(progress).not.toHaveBeenCalled();
});
