import fc from 'fast-check';
import { ServerClock } from '../../../web/api/server-clock';

/** An answer of a server whose clock is `offset` ahead, after `there` ms, which then takes `back` ms. */
function sampleAt(sentAt: number, offset: number, there: number, back: number) {
  const date = Math.floor((sentAt + there + offset) / 1000) * 1000;
  return { sentAt, receivedAt: sentAt + there + back, date };
}

const trip = fc.integer({ min: 0, max: 4000 });
const journeys = fc.array(fc.tuple(fc.integer({ min: 1, max: 5000 }), trip, trip), {
  minLength: 1,
  maxLength: 20,
});

test('it is never earlier than the true instant, and off by less than the quickest answer took and a second', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e7, max: 1e7 }), journeys, (offset, steps) => {
      let local = 1_800_000_000_000;
      const clock = new ServerClock(() => local);
      for (const [pause, there, back] of steps) {
        const sample = sampleAt(local + pause, offset, there, back);
        local = sample.receivedAt;
        clock.learn(sample);
        expect(clock.now()).toBeGreaterThanOrEqual(local + offset);
      }
      local += 60_000;
      const quickest = Math.min(...steps.map(([, there]) => there));
      expect(clock.now() - (local + offset)).toBeLessThanOrEqual(1000 + quickest);
    }),
  );
});

test('it never goes back while it only learns more exactly', () => {
  let local = 0;
  const clock = new ServerClock(() => local);
  clock.learn({ sentAt: 0, receivedAt: 2000, date: 1000 });
  local = 2000;
  const before = clock.now();
  clock.learn({ sentAt: 2000, receivedAt: 2010, date: 2000 });
  expect(clock.now()).toBe(before);
  local = 10_000;
  expect(clock.now()).toBe(11_000);
});

test('once a clock was set, the newest answer counts', () => {
  let local = 100_000;
  const clock = new ServerClock(() => local);
  clock.learn({ sentAt: 100_000, receivedAt: 100_010, date: 100_000 });
  local = 110_000;
  clock.learn({ sentAt: 110_000, receivedAt: 110_010, date: 3_710_000 });
  expect(clock.now()).toBe(3_711_000);
  clock.learn({ sentAt: 110_000, receivedAt: 110_010, date: 50_000 });
  expect(clock.now()).toBe(51_000);
});

test('before any answer it is the local clock', () => {
  expect(new ServerClock(() => 42).now()).toBe(42);
});
