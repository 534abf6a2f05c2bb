import { countdown, counted, secondsLeft } from '../../../web/formatting/durations';

test.each([
  [0, '0:00'],
  [9, '0:09'],
  [60, '1:00'],
  [899, '14:59'],
  [3723, '1:02:03'],
])('%i seconds are written %s', (seconds, written) => {
  expect(countdown(seconds)).toBe(written);
});

test.each([
  [1001, 2],
  [1000, 1],
  [1, 1],
  [0, 0],
  [-5, 0],
])('%i ms left are %i seconds: none only once it is over', (left, seconds) => {
  expect(secondsLeft(10_000 + left, 10_000)).toBe(seconds);
});

test('one is not many', () => {
  expect([counted(1, 'bedroom'), counted(2, 'bedroom')]).toEqual(['1 bedroom', '2 bedrooms']);
});
