import { ApartmentRepository } from '../../../../functions/tables/apartments/repository';
import { MalformedItem, Table } from '../../../../functions/tables/table';
import { describedApartment } from '../../domain/booking-model';
import {
  APARTMENTS_TABLE_NAME,
  type ApartmentTable,
  heldBy,
  paidBy,
  startApartmentTable,
  storedApartment,
} from '../tables';

let table: ApartmentTable;
let store: ApartmentRepository;
beforeAll(async () => {
  table = await startApartmentTable();
  store = new ApartmentRepository(new Table(table.client, APARTMENTS_TABLE_NAME));
});
afterAll(() => table.stop());

let next = 0;
/** An apartment of its own for every test. */
async function given(changes: Record<string, unknown> = {}): Promise<string> {
  const id = `apartment-${next++}`;
  await table.put(storedApartment(id, changes));
  return id;
}

const COMMAND = { by: 'the manager', at: '2026-03-01T10:00:00.000Z' };

const everything = { complexId: undefined, bookedStatus: undefined, after: undefined, limit: 100 };

describe('reading', () => {
  test('an apartment is what everybody may see', async () => {
    const id = await given({ ...heldBy('r1'), description: 'By the water.' });
    expect(await store.find(id)).toEqual({
      id,
      complexId: 'harbour',
      name: `Apartment ${id}`,
      description: 'By the water.',
      bedrooms: 2,
      price: { amount: 12_900, currency: 'EUR' },
      bookedStatus: 'RESERVED',
      holdExpiresAt: '2026-03-01T12:15:00.000Z',
    });
  });

  test.each([
    ['VACANT', {}],
    ['PAID', paidBy('r1')],
  ])('a %s apartment shows no end of a hold', async (bookedStatus, changes) => {
    const id = await given(changes);
    expect(await store.find(id)).toMatchObject({ bookedStatus, description: null, holdExpiresAt: null });
  });

  test('the occupancy leaves out who the guest is', async () => {
    const id = await given(heldBy('r1'));
    const expected = {
      bookedStatus: 'RESERVED',
      reservationId: 'r1',
      holdExpiresAt: '2026-03-01T12:15:00.000Z',
      settled: [],
    };
    expect(await store.occupancy(id)).toEqual(expected);
  });

  test('the occupancy of a paid apartment says since when', async () => {
    const id = await given(paidBy('r1'));
    expect(await store.occupancy(id)).toMatchObject({
      bookedStatus: 'PAID',
      paidAt: '2026-03-01T12:05:00.000Z',
    });
  });

  test('the occupancy of an item that says nothing else is read all the same', async () => {
    await table.put({ Id: 'bare', complexId: 'ruin', bookedStatus: 'VACANT' });
    expect(await store.occupancy('bare')).toEqual({ bookedStatus: 'VACANT', settled: [] });
  });

  test('what does not exist is undefined', async () => {
    expect(await store.find('nothing')).toBeUndefined();
    expect(await store.occupancy('nothing')).toBeUndefined();
  });

  test('an item that is no apartment is an error that names it and what is wrong', async () => {
    await table.put({ Id: 'malformed', complexId: 'ruin', bookedStatus: 'LET' });
    await expect(store.find('malformed')).rejects.toMatchObject({
      name: 'MalformedItem',
      message: expect.stringMatching(/"malformed".*name: .*price: .*bookedStatus: /),
    });
    await expect(store.find('malformed')).rejects.toBeInstanceOf(MalformedItem);
    await expect(store.occupancy('malformed')).rejects.toMatchObject({
      name: 'MalformedItem',
      message: expect.stringMatching(/"malformed".*bookedStatus: /),
    });
  });
});

describe('slices', () => {
  const ids = ['c1', 'c2', 'c3', 'c4', 'c5'];
  beforeAll(async () => {
    for (const id of ids) {
      await table.put(storedApartment(id, { complexId: 'castle', ...(id < 'c3' ? paidBy('r1') : {}) }));
    }
  });

  test('of a complex go on from the index, by id', async () => {
    const castle = { ...everything, complexId: 'castle', limit: 2 };
    const first = await store.slice(castle);
    expect(first.apartments.map(({ id }) => id)).toEqual(['c1', 'c2']);
    expect(first.next).toBe('c2');
    const rest = await store.slice({ ...castle, after: first.next, limit: 100 });
    expect(rest.apartments.map(({ id }) => id)).toEqual(['c3', 'c4', 'c5']);
    expect(rest.next).toBeUndefined();
  });

  test('of one status look at as many as told, and show fewer', async () => {
    const paid = await store.slice({ ...everything, complexId: 'castle', bookedStatus: 'PAID', limit: 4 });
    expect(paid.apartments.map(({ id }) => id)).toEqual(['c1', 'c2']);
    expect(paid.next).toBe('c4');
  });

  test('of the whole table go on until every apartment was seen once', async () => {
    await table.put(storedApartment('bare'));
    await table.put(storedApartment('malformed'));
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const slice = await store.slice({ ...everything, after, limit: 3 });
      seen.push(...slice.apartments.map(({ id }) => id));
      after = slice.next;
    } while (after);
    expect(seen).toEqual(expect.arrayContaining(ids));
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('of the whole table by status', async () => {
    const { apartments } = await store.slice({ ...everything, bookedStatus: 'PAID' });
    expect(apartments.length).toBeGreaterThan(1);
    expect(new Set(apartments.map(({ bookedStatus }) => bookedStatus))).toEqual(new Set(['PAID']));
  });

  test('never show whose an apartment is', async () => {
    const { apartments } = await store.slice({ ...everything, complexId: 'castle' });
    expect(JSON.stringify(apartments)).not.toMatch(/reservationId|guestId|r1|ada/);
  });
});

describe('put', () => {
  const description = {
    complexId: 'harbour',
    name: 'Pier',
    description: 'By the water.',
    bedrooms: 1,
    price: { amount: 9_900, currency: 'CHF' },
  };

  test('adds an apartment as VACANT', async () => {
    expect(await store.put({ id: 'new', ...description }, COMMAND)).toEqual({
      id: 'new',
      ...description,
      bookedStatus: 'VACANT',
      holdExpiresAt: null,
    });
    expect(await table.item('new')).toEqual({
      Id: 'new',
      ...description,
      bookedStatus: 'VACANT',
      described: COMMAND,
    });
  });

  test('describes a held apartment anew and leaves its hold alone', async () => {
    const id = await given(heldBy('r1'));
    expect(await store.put({ id, ...description }, COMMAND)).toMatchObject({
      name: 'Pier',
      bookedStatus: 'RESERVED',
    });
    expect(await table.item(id)).toEqual({ Id: id, ...description, ...heldBy('r1'), described: COMMAND });
  });

  test('without a description takes the old one away', async () => {
    const id = await given({ description: 'By the water.' });
    expect(await store.put({ id, ...description, description: null }, COMMAND)).toMatchObject({
      description: null,
    });
    expect(await table.item(id)).not.toHaveProperty('description');
  });
});

describe('a description that is sent again', () => {
  test.each([null, 'By the water.'])(
    'changes nothing, not even who gave it (description %s)',
    async (text) => {
      const id = await given();
      const same = describedApartment(id, { name: 'Pier', description: text });
      const put = await store.put(same, COMMAND);
      const stored = await table.item(id);
      expect(await store.put(same, { ...COMMAND, by: 'another' })).toEqual(put);
      expect(await table.item(id)).toEqual(stored);
      await store.put({ ...same, bedrooms: 5 }, { ...COMMAND, by: 'another' });
      expect(await table.item(id)).toMatchObject({ bedrooms: 5, described: { by: 'another' } });
    },
  );
});

describe('for sale or not', () => {
  const COMMANDED = { ...COMMAND, reason: 'Wet walls.' };
  const withdrawn = (name: string) => ({ withdrawn: true, saleCommand: { name, ...COMMANDED } });

  test.each([
    ['vacant', {}],
    ['held', heldBy('r1')],
    ['paid', paidBy('r1')],
  ])(
    'a %s apartment is withdrawn once and offered once, and nothing else of it changes',
    async (_, changes) => {
      const id = await given(changes);
      expect(await store.withdraw(id, COMMANDED)).toBe(true);
      expect(await table.item(id)).toEqual(storedApartment(id, { ...changes, ...withdrawn('WITHDRAW') }));
      expect(await store.withdraw(id, COMMAND)).toBe(false);
      expect(await store.find(id)).toMatchObject({ withdrawn: true });
      expect(await store.occupancy(id)).toMatchObject({ withdrawn: true });
      expect(await store.offerAgain(id, COMMAND)).toBe(true);
      expect(await store.offerAgain(id, COMMANDED)).toBe(false);
      const saleCommand = { name: 'OFFER', ...COMMAND };
      expect(await table.item(id)).toEqual(storedApartment(id, { ...changes, saleCommand }));
    },
  );

  test('a vacant apartment is removed once, keeps its notes, and is never there again', async () => {
    const settledPayments = new Set(['CANCELLED#r1']);
    const id = await given({ settledPayments });
    expect(await store.remove(id, COMMANDED)).toBe(true);
    const item = storedApartment(id, { settledPayments, removed: true, ...withdrawn('REMOVE') });
    expect(await table.item(id)).toEqual(item);
    expect(await store.find(id)).toBeUndefined();
    expect(await store.offer(id)).toBeUndefined();
    expect(await store.stored(id)).toMatchObject({ removed: true, apartment: { id, withdrawn: true } });
    expect(await store.remove(id, COMMAND)).toBe(false);
    expect(await store.offerAgain(id, COMMAND)).toBe(false);
    expect(await store.put(describedApartment(id), COMMAND)).toBeUndefined();
    expect(await table.item(id)).toEqual(item);
  });

  test.each([
    ['held', heldBy('r1')],
    ['paid', paidBy('r1')],
  ])('a %s apartment is not removed', async (_, changes) => {
    const id = await given(changes);
    expect(await store.remove(id, COMMAND)).toBe(false);
    expect(await table.item(id)).toEqual(storedApartment(id, changes));
  });

  test('makes no apartment where there is none', async () => {
    expect(await store.withdraw('nothing', COMMAND)).toBe(false);
    expect(await store.offerAgain('nothing', COMMAND)).toBe(false);
    expect(await store.remove('nothing', COMMAND)).toBe(false);
    expect(await table.item('nothing')).toBeUndefined();
  });

  test('guests see a withdrawn apartment for as long as somebody has it, staff always, nobody a removed one', async () => {
    const withdrawnOne = { complexId: 'closed', withdrawn: true };
    const vacant = await given(withdrawnOne);
    const held = await given({ ...withdrawnOne, ...heldBy('r1') });
    const removed = await given({ ...withdrawnOne, removed: true });
    const ids = async (selection: { withdrawn?: boolean; bookedStatus?: 'VACANT' }) =>
      (await store.slice({ ...everything, complexId: 'closed', ...selection })).apartments.map(
        ({ id }) => id,
      );
    expect(await ids({})).toEqual([held]);
    expect(await ids({ withdrawn: true })).toEqual([vacant, held].toSorted());
    expect(await ids({ withdrawn: true, bookedStatus: 'VACANT' })).toEqual([vacant]);
    expect(removed).toBeDefined();
  });
});

describe('RESERVED → VACANT', () => {
  const released = (reservationId: string, releaseReason: string) => ({
    releasedReservationId: reservationId,
    releaseReason,
  });

  test('by the reservation that holds it leaves nothing behind but whose hold it was, and why it ended', async () => {
    const id = await given({ ...heldBy('r1'), ...released('r0', 'EXPIRED') });
    expect(await store.release(id, 'r1')).toBe(true);
    expect(await table.item(id)).toEqual(
      storedApartment(id, { ...released('r1', 'CANCELLED'), settledPayments: new Set(['CANCELLED#r1']) }),
    );
  });

  test('says who of the staff cancelled it, until another cancels', async () => {
    const id = await given(heldBy('r1'));
    expect(await store.release(id, 'r1', 'the manager')).toBe(true);
    const cancelled = { ...released('r1', 'CANCELLED'), settledPayments: new Set(['CANCELLED#r1']) };
    const cancelledBy = { reservationId: 'r1', by: 'the manager' };
    expect(await table.item(id)).toEqual(storedApartment(id, { ...cancelled, cancelledBy }));
    await table.put(storedApartment(id, { ...heldBy('r2'), cancelledBy }));
    await store.release(id, 'r2');
    expect(await table.item(id)).not.toHaveProperty('cancelledBy');
  });

  test('is not touched by a description', async () => {
    const id = await given(released('r1', 'EXPIRED'));
    const price = { amount: 12_900, currency: 'EUR' };
    const renamed = { id, complexId: 'harbour', name: 'Pier', description: null, bedrooms: 2, price };
    await store.put(renamed, COMMAND);
    expect(await table.item(id)).toEqual(
      storedApartment(id, { name: 'Pier', described: COMMAND, ...released('r1', 'EXPIRED') }),
    );
  });

  test.each([
    ['held by another', heldBy('r2')],
    ['paid by this reservation', paidBy('r1')],
    ['vacant', {}],
  ])('changes nothing where it is %s', async (_, changes) => {
    const id = await given(changes);
    expect(await store.release(id, 'r1')).toBe(false);
    expect(await table.item(id)).toEqual(storedApartment(id, changes));
  });

  test('makes no apartment where there is none', async () => {
    expect(await store.release('nothing', 'r1')).toBe(false);
    expect(await table.item('nothing')).toBeUndefined();
  });

  test('of 200 at once one wins', async () => {
    const id = await given(heldBy('r1'));
    const released = await Promise.all(Array.from({ length: 200 }, () => store.release(id, 'r1')));
    expect(released.filter(Boolean)).toHaveLength(1);
  });
});

describe('RESERVED → VACANT past the deadline', () => {
  const DEADLINE = '2026-03-01T12:15:00.000Z';
  test.each([
    ['held by it, at the deadline', heldBy('r1'), DEADLINE, true],
    ['held by it, before the deadline', heldBy('r1'), '2026-03-01T12:14:59.999Z', false],
    ['held by another', heldBy('r2'), DEADLINE, false],
    ['paid by it', paidBy('r1'), DEADLINE, false],
    ['vacant', {}, DEADLINE, false],
  ])('where it is %s', async (_, changes, now, expected) => {
    const id = await given(changes);
    expect(await store.expire(id, 'r1', now)).toBe(expected);
    const released = { releasedReservationId: 'r1', releaseReason: 'EXPIRED' };
    expect(await table.item(id)).toEqual(storedApartment(id, expected ? released : changes));
  });
});

describe('PAID → VACANT', () => {
  test('leaves nothing of the guest behind but whose stay it was, and that it ended', async () => {
    const id = await given(paidBy('r1'));
    expect(await store.end(id, 'r1')).toBe(true);
    const released = { releasedReservationId: 'r1', releaseReason: 'ENDED' };
    expect(await table.item(id)).toEqual(storedApartment(id, released));
  });

  test.each([
    ['paid by another', paidBy('r2')],
    ['reserved', heldBy('r1')],
    ['vacant', {}],
  ])('changes nothing where it is %s', async (_, changes) => {
    const id = await given(changes);
    expect(await store.end(id, 'r1')).toBe(false);
    expect(await table.item(id)).toEqual(storedApartment(id, changes));
  });

  test('makes no apartment where there is none', async () => {
    expect(await store.end('nothing', 'r1')).toBe(false);
    expect(await table.item('nothing')).toBeUndefined();
  });
});

test('an answer without what was asked for is no apartment at all', async () => {
  jest.spyOn(table.client, 'send').mockImplementation(async () => ({}));
  expect(await store.slice(everything)).toEqual({ apartments: [], next: undefined });
  await expect(store.put(describedApartment('7'), COMMAND)).rejects.toBeInstanceOf(MalformedItem);
  jest.restoreAllMocks();
});

test('any other failure of DynamoDB is passed on', async () => {
  const elsewhere = new ApartmentRepository(new Table(table.client, 'no-such-table'));
  await expect(elsewhere.release('7', 'r1')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(elsewhere.occupancy('7')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
