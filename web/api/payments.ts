import { TransientError } from './errors';
import type { HttpClient } from './http-client';

/**
 * The URL of the page where a held reservation is paid. A second request gets the same URL: there is never a
 * second charge (law 5).
 * @throws TransientError, PermanentError
 */
export async function openCheckout(http: HttpClient, reservationId: string): Promise<string> {
  const url = (await http.post('/payments/checkout', { reservationId })).text('url');
  // A URL such as javascript:… would run in this page.
  if (!/^https?:\/\//.test(url)) throw new TransientError('The payment page has no address. Try again.');
  return url;
}
