import fc from 'fast-check';
import { LONGEST_DELAY_MS, POLL_MS, pollDelay } from '../../../web/controllers/poll-delay';

const well = { visible: true, online: true, idlePolls: 0 };

test.each([
  ['all is well', well, 2000, 2000],
  ['a first failure', { ...well, idlePolls: 1 }, 2000, 4000],
  ['a second', { ...well, idlePolls: 2 }, 4000, 8000],
  ['a fourth', { ...well, idlePolls: 4 }, 15_000, 30_000],
  ['a long outage', { ...well, idlePolls: 2000 }, 15_000, 30_000],
  ['just hidden', { ...well, visible: false }, 2000, 4000],
  ['just offline', { ...well, online: false }, 2000, 4000],
])('%s', (_, situation, shortest, longest) => {
  expect(pollDelay(situation, 0)).toBe(shortest);
  expect(pollDelay(situation, 1)).toBe(longest);
});

test('no pause is shorter than 2 s or longer than 30 s', () => {
  const situation = fc.record({ visible: fc.boolean(), online: fc.boolean(), idlePolls: fc.nat() });
  fc.assert(
    fc.property(situation, fc.double({ min: 0, max: 1, noNaN: true }), (of, random) => {
      expect(pollDelay(of, random)).toBeGreaterThanOrEqual(POLL_MS);
      expect(pollDelay(of, random)).toBeLessThanOrEqual(LONGEST_DELAY_MS);
    }),
  );
});
