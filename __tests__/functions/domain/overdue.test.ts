import { reserveApartment } from '../../../functions/booking/domain/reserve';
import { listApartments } from '../../../functions/domain/list-apartments';
import { HOLD_SECONDS, modelDesk } from './model-dependencies';

const everything = { complexId: undefined, bookedStatus: undefined, limit: 20, nextToken: undefined };

test.each([
  ['while it lasts', -1_000, []],
  ['while the workflow is releasing it', 59_000, []],
  ['a minute after its deadline', 61_000, ['1']],
])('law 2: a hold is told to be overdue %s: %p ms, %j', async (_, afterDeadline, told) => {
  const desk = modelDesk('1', '2');
  await reserveApartment({ apartmentId: '1', guestId: 'g', reservationId: 'r', namedByClient: true }, desk);
  const deadline = desk.clock.now() + HOLD_SECONDS * 1000;
  // A workflow that never ends the hold.
  const stuck = { ...desk, now: () => deadline + afterDeadline };
  await listApartments(everything, stuck);
  expect(desk.overdue).toEqual(told);
});
