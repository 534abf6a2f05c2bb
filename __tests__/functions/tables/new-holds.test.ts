import { NewHoldsRepository } from '../../../functions/tables/new-holds';
import { Table } from '../../../functions/tables/table';
import { RESERVATIONS_TABLE_NAME, startTables, type Tables } from './tables';

const STOP = { by: 'the manager', at: '2026-03-01T10:00:00.000Z', reason: 'Wrong prices.' };
const AGAIN = { ...STOP, by: 'another', at: '2026-03-01T10:01:00.000Z' };
const ALLOW = { by: 'the manager', at: '2026-03-01T11:00:00.000Z' };

let tables: Tables;
beforeEach(async () => {
  tables = await startTables();
});
afterEach(() => tables.stop());

function theSwitch(): NewHoldsRepository {
  return new NewHoldsRepository(new Table(tables.client, RESERVATIONS_TABLE_NAME));
}

test('new holds are allowed until they are stopped, and whoever reads it elsewhere knows', async () => {
  expect(await theSwitch().find()).toEqual({ stopped: false });
  expect(await theSwitch().change(true, STOP)).toBe(true);
  expect(await theSwitch().find()).toEqual({ stopped: true, command: STOP });
  expect(await theSwitch().change(false, ALLOW)).toBe(true);
  expect(await theSwitch().find()).toEqual({ stopped: false, command: ALLOW });
});

test('a command that is sent again changes nothing, not even who gave it', async () => {
  expect(await theSwitch().change(false, ALLOW)).toBe(false);
  expect(await theSwitch().find()).toEqual({ stopped: false });
  await theSwitch().change(true, STOP);
  expect(await theSwitch().change(true, AGAIN)).toBe(false);
  expect(await theSwitch().find()).toEqual({ stopped: true, command: STOP });
});

test('every change is kept, with who made it, when and why', async () => {
  for (const [stopped, command] of [
    [true, STOP],
    [true, AGAIN],
    [false, ALLOW],
    [true, AGAIN],
  ] as const) {
    await theSwitch().change(stopped, command);
  }
  expect((await tables.item(RESERVATIONS_TABLE_NAME, 'switch#newHolds'))?.['changes']).toEqual([
    { stopped: true, ...STOP },
    { stopped: false, ...ALLOW },
    { stopped: true, ...AGAIN },
  ]);
});

test('of ten who stop them at once one is recorded', async () => {
  const holds = theSwitch();
  const stop = (index: number) => holds.change(true, { ...STOP, by: `manager ${index}` });
  const changed = await Promise.all(Array.from({ length: 10 }, (_, index) => stop(index)));
  expect(changed.filter(Boolean)).toHaveLength(1);
  expect((await holds.find()).command?.by).toBe(`manager ${changed.indexOf(true)}`);
});
