import fc from 'fast-check';
import { listApartments } from '../../../functions/domain/list-apartments';
import { type BookingModel, bookingModel, describedApartment } from './booking-model';

const everything = { complexId: undefined, bookedStatus: undefined, limit: 20, nextToken: undefined };
const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index).padStart(5, '0'));

/** `count` apartments; every `step`-th is of the complex `castle` and PAID. */
function deskOf(count: number, step: number): BookingModel {
  const model = bookingModel();
  for (const [index, id] of ids(count).entries()) {
    const chosen = index % step === 0;
    const description = describedApartment(id, { complexId: chosen ? 'castle' : 'harbour' });
    model.apartments.items.set(id, { ...description, bookedStatus: chosen ? 'PAID' : 'VACANT' });
  }
  return model;
}

async function allPages(
  model: BookingModel,
  query: Omit<typeof everything, 'complexId' | 'bookedStatus'> & object,
) {
  const pages: string[][] = [];
  let nextToken: string | undefined;
  do {
    const page = await listApartments({ ...everything, ...query, nextToken }, model);
    pages.push(page.items.map(({ id }) => id));
    nextToken = page.nextToken ?? undefined;
  } while (nextToken);
  return pages;
}

test.each([
  ['no apartment', 0, 5, [0]],
  ['fewer than fit', 3, 5, [3]],
  ['as many as fit', 5, 5, [5]],
  ['one more than fits', 6, 5, [5, 1]],
  ['two full pages', 10, 5, [5, 5]],
])('%s: %i apartments by %i are pages of %j, the last without a token', async (_, count, limit, sizes) => {
  const pages = await allPages(deskOf(count, 2), { limit, nextToken: undefined });
  expect(pages.map((page) => page.length)).toEqual(sizes);
  expect(pages.flat()).toEqual(ids(count));
});

test('every apartment is on exactly one page, whatever is asked for and however much a read looks at', async () => {
  const query = fc.record({
    complexId: fc.constantFrom(undefined, 'castle', 'harbour', 'nowhere'),
    bookedStatus: fc.constantFrom(undefined, 'VACANT' as const, 'PAID' as const, 'RESERVED' as const),
    limit: fc.integer({ min: 1, max: 30 }),
  });
  const table = fc.record({
    count: fc.nat(60),
    step: fc.integer({ min: 1, max: 10 }),
    mostPerRead: fc.integer({ min: 1, max: 70 }),
  });
  await fc.assert(
    fc.asyncProperty(query, table, async (asked, { count, step, mostPerRead }) => {
      const model = deskOf(count, step);
      model.apartments.mostPerRead = mostPerRead;
      const pages = await allPages(model, { ...everything, ...asked });
      const expected = [...model.apartments.items.values()]
        .filter(({ complexId }) => !asked.complexId || complexId === asked.complexId)
        .filter(({ bookedStatus }) => !asked.bookedStatus || bookedStatus === asked.bookedStatus);
      expect(pages.flat()).toEqual(expected.map(({ id }) => id));
      expect(pages.every((page) => page.length <= asked.limit)).toBe(true);
    }),
  );
});

test('a page is answered after ten reads, and the next goes on from there', async () => {
  const model = deskOf(2_500, 2_400);
  const slice = jest.spyOn(model.apartments, 'slice');
  const first = await listApartments({ ...everything, bookedStatus: 'PAID' }, model);
  expect(slice).toHaveBeenCalledTimes(10);
  expect(first.items.map(({ id }) => id)).toEqual(['00000']);
  const second = await listApartments(
    { ...everything, bookedStatus: 'PAID', nextToken: String(first.nextToken) },
    model,
  );
  expect(second).toEqual({ items: [expect.objectContaining({ id: '02400' })], nextToken: null });
});

test('nobody learns by whom an apartment is reserved', async () => {
  const model = bookingModel('7');
  model.apartments.take('secret', {
    apartmentId: '7',
    guestId: 'ada',
    reservedAt: '',
    holdExpiresAt: '2026-03-01T13:00:00.000Z',
  });
  const page = await listApartments(everything, model);
  expect(page.items[0]).toEqual({
    ...describedApartment('7'),
    bookedStatus: 'RESERVED',
    holdExpiresAt: '2026-03-01T13:00:00.000Z',
  });
});

describe('a token that is not of this list is InvalidInput', () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const another = encode(['castle', null, '00004']);

  test.each([
    ['another complex', another, { complexId: 'harbour' }],
    ['another status', encode([null, 'PAID', '00004']), { bookedStatus: 'VACANT' as const }],
    ['all apartments', encode([null, null, '00004']), { complexId: 'castle' }],
    ['a filter left out', another, {}],
    ['empty', '', {}],
    ['no base64url', '%%%', {}],
    ['no JSON', Buffer.from('hello').toString('base64url'), {}],
    ['another shape', encode({ Id: '00004' }), {}],
    ['no id', encode([null, null, '']), {}],
    ['cut', encode([null, null, '00004']).slice(0, -2), {}],
    ['with more behind it', `${encode([null, null, '00004'])}==`, {}],
  ])('%s', async (_, nextToken, query) => {
    const model = deskOf(10, 2);
    await expect(listApartments({ ...everything, ...query, nextToken }, model)).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringMatching(/^nextToken /),
    });
  });
});
