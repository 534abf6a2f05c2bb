import { ShareRepository } from '../../../functions/tables/shares';
import { Table } from '../../../functions/tables/table';
import { RESERVATIONS_TABLE_NAME, startTables, type Tables } from './tables';

let tables: Tables;
let shares: ShareRepository;

beforeAll(async () => {
  tables = await startTables();
  shares = new ShareRepository(new Table(tables.client, RESERVATIONS_TABLE_NAME));
});
afterAll(() => tables.stop());

const hold = {
  reservationId: 'r1',
  apartmentId: 'a',
  until: '2026-03-01T12:00:00.000Z',
  claims: ['one'],
};

test('a share that is not stored has no holds', async () => {
  expect(await shares.find('guest#nobody')).toEqual({ version: undefined, holds: [], expiresAt: 0 });
});

test('a share is read as it was written, in an item that no index has', async () => {
  expect(await shares.replace('guest#ada', { holds: [hold], expiresAt: 1_772_366_400 }, undefined)).toBe(
    true,
  );
  const { version, ...share } = await shares.find('guest#ada');
  expect(share).toEqual({ holds: [hold], expiresAt: 1_772_366_400 });
  expect(await tables.item(RESERVATIONS_TABLE_NAME, 'share#guest#ada')).toEqual({
    Id: 'share#guest#ada',
    version,
    ...share,
  });
});

test('it is replaced only by who has read it as it is', async () => {
  const empty = { holds: [], expiresAt: 1 };
  expect(await shares.replace('guest#bob', empty, undefined)).toBe(true);
  expect(await shares.replace('guest#bob', empty, undefined)).toBe(false);
  const { version } = await shares.find('guest#bob');
  expect(await shares.replace('guest#bob', { ...empty, holds: [hold] }, version)).toBe(true);
  expect(await shares.replace('guest#bob', empty, version)).toBe(false);
  expect(await shares.find('guest#bob')).toMatchObject({ holds: [hold] });
});

test('an old version never fits an item that was removed and made anew', async () => {
  const share = { holds: [hold], expiresAt: 1 };
  await shares.replace('guest#eve', share, undefined);
  const { version } = await shares.find('guest#eve');
  await tables.remove(RESERVATIONS_TABLE_NAME, 'share#guest#eve');
  await shares.replace('guest#eve', share, undefined);
  expect(await shares.replace('guest#eve', { holds: [], expiresAt: 1 }, version)).toBe(false);
});

test('law 8: of 50 who replace it at once each is heard, or is told to look again', async () => {
  const addOne = async (n: number): Promise<void> => {
    for (;;) {
      const { version, holds } = await shares.find('guest#many');
      const next = { holds: [...holds, { ...hold, reservationId: `r${n}` }], expiresAt: 1 };
      if (await shares.replace('guest#many', next, version)) return;
    }
  };
  await Promise.all(Array.from({ length: 50 }, (_, n) => addOne(n)));
  expect(
    new Set((await shares.find('guest#many')).holds.map(({ reservationId }) => reservationId)).size,
  ).toBe(50);
});
