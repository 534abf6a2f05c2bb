import { COMPLEX_INDEX } from '../../../functions/tables/apartments/repository';
import { GUEST_INDEX } from '../../../functions/tables/reservations';
import * as stack from '../../../stacks/data';

test('the indexes that are queried are those that the stack makes', () => {
  expect([COMPLEX_INDEX, GUEST_INDEX]).toEqual([stack.COMPLEX_INDEX, stack.GUEST_INDEX]);
});
