import { fetchApartment, fetchOffers } from '../../../web/api/apartments';
import { apartment } from '../samples';
import { json, scripted } from '../scripted-api';

test('all pages make one list', async () => {
  const { http, sent } = scripted(({ path }) =>
    json({
      items: [apartment({ id: path.includes('cursor') ? 'b' : 'a' })],
      nextCursor: path.includes('cursor') ? null : 'x/y=',
    }),
  );
  expect((await fetchOffers(http)).apartments.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(sent.map(({ path }) => path)).toEqual([
    '/api/apartments?limit=100',
    '/api/apartments?limit=100&cursor=x%2Fy%3D',
  ]);
});

test.each([
  [{ holdsStopped: true }, true],
  [{}, false],
])('whether anything can be reserved is told with the list: %j', async (told, holdsStopped) => {
  const { http } = scripted(() => json({ items: [], nextCursor: null, ...told }));
  expect(await fetchOffers(http)).toEqual({ apartments: [], holdsStopped });
});

test('a catalog that never ends is not read for ever', async () => {
  const { http, sent } = scripted(() => json({ items: [], nextCursor: 'again' }));
  await fetchOffers(http);
  expect(sent).toHaveLength(20);
});

test('the browser asks with the ETag of what it has', async () => {
  const { http, sent } = scripted(() => json({ items: [], nextCursor: null }));
  await fetchOffers(http);
  expect(sent[0]?.init.cache).toBe('no-cache');
});

test.each([
  ['without a description', { description: null }, { description: '' }],
  [
    'while it is held',
    { holdExpiresAt: '2026-11-24T12:00:00.000Z' },
    { holdExpiresAt: '2026-11-24T12:00:00.000Z' },
  ],
  ['while it is not', { holdExpiresAt: null }, { holdExpiresAt: undefined }],
  ['that is not for sale', { withdrawn: true }, { withdrawn: true }],
])('an apartment %s', async (_, given, read) => {
  const { http } = scripted(() => json({ ...apartment(), ...given }));
  expect(await fetchApartment(http, 'quay-1')).toEqual({ ...apartment(), ...read });
});

test.each([
  ['no items', {}, 'a list in items'],
  ['an item without a name', { items: [{ ...apartment(), name: undefined }] }, 'text in name'],
  [
    'a price that is text',
    { items: [{ ...apartment(), price: { amount: '1', currency: 'EUR' } }] },
    'a number in amount',
  ],
  [
    'a status nobody knows',
    { items: [{ ...apartment(), bookedStatus: 'GONE' }] },
    'one of VACANT, RESERVED, PAID',
  ],
])('%s is an answer that could not be read', async (_, body, expected) => {
  const { http } = scripted(() => json(body));
  await expect(fetchOffers(http)).rejects.toThrow(expected);
});

test('an id goes into the path safely', async () => {
  const { http, sent } = scripted(() => json({}, { status: 404 }));
  expect(await fetchApartment(http, 'a/b')).toBeUndefined();
  expect(sent[0]?.path).toBe('/api/apartments/a%2Fb');
});
