import { createHash } from 'node:crypto';
import { minorUnitDigits } from '../../../domain/currency';
import type { TestCheckout } from '../../../domain/test-checkout';
import { type Button, LATE_SECONDS } from './buttons';
import { PAGE_STYLE } from './page-style';

/** Nothing is loaded and no script runs; its forms go to our own site, which redirects to itself. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const CLOSED: Record<Exclude<TestCheckout['status'], 'OPEN'>, string> = {
  PAID: 'This checkout is paid. The page of the booking shows what becomes of the payment.',
  FAILED: 'The payment failed. Go back to the booking to try again while the hold lasts.',
  EXPIRED: 'The hold has ended, and this checkout with it. Nothing was paid.',
};

/** The result that the site gets with the returning guest. */
const OUTCOME: Record<TestCheckout['status'], 'done' | 'failed' | 'cancelled'> = {
  OPEN: 'cancelled',
  PAID: 'done',
  FAILED: 'failed',
  EXPIRED: 'cancelled',
};

/** The checkout page of the test provider. */
export function checkoutPage(checkout: TestCheckout): string {
  const { apartmentName, site, reservationId, status } = checkout;
  const back = `${site}/?reservation=${encodeURIComponent(reservationId)}&payment=${OUTCOME[status]}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Test payment: ${escaped(apartmentName)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header class="mark"><strong>Test payment</strong> — no money moves</header>
<main>
<h1>${escaped(apartmentName)}</h1>
<p class="price">${escaped(priceText(checkout))}</p>
${status === 'OPEN' ? buttons(checkout) : closed(checkout, status)}
<p><a href="${escaped(back)}">Back to the booking${status === 'OPEN' ? ' without paying' : ''}</a></p>
</main>
</body>
</html>
`;
}

function buttons(checkout: TestCheckout): string {
  const until = timeElement(checkout.holdExpiresAt);
  return `<p>Held until ${until}.</p>
${form(checkout, 'pay', 'Pay', 'The payment succeeds at once.', 'first')}
${form(checkout, 'fail', 'Fail', 'The payment is declined. Another can be tried while the hold lasts.')}
${form(checkout, 'late', 'Pay too late', `The payment arrives ${LATE_SECONDS} seconds after the hold has ended. If the apartment is still vacant then, it is yours after all; if somebody else has taken it, the money is given back.`)}
${form(checkout, 'twice', 'Send the event twice', 'The payment succeeds, and its event arrives twice. It counts once.')}`;
}

function closed(checkout: TestCheckout, status: keyof typeof CLOSED): string {
  const again = form(checkout, 'pay', 'Send the event again', 'The provider sends the event once more.');
  return `<p>${CLOSED[status]}</p>${status === 'PAID' ? `\n${again}` : ''}`;
}

function form(
  { checkoutId }: TestCheckout,
  button: Button,
  label: string,
  meaning: string,
  kind = 'other',
): string {
  return `<form method="post" action="/payments/test/${encodeURIComponent(checkoutId)}/${button}">
<button class="${kind}" aria-describedby="${button}-meaning">${label}</button>
<p id="${button}-meaning">${meaning}</p>
</form>`;
}

/** In UTC: the page has no script that could know the guest's time. */
function timeElement(instant: string): string {
  const text = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: 'UTC',
  }).format(new Date(instant));
  return `<time datetime="${escaped(instant)}">${text} UTC</time>`;
}

function priceText({ amount, currency }: TestCheckout): string {
  const digits = minorUnitDigits(currency);
  const decimals = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat('en', { style: 'currency', currency, ...decimals }).format(
    amount / 10 ** digits,
  );
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
