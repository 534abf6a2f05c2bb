import { startCountdown, untilNextSecond } from '../../../web/controllers/countdown-timer';
import { Store } from '../../../web/controllers/store';
import { phaseOf } from '../../../web/state/attempt';
import { attempt, pageState } from '../samples';

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

const hold = (deadline: number) => attempt({ status: 'HELD', deadline });

test('the page sees the deadline when it comes, and then stands still', async () => {
  const store = new Store(pageState({ attempts: [hold(2300)] }), Date.now);
  const seen: string[] = [];
  store.subscribe(({ attempts, now }) => seen.push(`${now} ${attempts.map((one) => phaseOf(one, now))}`));
  startCountdown(store, Date.now);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(seen).toEqual(['300 held', '1300 held', '2300 lapsed']);
});

test.each([
  ['nothing counts down', [], 0, undefined],
  ['to the next second of what is left', [hold(60_250)], 0, 250],
  ['a whole second', [hold(60_000)], 0, 1000],
  ['the first of several', [hold(60_250), hold(9_100)], 0, 100],
  ['at once, when time is up unseen', [hold(500)], 500, 0],
])('%s', (_, attempts, now, wait) => {
  expect(untilNextSecond(pageState({ attempts }), now)).toBe(wait);
});
