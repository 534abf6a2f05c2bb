import type { Json } from '@keyhold/local-cloud';
import { bookingDefinition } from './booking-workflow';

/** What other parts of the system rely on. */
const { States: states } = bookingDefinition() as { States: Record<string, Record<string, Json>> };

test('the states keep their names and order', () => {
  expect(Object.keys(states)).toEqual([
    'Change Apartment Status',
    'Wait',
    'Get Booking Status',
    'Has the Apartment been Paid ?',
    'Apartment Paid',
    'Not Paid(Revert Apartment Status)',
    'Hold Expired',
    'Reservation Released',
    'Apartment Unavailable',
    'Fail',
  ]);
});

test('every call is bounded by a timeout', () => {
  const tasks = Object.values(states).filter(({ Type }) => Type === 'Task');
  expect(tasks.map(({ TimeoutSeconds }) => TimeoutSeconds)).toEqual([30, 30, 30]);
});
