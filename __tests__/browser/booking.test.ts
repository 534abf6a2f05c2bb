import type { Page } from 'playwright-core';
import { lookAgain, reserve, reserveButton, ticket } from '../../cli/guest';
import { KEPT_AT_THE_EDGE_MS, Visits } from './visits';

let visits: Visits;

beforeAll(async () => {
  visits = await Visits.begin();
});
beforeEach(() => visits.openDoors());
afterEach(async () => expect(await visits.closeDoors()).toEqual([]));
afterAll(() => visits.end());

/** The names of all executions: one for each reservation that reached the workflow. */
async function reservations(): Promise<string[]> {
  const stateMachineArn = String(visits.cloud.outputs['stateMachineArn']);
  const listed = await visits.cloud.call('states', 'ListExecutions', { stateMachineArn });
  return (listed as { executions: { name: string }[] }).executions.map(({ name }) => name);
}

/** What the countdown shows, in seconds. */
async function secondsShown(page: Page): Promise<number> {
  const shown = (await page.getByRole('timer').textContent()) ?? '';
  const [, minutes, seconds] = /(\d+):(\d\d)$/.exec(shown) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

test('a hold counts down to its end, and the apartment is vacant again', async () => {
  const page = await visits.open();
  await reserve(page, 'Quay 2');
  await ticket(page, 'Quay 2 is held for you').waitFor();
  expect(await secondsShown(page)).toBeGreaterThan(55);
  expect(await page.title()).toMatch(/^(1:00|0:5\d) left for Quay 2/);

  // The page goes by the server's clock, however far that is from its own.
  await visits.pass(55_000);
  await lookAgain(page);
  for (const shown of ['0:02', '0:01']) await page.getByRole('timer').getByText(shown).waitFor();
  await ticket(page, /^(Time is up for|The hold on) Quay 2/).waitFor();
  await visits.pass(KEPT_AT_THE_EDGE_MS);
  await lookAgain(page);
  await ticket(page, 'The hold on Quay 2 ran out').waitFor();
  await reserveButton(page, 'Quay 2').waitFor();
  expect(await page.getByText('13 of 13 vacant').count()).toBe(1);
});

test('a hold that is cancelled is over at once, and the apartment can be reserved again', async () => {
  const page = await visits.open();
  await reserve(page, 'Lookout');
  await page.getByRole('button', { name: 'Cancel hold on Lookout' }).click();
  await ticket(page, 'You gave up Lookout').waitFor();
  await page.getByRole('button', { name: 'Reserve again : Lookout' }).click();
  await ticket(page, 'Lookout is held for you').waitFor();
});

test('a reload in the middle of a hold finds it again, with the time that is left', async () => {
  const page = await visits.open();
  await reserve(page, 'Weaver');
  await ticket(page, 'Weaver is held for you').waitFor();
  await visits.pass(20_000);
  await page.reload();
  await ticket(page, 'Weaver is held for you').waitFor();
  // From the server's clock, of which the first answer after the reload tells.
  await page.waitForFunction(`/0:(3\\d|40)$/.test(document.querySelector('[role=timer]').textContent)`);
  expect(await reservations()).toHaveLength(1);
});

test('law 5: a reload before the answer came asks for the same reservation, not for a second one', async () => {
  const page = await visits.open();
  const lost = new Promise<void>((resolve) =>
    page.route('**/graphql', async (route) => resolve(void (await route.fetch())), { times: 1 }),
  );
  await reserve(page, 'Spinner');
  await lost;
  expect(await reservations()).toHaveLength(1);
  await page.reload();
  await ticket(page, 'Spinner is held for you').waitFor();
  expect(await reservations()).toHaveLength(1);
});

test('law 1: of two guests that race for one apartment one holds it, and the other is told', async () => {
  const pages = await Promise.all([visits.open(), visits.open()]);
  await Promise.all(pages.map((page) => reserveButton(page, 'Dyer').hover()));
  await Promise.all(pages.map((page) => reserve(page, 'Dyer')));
  const outcome = async (page: Page): Promise<string | null> => {
    const decided = ticket(page, /^(Dyer is held for you|Somebody else was faster)$/);
    return decided.getByRole('heading').textContent();
  };
  const outcomes = await Promise.all(pages.map(outcome));
  expect(outcomes.sort()).toEqual(['Dyer is held for you', 'Somebody else was faster']);
});

test('a guest sees within seconds that somebody else holds an apartment', async () => {
  const [guest, other] = await Promise.all([visits.open(), visits.open()]);
  await reserve(other, 'Quay 1');
  await ticket(other, 'Quay 1 is held for you').waitFor();
  await visits.pass(KEPT_AT_THE_EDGE_MS);
  await guest.getByText(/^Held for a guest until \d/).waitFor();
  expect(await reserveButton(guest, 'Quay 1').count()).toBe(0);
});
