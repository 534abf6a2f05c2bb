import fc from 'fast-check';
import { listReservations } from '../../../../functions/booking/domain/list-reservations';
import { type BookingModel, bookingModel } from '../../domain/booking-model';

const asked = { guestId: 'ada', limit: 20, nextToken: undefined };

/** `count` reservations of ada, two at each instant, and some of bob's between them. */
function modelOf(count: number): BookingModel {
  const model = bookingModel();
  for (let index = 0; index < count; index++) {
    const reservedAt = new Date(Date.UTC(2026, 0, 1, 0, index >> 1)).toISOString();
    for (const guestId of ['ada', 'bob']) {
      const id = `${guestId}-${String(index).padStart(3, '0')}`;
      model.reservations.items.set(id, { id, apartmentId: '7', guestId, status: 'PAID', reservedAt });
    }
  }
  return model;
}

test('each of a guest’s reservations is on one page, the newest first', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(40), fc.integer({ min: 1, max: 12 }), async (count, limit) => {
      const model = modelOf(count);
      const seen: string[] = [];
      let nextToken: string | undefined;
      do {
        const page = await listReservations({ ...asked, limit, nextToken }, model);
        expect(page.items.length).toBeLessThanOrEqual(limit);
        if (page.nextToken !== null) expect(page.items).toHaveLength(limit);
        seen.push(...page.items.map(({ id }) => id));
        nextToken = page.nextToken ?? undefined;
      } while (nextToken);
      const all = [...model.reservations.items.keys()].filter((id) => id.startsWith('ada'));
      expect(seen).toEqual(all.toSorted().toReversed());
    }),
  );
});

test('a list costs one read, and none of payments', async () => {
  const model = modelOf(30);
  const reads = jest.spyOn(model.reservations, 'ofGuest');
  const payments = jest.spyOn(model.payments, 'find');
  await listReservations(asked, model);
  expect(reads).toHaveBeenCalledTimes(1);
  expect(payments).not.toHaveBeenCalled();
});

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test.each([
  ['of another guest', encoded(['bob', '2026-01-01T00:00:00.000Z', 'bob-001'])],
  ['of a list of apartments', encoded(['ada', '2026-01-01T00:00:00.000Z'])],
  ['without an id', encoded(['ada', '2026-01-01T00:00:00.000Z', ''])],
  ['broken', 'nonsense'],
])('a token %s is InvalidInput', async (_, nextToken) => {
  await expect(listReservations({ ...asked, nextToken }, modelOf(3))).rejects.toMatchObject({
    name: 'InvalidInput',
    message:
      'nextToken does not belong to this list; it must be the one that listReservations answered with, with the same guestId.',
  });
});
