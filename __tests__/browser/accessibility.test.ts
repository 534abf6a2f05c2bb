import type { Page } from 'playwright-core';
import { lookAgain, pay, reserve, reserveButton, ticket } from '../../cli/guest';
import { accessibilityViolations } from '../accessibility';
import { KEPT_AT_THE_EDGE_MS, Visits } from './visits';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 900 };

let visits: Visits;

beforeAll(async () => {
  visits = await Visits.begin();
});
beforeEach(() => visits.openDoors());
afterEach(async () => expect(await visits.closeDoors()).toEqual([]));
afterAll(() => visits.end());

/** By day and by night, on phone and desktop. */
const violations = (page: Page) => accessibilityViolations(page, [PHONE, DESKTOP]);

test('apartments in every standing, a hold, one that was cancelled, and the connection lost', async () => {
  const [page, other] = await Promise.all([
    visits.open('/?complex=harbour-court', { expected: /net::ERR_INTERNET_DISCONNECTED/ }),
    visits.open('/?complex=harbour-court'),
  ]);
  await reserve(other, 'Quay 1');
  await ticket(other, 'Quay 1 is held for you').waitFor();
  await visits.pass(KEPT_AT_THE_EDGE_MS);
  await lookAgain(page);
  await page.getByText(/^Held for a guest until \d/).waitFor();
  await reserve(page, 'Quay 2');
  await ticket(page, 'Quay 2 is held for you').waitFor();
  await reserve(page, 'Quay 3');
  await page.getByRole('button', { name: 'Cancel hold on Quay 3' }).click();
  await ticket(page, 'You gave up Quay 3').waitFor();
  await page.context().setOffline(true);
  await page.getByRole('heading', { name: 'You are offline' }).waitFor();
  expect(await violations(page)).toEqual([]);
});

test('nothing that fits the filter', async () => {
  const page = await visits.open('/?complex=no-such-place');
  await page.getByRole('button', { name: 'Show all apartments' }).waitFor();
  expect(await violations(page)).toEqual([]);
});

test('the list while it loads, and when it cannot be loaded', async () => {
  const page = await visits.open('/no-such-picture.png', { expected: /status of (404|503)/ });
  let fail = (): void => undefined;
  const failing = new Promise<void>((resolve) => {
    fail = resolve;
  });
  await page.route('**/api/apartments?**', async (route) => {
    await failing;
    await route.fulfill({ status: 503, body: '' });
  });
  await page.goto('/');
  await page.getByText('Loading the apartments…').waitFor({ state: 'attached' });
  expect(await violations(page)).toEqual([]);
  fail();
  await page.getByRole('heading', { name: 'The apartments could not be loaded' }).waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await reserveButton(page, 'Quay 1').count()).toBe(0);
});

test('the test checkout', async () => {
  const page = await visits.open();
  await reserve(page, 'Quay 2');
  await pay(page, 'Quay 2');
  expect(await violations(page)).toEqual([]);
});

/** How reservations of this guest ended, by apartment. */
const MONEY = {
  'harbour-2': { status: 'PAID', latePayment: 'TAKEN_AGAIN' },
  'harbour-3': { status: 'EXPIRED', latePayment: 'REFUND_PENDING' },
  'harbour-4': { status: 'EXPIRED', latePayment: 'REFUNDED' },
  'mill-1': { status: 'EXPIRED' },
  'mill-2': { status: 'HELD' },
  'mill-3': { status: 'HELD' },
};

test('what became of payments: confirmed late, going back, gone back, awaited, failed; and on the way to pay', async () => {
  const page = await visits.open();
  await reserveButton(page, 'Quay 1').waitFor();
  const now = Date.now();
  await page.route('**/payments/checkout', () => undefined);
  await page.route('**/api/reservations/*', (route) => {
    const id = route.request().url().split('/').at(-1);
    const told = Object.entries(MONEY).find(([apartmentId]) => apartmentId === id)?.[1];
    const deadline = now + (told?.status === 'HELD' ? 60_000 : -60_000);
    return route.fulfill({
      json: { id, apartmentId: id, holdExpiresAt: new Date(deadline).toISOString(), ...told },
    });
  });
  for (const id of Object.keys(MONEY)) {
    await page.goto(`/?reservation=${id}&payment=${id === 'mill-2' ? 'failed' : 'done'}`);
    await page.locator(`.ticket[data-apartment="${id}"]`).waitFor();
  }
  await page.getByRole('button', { name: /^Try again to pay for/ }).click();
  await page.getByRole('button', { name: /^Opening… the payment page for/ }).waitFor();
  await ticket(page, /^Confirming your payment for/).waitFor();
  expect(await page.locator('.ticket').count()).toBe(Object.keys(MONEY).length);
  expect(await violations(page)).toEqual([]);
});

test('an address that does not exist', async () => {
  const page = await visits.open('/no-such-picture.png', { expected: /status of 404/ });
  expect(await violations(page)).toEqual([]);
});
