import { Unanswered } from './failures';
import type { Requests } from './request';

/**
 * The address of the page where a held reservation is paid. Asked twice it is the same one: there is never a
 * second charge (law 5).
 * @throws Unanswered, Refused
 */
export async function openCheckout(requests: Requests, reservationId: string): Promise<string> {
  const url = (await requests.post('/payments/checkout', { reservationId })).text('url');
  // Only where a browser can go: an address such as javascript:… would run here instead.
  if (!/^https?:\/\//.test(url)) throw new Unanswered('The payment page has no address. Try again.');
  return url;
}
