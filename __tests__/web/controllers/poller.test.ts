import { Poller } from '../../../web/controllers/poller';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function polling(refresh: () => Promise<boolean>) {
  const page = { visible: true, online: true };
  const refreshes: number[] = [];
  const began = Date.now();
  const counted = () => {
    refreshes.push(Date.now() - began);
    return refresh();
  };
  const environment = { visible: () => page.visible, online: () => page.online, random: () => 1 };
  const poller = new Poller(counted, environment);
  poller.wake();
  return { poller, page, refreshes };
}

test('it refreshes every 2 s while the page is visible', async () => {
  const { refreshes } = polling(async () => true);
  await jest.advanceTimersByTimeAsync(6_000);
  expect(refreshes).toEqual([0, 2000, 4000, 6000]);
});

test('it backs off while refreshes fail, and returns to 2 s once one succeeds', async () => {
  let up = false;
  const { refreshes } = polling(async () => up);
  await jest.advanceTimersByTimeAsync(13_000);
  expect(refreshes).toEqual([0, 4000, 12_000]);
  up = true;
  await jest.advanceTimersByTimeAsync(18_000);
  expect(refreshes.slice(3)).toEqual([28_000, 30_000]);
});

test('it backs off while the page is hidden, and refreshes at once when it is visible again', async () => {
  const { refreshes, page, poller } = polling(async () => true);
  page.visible = false;
  await jest.advanceTimersByTimeAsync(13_000);
  expect(refreshes).toEqual([0, 4000, 12_000]);
  page.visible = true;
  poller.wake();
  await jest.advanceTimersByTimeAsync(2_000);
  expect(refreshes.slice(3)).toEqual([13_000, 15_000]);
});

test('it has one refresh at a time; woken meanwhile, it refreshes once more right after', async () => {
  const answers: (() => void)[] = [];
  const { refreshes, poller } = polling(() => new Promise((resolve) => answers.push(() => resolve(true))));
  poller.wake();
  poller.wake();
  await jest.advanceTimersByTimeAsync(10_000);
  expect(refreshes).toEqual([0]);
  answers[0]?.();
  await jest.advanceTimersByTimeAsync(0);
  expect(refreshes).toEqual([0, 10_000]);
  answers[1]?.();
  await jest.advanceTimersByTimeAsync(1_999);
  expect(refreshes).toHaveLength(2);
});
