import { moveClock } from '../../console/time';
import { Clock } from '../../core/clock';

let clock: Clock;
beforeEach(() => {
  clock = new Clock();
});
afterEach(() => clock.stop());

const MINUTE = 60_000;

test('the time limit of a call that is under way does not run out on the way to the next timer', async () => {
  let underWay = 1;
  const rung: string[] = [];
  const limit = clock.alarm(clock.now() + 10_000, () => rung.push('limit'));
  const hold = new Promise<void>((resolve) => {
    clock.alarm(clock.now() + MINUTE, () => {
      rung.push('hold');
      resolve();
    });
  });
  const moved = moveClock({ clock, callsUnderWay: () => underWay }, 'next');
  limit.cancel();
  underWay = 0;
  const { offset } = await moved;
  expect(offset).toBeGreaterThan(MINUTE - 5_000);
  await hold;
  expect(rung).toEqual(['hold']);
});

test('with no timer there is no next one', async () => {
  await expect(moveClock({ clock, callsUnderWay: () => 0 }, 'next')).rejects.toMatchObject({
    name: 'NoTimer',
  });
  expect(clock.sharedOffset[0]).toBe(0);
});

test.each([-1, Number.NaN, 367 * 24 * 60 * MINUTE])('%d milliseconds are refused', async (by) => {
  await expect(moveClock({ clock, callsUnderWay: () => 0 }, by)).rejects.toMatchObject({
    name: 'InvalidInput',
  });
});
