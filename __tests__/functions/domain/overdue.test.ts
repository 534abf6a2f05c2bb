import { reserveApartment } from '../../../functions/booking/domain/reserve';
import { listApartments } from '../../../functions/domain/list-apartments';
import { bookingModel, HOLD_SECONDS } from './booking-model';

const everything = { complexId: undefined, bookedStatus: undefined, limit: 20, nextToken: undefined };

test.each([
  ['while it lasts', -1_000, []],
  ['while the workflow is releasing it', 59_000, []],
  ['a minute after its deadline', 61_000, ['1']],
])('law 2: a hold is told to be overdue %s: %p ms, %j', async (_, afterDeadline, told) => {
  const model = bookingModel('1', '2');
  await reserveApartment({ apartmentId: '1', guestId: 'g', reservationId: 'r', price: undefined }, model);
  const deadline = model.clock.now() + HOLD_SECONDS * 1000;
  // A workflow that never ends the hold.
  const stuck = { ...model, now: () => deadline + afterDeadline };
  await listApartments(everything, stuck);
  expect(model.overdue).toEqual(told);
});
