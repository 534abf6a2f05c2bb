import fc from 'fast-check';
import { LONGEST_PAUSE_MS, POLL_MS, pause } from '../../../web/flow/schedule';

const well = { visible: true, online: true, strikes: 0 };

test.each([
  ['all is well', well, 2000, 2000],
  ['a first failure', { ...well, strikes: 1 }, 2000, 4000],
  ['a second', { ...well, strikes: 2 }, 4000, 8000],
  ['a fourth', { ...well, strikes: 4 }, 15_000, 30_000],
  ['a long outage', { ...well, strikes: 2000 }, 15_000, 30_000],
  ['just hidden', { ...well, visible: false }, 2000, 4000],
  ['just offline', { ...well, online: false }, 2000, 4000],
])('%s', (_, situation, shortest, longest) => {
  expect(pause(situation, 0)).toBe(shortest);
  expect(pause(situation, 1)).toBe(longest);
});

test('no pause is shorter than 2 s or longer than 30 s', () => {
  const situation = fc.record({ visible: fc.boolean(), online: fc.boolean(), strikes: fc.nat() });
  fc.assert(
    fc.property(situation, fc.double({ min: 0, max: 1, noNaN: true }), (of, random) => {
      expect(pause(of, random)).toBeGreaterThanOrEqual(POLL_MS);
      expect(pause(of, random)).toBeLessThanOrEqual(LONGEST_PAUSE_MS);
    }),
  );
});
