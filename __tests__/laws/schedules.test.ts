import { runSchedule, scheduleOf } from '../../laws/schedules';

const SCHEDULES = 100;

test('laws 1 to 7 hold in schedules of booking, payments and changes, in every view at every moment of quiet', async () => {
  const ends = new Set<string>();
  let looks = 0;
  for (let seed = 0; seed < SCHEDULES; seed++) {
    const run = await runSchedule(scheduleOf(seed), { requests: 3, faults: 4 });
    expect({ seed, path: run.broken.length > 0 ? run.path : [], broken: run.broken }).toEqual({
      seed,
      path: [],
      broken: [],
    });
    looks += run.looks;
    for (const end of run.ends) ends.add(end);
  }
  expect(looks).toBeGreaterThan(SCHEDULES / 2);
  expect([...ends]).toEqual(expect.arrayContaining(['PAID', 'TAKEN_AGAIN', 'OPEN']));
}, 60_000);
