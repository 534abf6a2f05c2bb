import type { Page } from 'playwright-core';
import { lookAgain, pay, pressAtCheckout, reserve, reserveButton, ticket } from '../../cli/guest';
import { KEPT_AT_THE_EDGE_MS, Visits } from './visits';

let visits: Visits;

beforeAll(async () => {
  visits = await Visits.begin();
});
beforeEach(() => visits.openDoors());
afterEach(async () => expect(await visits.closeDoors()).toEqual([]));
afterAll(() => visits.end());

const HOLD_MS = 60_000;
/** What is paid too late at the test checkout comes so long after the hold. */
const LATE_MS = 20_000;

async function hold(page: Page, apartment: string): Promise<void> {
  await reserve(page, apartment);
  await ticket(page, `${apartment} is held for you`).waitFor();
}

/** Time passes, and the page looks at what came of it. */
async function pass(page: Page, milliseconds: number): Promise<void> {
  await visits.pass(milliseconds);
  await lookAgain(page);
}

/** The hold runs out before the money comes, and the page has seen that it did. */
async function payTooLate(page: Page, apartment: string): Promise<void> {
  await hold(page, apartment);
  await pay(page, apartment);
  await pressAtCheckout(page, 'Pay too late');
  await ticket(page, `Confirming your payment for ${apartment}`).waitFor();
  await pass(page, HOLD_MS);
  await ticket(page, /^(Time is up for|The hold on) Quay/).waitFor();
  await pass(page, KEPT_AT_THE_EDGE_MS);
  await ticket(page, `The hold on ${apartment} ran out`)
    .getByText('before your payment was confirmed')
    .waitFor();
}

/** The checkout hears of the end of its hold by the table's stream and a queue: looks until it has. */
async function closed(page: Page, checkout: string): Promise<void> {
  const told = page.getByText('The hold has ended, and this checkout with it.');
  do await page.goto(checkout);
  while ((await told.count()) === 0);
  expect(await page.getByRole('button').count()).toBe(0);
}

test('reserve, pay, and it is yours: after the hold has ended as well, and for everybody to see', async () => {
  const page = await visits.open('/?complex=harbour-court');
  await hold(page, 'Quay 2');
  await pay(page, 'Quay 2');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Quay 2');
  await pressAtCheckout(page, 'Pay');
  await ticket(page, 'Quay 2 is yours').waitFor();
  expect(new URL(page.url()).search).toBe('?complex=harbour-court');

  await pass(page, HOLD_MS + KEPT_AT_THE_EDGE_MS);
  await page.reload();
  await ticket(page, 'Quay 2 is yours').waitFor();
  const other = await visits.open();
  await other.getByText('12 of 13 vacant').waitFor();
  expect(await reserveButton(other, 'Quay 2').count()).toBe(0);
});

test('a payment that fails leaves the hold, and the next one pays', async () => {
  const page = await visits.open();
  await hold(page, 'Quay 2');
  await pay(page, 'Quay 2');
  await pressAtCheckout(page, 'Fail');
  await ticket(page, 'The payment for Quay 2 failed').waitFor();
  await page.getByRole('button', { name: 'Try again to pay for Quay 2' }).click();
  await pressAtCheckout(page, 'Pay');
  await ticket(page, 'Quay 2 is yours').waitFor();
});

test('who leaves the payment page and cancels cannot pay any more', async () => {
  const page = await visits.open();
  await hold(page, 'Quay 2');
  await pay(page, 'Quay 2');
  const checkout = page.url();
  await page.getByRole('link', { name: 'Back to the booking' }).click();
  await ticket(page, 'Quay 2 is held for you').getByText('nothing was charged').waitFor();
  await page.getByRole('button', { name: 'Cancel hold on Quay 2' }).click();
  await ticket(page, 'You gave up Quay 2').waitFor();
  await closed(page, checkout);
});

test('law 4: money that comes too late takes the apartment again where it is still vacant', async () => {
  const page = await visits.open();
  await payTooLate(page, 'Quay 2');
  await page.getByText('Waiting for your payment').waitFor();
  await pass(page, LATE_MS);
  await ticket(page, 'Quay 2 is yours after all').waitFor();
});

test('law 4: money that comes too late is given back where somebody else has the apartment', async () => {
  const [page, other] = await Promise.all([visits.open(), visits.open()]);
  await payTooLate(page, 'Quay 2');
  await reserveButton(other, 'Quay 2').waitFor();
  await hold(other, 'Quay 2');
  await pass(page, LATE_MS);
  await ticket(page, 'Your payment for Quay 2 was given back').waitFor();
  await ticket(other, 'Quay 2 is held for you').waitFor();
});

test('a hold that ends at the payment page cannot be paid there, and the page says what became of it', async () => {
  const page = await visits.open();
  await hold(page, 'Quay 2');
  await pay(page, 'Quay 2');
  await visits.pass(HOLD_MS + KEPT_AT_THE_EDGE_MS);
  await closed(page, page.url());
  await page.getByRole('link', { name: 'Back to the booking' }).click();
  await ticket(page, 'The hold on Quay 2 ran out').getByText('nothing was paid').waitFor();
});
