import { reserve, reserveButton, ticket } from '../../cli/guest';
import { Visits } from './visits';

let visits: Visits;

beforeAll(async () => {
  visits = await Visits.begin();
});
beforeEach(() => visits.openDoors());
afterEach(async () => expect(await visits.closeDoors()).toEqual([]));
afterAll(() => visits.end());

test('offline the page says so and keeps what it knew; back online it goes on', async () => {
  const page = await visits.open('/', { expected: /net::ERR_INTERNET_DISCONNECTED/ });
  await reserveButton(page, 'Quay 3').waitFor();
  await page.context().setOffline(true);
  await page.getByRole('heading', { name: 'You are offline' }).waitFor();
  await reserve(page, 'Quay 3');
  await ticket(page, 'Reserving Quay 3').waitFor();

  await page.context().setOffline(false);
  // What was asked for meanwhile is held, with no second press.
  await ticket(page, 'Quay 3 is held for you').waitFor();
  expect(await page.getByRole('heading', { name: 'You are offline' }).count()).toBe(0);
});

test('the keyboard alone books and cancels, and its focus is never lost', async () => {
  const page = await visits.open();
  const button = reserveButton(page, 'Quay 1');
  await button.waitFor();
  const focused = () => page.evaluate<string>(`document.activeElement.textContent.trim()`);
  const scrolledTo = () => page.evaluate<number>('scrollY');
  const tabTo = async (text: RegExp) => {
    for (let presses = 0; presses < 40 && !text.test(await focused()); presses++)
      await page.keyboard.press('Tab');
    expect(await focused()).toMatch(text);
  };

  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Skip to the apartments');
  await tabTo(/^Reserve Quay 1$/);
  await page.keyboard.press('Enter');
  await ticket(page, 'Quay 1 is held for you').waitFor();
  expect(await focused()).toBe('Quay 1 is held for you');

  // The ticket is always in view: nothing has to scroll for it.
  const place = await scrolledTo();
  await tabTo(/^Cancel hold on Quay 1$/);
  await page.keyboard.press('Space');
  await ticket(page, 'You gave up Quay 1').waitFor();
  expect(await focused()).toBe('You gave up Quay 1');
  expect(await scrolledTo()).toBe(place);
  await tabTo(/^Close the notice about Quay 1$/);
  await page.keyboard.press('Enter');
  await ticket(page, 'You gave up Quay 1').waitFor({ state: 'detached' });
  expect(await focused()).toBe('Quay 1');
});

test('every address without an extension is the page; every other is a page that says so', async () => {
  const page = await visits.open('/a/deep/link', { expected: /status of 404/ });
  await reserveButton(page, 'Quay 1').waitFor();
  await page.goto('/no-such-picture.png');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('link', { name: /Keyhold/ }).click();
  await reserveButton(page, 'Quay 1').waitFor();
});
