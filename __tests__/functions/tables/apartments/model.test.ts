import fc from 'fast-check';
import type { Apartments } from '../../../../functions/booking/domain/dependencies';
import { ApartmentRepository } from '../../../../functions/tables/apartments/repository';
import { Table } from '../../../../functions/tables/table';
import { describedApartment } from '../../domain/booking-model';
import { ModelApartments } from '../../domain/model-apartments';
import {
  APARTMENTS_TABLE_NAME,
  type ApartmentTable,
  heldBy,
  paidBy,
  startApartmentTable,
  storedApartment,
} from '../tables';

let table: ApartmentTable;
beforeAll(async () => {
  table = await startApartmentTable();
});
afterAll(() => table.stop());

const COMMAND = { by: 'the manager', at: '2026-03-01T10:00:00.000Z' };

const reservation = fc.constantFrom('r1', 'r2');
const action = fc.oneof(
  fc.record({ verb: fc.constant('release'), reservation }),
  fc.record({ verb: fc.constantFrom('end', 'expire', 'put', 'withdraw', 'offer', 'remove'), reservation }),
);
const beginning = fc.constantFrom('missing', 'VACANT', 'RESERVED', 'PAID');

async function act(
  apartments: Apartments,
  id: string,
  { verb, reservation: by }: { verb: string; reservation: string },
) {
  if (verb === 'release') return apartments.release(id, by);
  if (verb === 'end') return apartments.end(id, by);
  if (verb === 'expire') return apartments.expire(id, by, heldBy(by).holdExpiresAt);
  if (verb === 'withdraw') return apartments.withdraw(id, COMMAND);
  if (verb === 'offer') return apartments.offerAgain(id, COMMAND);
  if (verb === 'remove') return apartments.remove(id, COMMAND);
  return apartments.put(describedApartment(id, { name: by }), COMMAND);
}

let next = 0;

test('the table in memory, on which the laws are proved, does and says what DynamoDB does', async () => {
  const property = fc.asyncProperty(
    beginning,
    fc.array(action, { maxLength: 6 }),
    async (status, actions) => {
      const id = `apartment-${next++}`;
      const model = new ModelApartments();
      const store = new ApartmentRepository(new Table(table.client, APARTMENTS_TABLE_NAME));
      if (status !== 'missing') {
        const booking = status === 'VACANT' ? {} : status === 'PAID' ? paidBy('r1') : heldBy('r1');
        await table.put(storedApartment(id, booking));
        model.items.set(id, { ...describedApartment(id), bookedStatus: 'VACANT' });
        const { reservedAt, holdExpiresAt } = heldBy('r1');
        if (status !== 'VACANT')
          model.take('r1', { apartmentId: id, guestId: 'ada', reservedAt, holdExpiresAt });
        if (status === 'PAID') model.pay(id, 'r1', Date.parse(paidBy('r1').paidAt));
        model.settled.clear();
      }
      for (const step of actions) {
        expect(await act(store, id, step)).toEqual(await act(model, id, step));
        expect(await store.find(id)).toEqual(await model.find(id));
        expect(await store.offer(id)).toEqual(await model.offer(id));
        expect(await store.occupancy(id)).toEqual(await model.occupancy(id));
      }
    },
  );
  await fc.assert(property, { numRuns: 40 });
});
