import type { Locator, Page } from 'playwright-core';

// What a guest does and sees, in the words that the page shows and screen readers say.

export function reserveButton(page: Page, apartment: string): Locator {
  return page.getByRole('button', { name: `Reserve ${apartment}`, exact: true });
}

export function reserve(page: Page, apartment: string): Promise<void> {
  return reserveButton(page, apartment).click();
}

/** The notice of what became of a reservation, by its title. */
export function ticket(page: Page, title: string | RegExp): Locator {
  return page.getByRole('article', { name: title });
}

/** The page looks at once, as it does whenever a guest comes back to it, and not after up to 2 s. */
export async function lookAgain(page: Page): Promise<void> {
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
}

/** Goes from a hold to its checkout. */
export async function pay(page: Page, apartment: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^Pay .* for ${apartment}$`) }).click();
  await page.getByText('no money moves').waitFor();
}

/** Presses one of the buttons of the test checkout, by its words, and comes back to the page. */
export async function pressAtCheckout(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/payments/'));
}
