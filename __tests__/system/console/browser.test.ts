import type { LocalCloud } from '@keyhold/local-cloud';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../../cli/browser';
import { accessibilityViolations } from '../../accessibility';
import { eventually, type Guest } from '../client';
import { openConsole } from './console-client';

let browser: Browser;
let cloud: LocalCloud;
let guest: Guest;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  ({ cloud, guest } = await openConsole());
  const context = await browser.newContext({ baseURL: cloud.consoleUrl, reducedMotion: 'reduce' });
  context.setDefaultTimeout(120_000);
  complaints = [];
  page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
});
afterEach(async () => {
  await page.context().close();
  await cloud.stop();
  expect(complaints).toEqual([]);
});

async function open(tab: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Tabs' }).getByRole('link', { name: tab }).click();
}

function state(name: string) {
  return page.locator(`[data-state="${name}"]`);
}

/** Waits until the graph shows a state so. */
async function shows(name: string, status: string): Promise<void> {
  await page.locator(`[data-state="${name}"][data-status="${status}"]`).waitFor({ state: 'attached' });
}

test("a booking's graph while it waits; to the next timer, and the apartment is vacant again", async () => {
  await guest.reserve('harbour-2', 'my-reservation');
  await page.goto('');
  await page.getByRole('link', { name: 'my-reservation' }).click();
  await shows('Wait', 'running');
  expect(await state('Get Booking Status').getAttribute('data-status')).toBe('untouched');
  const graph = page.getByRole('img', {
    name: /^Workflow, RUNNING\. Now in: Wait\. Done: Change Apartment Status\./,
  });
  await graph.waitFor();

  await page.getByRole('button', { name: 'To next timer' }).click();
  await shows('Not Paid(Revert Apartment Status)', 'succeeded');
  await shows('End', 'succeeded');
  expect(await guest.bookedStatus('harbour-2')).toBe('VACANT');

  await page.getByRole('button', { name: 'Has the Apartment been Paid ?' }).click();
  const row = page.getByRole('row', { name: /Input of the state/ });
  expect(await row.textContent()).toContain('"bookedStatus": {');
  await page.getByRole('button', { name: '+1 h' }).click();
  await page
    .getByRole('region', { name: 'Clock' })
    .getByText(/1 h( 1 min)? ahead/)
    .waitFor();
});

test('an execution is started with a checked name and input, and stopped', async () => {
  await page.goto('');
  await page.getByText('Start an execution').click();
  const input = page.getByLabel('Input (JSON)');
  await input.fill('{ "details": ');
  await page.getByText(/^Not JSON/).waitFor();
  await page.getByLabel(/^Name/).fill('no spaces');
  await page.getByText(/^A name is/).waitFor();
  const at = (ms: number): string => new Date(cloud.clock.now() + ms).toISOString();
  const details = { accountId: 'hill-1', guestId: 'g', reservedAt: at(0), holdExpiresAt: at(60_000) };
  await input.fill(JSON.stringify({ details }));
  await page.getByLabel(/^Name/).fill('by-hand');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('heading', { name: 'by-hand' }).waitFor();
  await shows('Wait', 'running');
  await eventually(() => guest.bookedStatus('hill-1'), 'RESERVED');

  await page.getByRole('button', { name: 'Stop' }).click();
  await shows('Wait', 'aborted');
  await page.getByText('StoppedInConsole').waitFor();
  await page.getByRole('combobox', { name: /^Status/ }).selectOption('RUNNING');
  await page.getByText('No execution.').waitFor();
});

test("a table's items, and those that contain a text", async () => {
  await page.goto('#/tables');
  await page.getByRole('button', { name: 'harbour-2' }).waitFor();
  expect(await page.getByRole('row').count()).toBe(14);
  await page.getByLabel('Containing').fill('telescope');
  await page.getByText('1 of the 13 items read').waitFor();
  await page.getByRole('button', { name: 'harbour-4' }).click();
  await page.getByText('"amount": 21900').waitFor();
});

test('a request is one trace of all its calls; edited it is sent again', async () => {
  await guest.reserve('harbour-2', 'first');
  await page.goto('#/requests');
  await page
    .getByRole('row', { name: /reserveApartment/ })
    .getByRole('link')
    .click();
  for (const call of ['edge POST /graphql', 'appsync GraphQL', 'lambda Invoke', 'states StartExecution'])
    await page.getByRole('button', { name: call }).waitFor();
  await page.getByText('Edit and send again').click();
  const request = page.getByLabel(/^Request \(/);
  const edited = (await request.inputValue()).replace('harbour-2', 'harbour-3').replace('first', 'second');
  await request.fill(edited);
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByRole('link', { name: 'See its calls' }).click();
  await page.getByRole('button', { name: 'dynamodb UpdateItem' }).click();
  await page.getByRole('heading', { name: 'dynamodb UpdateItem' }).waitFor();
  await page.getByText('"harbour-3"').first().waitFor();
  expect((await guest.look('second')).status).toBe('HELD');
});

test('IAM: statements never used, and why a call was allowed', async () => {
  await page.goto('#/iam');
  const unused = page.getByRole('region', { name: 'Statements never used since the start' });
  const start = unused.getByText('Allow states:StartExecution', { exact: true });
  // Booking's, and that of the sweep.
  await start.nth(1).waitFor();
  await guest.reserve('harbour-2');
  await start.nth(1).waitFor({ state: 'detached' });
  const decision = page.getByRole('row', { name: /states:StartExecution/ });
  await decision.locator('summary').click();
  await decision.getByText('"Effect": "Allow"').waitFor();
});

test('the cache: one entry is purged', async () => {
  for (let visit = 0; visit < 2; visit += 1)
    await (await fetch(`${cloud.edgeUrl}/api/apartments?limit=7`)).text();
  await page.goto('#/cache');
  await page.getByRole('row', { name: '/api/* 50 % 1 0 1 0 0' }).waitFor();
  await page.getByRole('button', { name: 'Purge /api/apartments?limit=7' }).click();
  await page.getByRole('status').getByText('Purged /api/apartments?limit=7.').waitFor();
  await page.getByText('The edge keeps nothing.').waitFor();
});

async function runExample(): Promise<void> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('region', { name: 'Result' }).getByText('"VACANT"').first().waitFor();
}

test('the GraphQL editor runs an example with the key filled in', async () => {
  await page.goto('#/graphql');
  await runExample();
  await page.getByText(/^HTTP 200, /).waitFor();
});

test('an operation comes from the schema, its variables are filled in, and the keyboard runs it', async () => {
  await page.goto('#/graphql');
  await page.getByRole('button', { name: 'Write getApartment' }).click();
  await page.getByLabel('Variables', { exact: true }).fill('{ "id": "harbour-2" }');
  await page.getByLabel('Operation', { exact: true }).press('Control+Enter');
  await page.getByRole('region', { name: 'Result' }).getByText('"harbour-2"').waitFor();

  await page.reload();
  expect(await page.getByLabel('Variables', { exact: true }).inputValue()).toContain('harbour-2');
  await page.getByText('History (1)').click();
  await page.getByRole('button', { name: /GetApartment$/ }).waitFor();
  await page.getByRole('button', { name: 'BookedStatus', exact: true }).click();
  await page.getByRole('region', { name: 'Schema' }).getByText('RESERVED').waitFor();
});

test('fields are suggested while they are typed; what the schema does not have is told', async () => {
  await page.goto('#/graphql');
  const operation = page.getByLabel('Operation', { exact: true });
  await operation.fill('');
  await operation.pressSequentially('{ getAp');
  await page.getByRole('option', { name: /^getApartment / }).waitFor();
  await operation.press('Enter');
  await operation.pressSequentially('(id: "hill-1") { nane');
  expect(await operation.inputValue()).toBe('{ getApartment(id: "hill-1") { nane}}');
  await page.getByText('Line 1: Cannot query field "nane" on type "Apartment".').waitFor();
  await operation.press('Control+Enter');
  await page.getByRole('list', { name: 'Errors' }).getByText(/nane/).waitFor();
});

test('an error of the API is shown with its type and its place', async () => {
  await guest.reserve('harbour-2');
  await page.goto('#/graphql');
  const operation = page.getByLabel('Operation', { exact: true });
  await operation.fill('mutation { cancelReservation(id: "nobody") { id } }');
  await operation.press('Control+Enter');
  const errors = page.getByRole('list', { name: 'Errors' });
  await errors.getByText(/^cancelReservation: ReservationNotFound: /).waitFor();
});

test('the keyboard reaches the tabs and what they show', async () => {
  await guest.reserve('harbour-2', 'my-reservation');
  await page.goto('');
  await page.getByRole('link', { name: 'my-reservation' }).waitFor();
  const focused = () => page.evaluate<string>('document.activeElement.textContent.trim()');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  expect(await focused()).toBe('Executions');
  for (let presses = 0; presses < 12 && (await focused()) !== 'my-reservation'; presses += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await shows('Wait', 'running');
  await open('Cache');
  await page.getByRole('heading', { name: 'Hit ratio' }).waitFor();
  expect(await focused()).toBe('Cache');
  expect(await page.title()).toBe('Cache · Keyhold console');
});

test('a cloud that does not answer is told', async () => {
  await page.goto('#/cache');
  await page.getByRole('heading', { name: 'Hit ratio' }).waitFor();
  await page.context().setOffline(true);
  await page.getByText('The local cloud does not answer').first().waitFor();
  complaints = complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'));
  await page.context().setOffline(false);
  await page.getByText('The local cloud does not answer').first().waitFor({ state: 'detached' });
  complaints = complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'));
});

/** How each tab is opened with all of what it has to show. */
const OPENED: Readonly<Record<string, () => Promise<void>>> = {
  Executions: async () => {
    await page.getByText('Start an execution').click();
    await page.getByRole('link', { name: 'my-reservation' }).click();
    await page.getByRole('button', { name: 'Change Apartment Status' }).click();
  },
  Tables: () => page.getByRole('button', { name: 'harbour-2' }).waitFor(),
  Requests: async () => {
    await page
      .getByRole('row', { name: /reserveApartment/ })
      .getByRole('link')
      .click();
    await page.getByText('Edit and send again').click();
  },
  IAM: async () => {
    await page.getByLabel('show all').check();
    await page.locator('summary').first().click();
  },
  Cache: () => page.getByRole('button', { name: /^Purge \// }).waitFor(),
  GraphQL: runExample,
};

test.each(Object.keys(OPENED))('axe finds nothing on %s, in light and dark mode', async (tab) => {
  await guest.reserve('harbour-2', 'my-reservation');
  await (await fetch(`${cloud.edgeUrl}/api/apartments?limit=7`)).text();
  await page.goto('');
  await open(tab);
  await OPENED[tab]?.();
  expect(await accessibilityViolations(page)).toEqual([]);
});
