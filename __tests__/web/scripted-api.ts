import { type Fetch, HttpClient } from '../../web/api/http-client';
import { ServerClock } from '../../web/api/server-clock';

export interface Sent {
  readonly path: string;
  readonly init: RequestInit;
  /** Of a mutation: its variables. */
  readonly variables: unknown;
}

type Answer = (sent: Sent) => Response | Promise<Response>;

/** Requests whose answers are scripted; `sent` is what was asked so far. */
export function scripted(answer: Answer, clock = new ServerClock(Date.now)) {
  const sent: Sent[] = [];
  const fetch: Fetch = async (path, init) => {
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : {};
    const request = { path, init, variables: body.variables };
    sent.push(request);
    return answer(request);
  };
  return { http: new HttpClient(fetch, clock), sent, clock };
}

export function json(body: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(body), init);
}
