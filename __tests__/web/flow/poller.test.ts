import { Poller } from '../../../web/flow/poller';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function polling(look: () => Promise<boolean>) {
  const page = { visible: true, online: true };
  const looks: number[] = [];
  const began = Date.now();
  const counted = () => {
    looks.push(Date.now() - began);
    return look();
  };
  const surroundings = { visible: () => page.visible, online: () => page.online, random: () => 1 };
  const poller = new Poller(counted, surroundings);
  poller.wake();
  return { poller, page, looks };
}

test('it looks every 2 s while the page is seen', async () => {
  const { looks } = polling(async () => true);
  await jest.advanceTimersByTimeAsync(6_000);
  expect(looks).toEqual([0, 2000, 4000, 6000]);
});

test('it backs off while looks fail, and goes on as before once one does not', async () => {
  let up = false;
  const { looks } = polling(async () => up);
  await jest.advanceTimersByTimeAsync(13_000);
  expect(looks).toEqual([0, 4000, 12_000]);
  up = true;
  await jest.advanceTimersByTimeAsync(18_000);
  expect(looks.slice(3)).toEqual([28_000, 30_000]);
});

test('it backs off while nobody sees the page, and looks at once when somebody does', async () => {
  const { looks, page, poller } = polling(async () => true);
  page.visible = false;
  await jest.advanceTimersByTimeAsync(13_000);
  expect(looks).toEqual([0, 4000, 12_000]);
  page.visible = true;
  poller.wake();
  await jest.advanceTimersByTimeAsync(2_000);
  expect(looks.slice(3)).toEqual([13_000, 15_000]);
});

test('it has one look under way at a time; woken meanwhile, it looks once more right after', async () => {
  const answers: (() => void)[] = [];
  const { looks, poller } = polling(() => new Promise((resolve) => answers.push(() => resolve(true))));
  poller.wake();
  poller.wake();
  await jest.advanceTimersByTimeAsync(10_000);
  expect(looks).toEqual([0]);
  answers[0]?.();
  await jest.advanceTimersByTimeAsync(0);
  expect(looks).toEqual([0, 10_000]);
  answers[1]?.();
  await jest.advanceTimersByTimeAsync(1_999);
  expect(looks).toHaveLength(2);
});
