import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { text } from 'node:stream/consumers';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * A POST with exactly these headers, its `host` among them: fetch always sends that of the URL instead.
 * Connections are kept alive by Node's own agents.
 * @param patience ms until an answer that is not whole is given up
 */
export function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  patience: number,
): Promise<Answer> {
  const send = url.protocol === 'http:' ? overHttp : overHttps;
  const options = { method: 'POST', headers: { ...headers }, signal: AbortSignal.timeout(patience) };
  return new Promise((resolve, reject) => {
    const request = send(url, options, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
    request.on('error', reject).end(body);
  });
}
