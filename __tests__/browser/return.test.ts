import type { Page, Route } from 'playwright-core';
import { reserve, ticket } from '../../cli/guest';
import { Visits } from './visits';

// What the payments function answers is made up here: payments that are real are in paying.test.ts.

let visits: Visits;

beforeAll(async () => {
  visits = await Visits.begin();
});
beforeEach(() => visits.openDoors());
afterEach(async () => expect(await visits.closeDoors()).toEqual([]));
afterAll(() => visits.end());

const CHECKOUT = '**/payments/checkout';
const PAYMENT_PAGE = '**/payments/page';

/** Answers the checkout with a payment page that is empty. @returns the bodies of what was asked */
async function paymentPage(page: Page): Promise<string[]> {
  const asked: string[] = [];
  await page.route(PAYMENT_PAGE, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>Pay</title>' }),
  );
  await page.route(CHECKOUT, (route) => {
    asked.push(route.request().postData() ?? '');
    return route.fulfill({ json: { url: new URL('/payments/page', page.url()).href } });
  });
  return asked;
}

async function hold(page: Page, apartment: string): Promise<void> {
  await reserve(page, apartment);
  await ticket(page, `${apartment} is held for you`).waitFor();
}

/** The id in the answer to the first reservation that the page makes. */
function reservationId(page: Page): Promise<string> {
  return page.evaluate(`Object.keys(localStorage).find((key) => key.includes('attempt')).split('.')[2]`);
}

test('Pay leads to the payment page; pressed twice, to one', async () => {
  const page = await visits.open();
  const asked = await paymentPage(page);
  await hold(page, 'Quay 2');
  const id = await reservationId(page);
  await page.getByRole('button', { name: 'Pay €119 for Quay 2' }).dblclick();
  await page.waitForURL(PAYMENT_PAGE);
  expect(asked).toEqual([JSON.stringify({ reservationId: id })]);
});

test('the way back leads to the same apartments, and leaves the reservation in no address', async () => {
  const page = await visits.open('/?complex=harbour-court');
  await paymentPage(page);
  await hold(page, 'Quay 2');
  const id = await reservationId(page);
  await page.getByRole('button', { name: 'Pay €119 for Quay 2' }).click();
  await page.waitForURL(PAYMENT_PAGE);
  const referrers: string[] = [];
  page.on('request', (request) => referrers.push(request.headers()['referer'] ?? ''));

  await page.goto(`/?reservation=${id}&payment=failed`);
  await ticket(page, 'The payment for Quay 2 failed').waitFor();
  expect(new URL(page.url()).search).toBe('?complex=harbour-court');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('The payment for Quay 2 failed');
  expect(referrers.filter((referrer) => referrer.includes(id))).toEqual([]);
  await page.getByRole('button', { name: 'Try again to pay for Quay 2' }).click();
  await page.waitForURL(PAYMENT_PAGE);
});

test('the browser’s own way back finds the hold as it was left, and the button ready', async () => {
  const page = await visits.open();
  await paymentPage(page);
  await hold(page, 'Quay 2');
  await page.getByRole('button', { name: 'Pay €119 for Quay 2' }).click();
  await page.waitForURL(PAYMENT_PAGE);
  await page.goBack();
  await ticket(page, 'Quay 2 is held for you').getByText('You can pay until').waitFor();
  await page.getByRole('button', { name: 'Cancel hold on Quay 2' }).click();
  await ticket(page, 'You gave up Quay 2').waitFor();
});

test('in another browser the reservation is looked up by its id', async () => {
  const page = await visits.open();
  await hold(page, 'Weaver');
  const id = await reservationId(page);
  const other = await visits.open(`/?reservation=${id}&payment=cancelled`);
  await ticket(other, 'Weaver is held for you').getByText('You left the payment page').waitFor();
  expect(new URL(other.url()).search).toBe('');
  await other.reload();
  await ticket(other, 'Weaver is held for you').waitFor();
});

test('a reservation that nobody knows is said to be unknown', async () => {
  const page = await visits.open('/?reservation=r-0&payment=done', { expected: /status of 404/ });
  await ticket(page, 'Your reservation could not be found').waitFor();
  await page.getByRole('button', { name: 'Close the notice about your reservation' }).click();
  await ticket(page, 'Your reservation could not be found').waitFor({ state: 'detached' });
});

test('a checkout that cannot be opened leaves the hold, and says what to do', async () => {
  const page = await visits.open('/', { expected: /status of 409/ });
  const refuse = (route: Route) =>
    route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      json: { title: 'Conflict', detail: 'Another payment is under way. Wait a minute.' },
    });
  await page.route(CHECKOUT, refuse);
  await hold(page, 'Quay 2');
  await page.getByRole('button', { name: 'Pay €119 for Quay 2' }).click();
  await ticket(page, 'Quay 2 is held for you').getByText('Wait a minute.').waitFor();
  expect(await page.getByRole('button', { name: 'Pay €119 for Quay 2' }).getAttribute('aria-disabled')).toBe(
    'false',
  );
});
