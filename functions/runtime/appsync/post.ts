import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { text } from 'node:stream/consumers';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * A POST with exactly these headers, `host` included: fetch would always send the host of the URL.
 * Connections are kept alive by Node's own agents.
 * @param timeout ms until an incomplete answer is given up
 */
export function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeout: number,
): Promise<Answer> {
  const send = url.protocol === 'http:' ? overHttp : overHttps;
  const options = { method: 'POST', headers: { ...headers }, signal: AbortSignal.timeout(timeout) };
  return new Promise((resolve, reject) => {
    const request = send(url, options, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
    request.on('error', reject).end(body);
  });
}
