import { isLoopback } from '../core/http/loopback';
import type { HttpRequest } from '../core/http/message';

/**
 * Why a request does not come from the console's own page or a person on this machine; undefined where it does.
 * A page of another site must not drive the console: not by a name that it lets point here (the Host is
 * compared), not by a form or a script (the Origin is, and what is posted must be JSON, which a foreign page
 * may not send unasked).
 */
export function refusal({ method, path, headers }: HttpRequest): string | undefined {
  const { host = '', origin } = headers;
  if (!isLoopback(host)) return `The console answers on this machine only, not as ${host || 'no host'}.`;
  if (origin !== undefined && origin !== `http://${host}`)
    return `Pages of ${origin} may not use the console.`;
  const site = headers['sec-fetch-site'];
  const navigates = method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && !path.includes('/api/');
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !navigates)
    return 'Pages of other sites may not use the console.';
  const json = /^application\/json\b/.test(headers['content-type'] ?? '');
  if (method === 'POST' && !json) return 'The console takes application/json.';
  return undefined;
}
