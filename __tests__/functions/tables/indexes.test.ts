import { COMPLEX_INDEX } from '../../../functions/tables/apartments/repository';
import { OPEN_INDEX } from '../../../functions/tables/open-reservations';
import { GUEST_INDEX } from '../../../functions/tables/reservations';
import * as stack from '../../../stacks/data';

test('the indexes that are queried are those that the stack makes', () => {
  const { COMPLEX_INDEX: complex, GUEST_INDEX: guest, OPEN_INDEX: open } = stack;
  expect([COMPLEX_INDEX, GUEST_INDEX, OPEN_INDEX]).toEqual([complex, guest, open]);
});
