import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BookingWorkflow } from './booking-workflow';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'states-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const BOOKINGS = 30;

/** How many turns of the event loop each life of the process lasts, from none to many: every instant is hit. */
const LIVES = [0, 1, 2, 3, 5, 8, 1, 4, 2, 13, 0, 6, 21, 3];

test('bookings that are interrupted at any instant keep the laws', async () => {
  let booking = await BookingWorkflow.start(undefined, directory);
  const names = Array.from({ length: BOOKINGS }, (_, index) => `r${index}`);
  for (const name of names) booking.table.put(`apartment of ${name}`, { bookedStatus: 'VACANT' });
  await Promise.all(names.map((name) => booking.reserve(name, `apartment of ${name}`)));

  let elapsed = 0;
  for (const [life, turns] of LIVES.entries()) {
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
    for (const name of names.slice(life, life + 1)) booking.pay(name, `apartment of ${name}`);
    await booking.stop();
    elapsed += 10_000;
    booking = await BookingWorkflow.over(booking.table, undefined, directory, elapsed);
  }

  const paid = names.filter((name) => booking.table.get(`apartment of ${name}`)?.bookedStatus === 'PAID');
  expect(paid.length).toBeGreaterThan(0);
  for (const name of names) {
    expect(await booking.finish(name)).toMatchObject({ status: 'SUCCEEDED' });
    const { bookedStatus, paymentId } = booking.table.get(`apartment of ${name}`) ?? {};
    expect(bookedStatus).toBe(paymentId === undefined ? 'VACANT' : 'PAID');
    const ids = (await booking.cloud.history(name)).map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, index) => index + 1));
  }
  await booking.stop();
});

test('a held reservation goes on waiting after a restart, and ends at its deadline', async () => {
  const before = await BookingWorkflow.start(undefined, directory);
  await before.reserve('r1');
  await before.held('r1');
  const deadline = before.cloud.clock.nextAlarm();
  await before.stop();

  const after = await BookingWorkflow.over(before.table, undefined, directory);
  expect(after.cloud.clock.nextAlarm()).toBe(deadline);
  expect(await after.finish('r1')).toMatchObject({ status: 'SUCCEEDED' });
  expect(after.table.get('a1')?.bookedStatus).toBe('VACANT');
  await after.stop();
});

test('a hold ends at once when its deadline passed while nothing ran', async () => {
  const before = await BookingWorkflow.start(undefined, directory);
  await before.reserve('r1');
  await before.held('r1');
  await before.stop();

  const after = await BookingWorkflow.over(before.table, undefined, directory, 3_600_000);
  await after.cloud.reaches('r1', 'ExecutionSucceeded');
  expect(after.table.get('a1')?.bookedStatus).toBe('VACANT');
  await after.stop();
});
