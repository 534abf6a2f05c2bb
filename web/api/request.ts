import { Refused, Unanswered } from './failures';
import { JsonFields } from './json';
import type { ServerClock } from './server-clock';

export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

/** The API's longest answer is a reservation's, which waits 3 s for the outcome. */
const PATIENCE_MS = 10_000;

/** Asks Keyhold over HTTP, and learns the server's clock from what it answers. */
export class Requests {
  constructor(
    private readonly fetch: Fetch,
    private readonly clock: ServerClock,
  ) {}

  /**
   * The JSON of a GET; undefined where there is no such thing (404). `no-cache` still keeps the answer: the
   * browser asks with its ETag, and a 304 brings back what it has.
   * @throws Unanswered, Refused
   */
  async get(path: string, cache: 'no-cache' | 'no-store'): Promise<JsonFields | undefined> {
    const response = await this.send(path, { cache, headers: { accept: 'application/json' } });
    if (response.status === 404) return undefined;
    return read(response);
  }

  /** @throws Unanswered, Refused */
  async post(path: string, body: unknown): Promise<JsonFields> {
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    return read(await this.send(path, { method: 'POST', headers, body: JSON.stringify(body) }));
  }

  private async send(path: string, init: RequestInit): Promise<Response> {
    const sentAt = Date.now();
    try {
      const response = await this.fetch(path, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
      this.learnClock(response, sentAt);
      return response;
    } catch {
      throw new Unanswered('Keyhold did not answer. Check the connection.');
    }
  }

  /** Only from answers made just now: the `Date` of a cached one is as old as it is. */
  private learnClock({ headers }: Response, sentAt: number): void {
    const date = Date.parse(headers.get('date') ?? '');
    if (Number.isNaN(date) || headers.has('age')) return;
    this.clock.learn({ sentAt, receivedAt: Date.now(), date });
  }
}

async function read(response: Response): Promise<JsonFields> {
  const json = await response.json().catch(() => undefined);
  if (!response.ok) throw failureOf(response.status, json);
  return JsonFields.of(json);
}

function failureOf(status: number, json: unknown): Unanswered | Refused {
  const sentence = typeof json === 'object' && json !== null ? sentenceIn(JsonFields.of(json)) : undefined;
  if (status === 429) return new Unanswered(sentence ?? 'Too many requests. Wait a minute and try again.');
  if (status === 408 || status >= 500) {
    return new Unanswered(
      sentence ?? `Keyhold is not well at the moment (${status}). Try again in a minute.`,
    );
  }
  return new Refused(sentence ?? `Keyhold refused the request (${status}).`);
}

/** A problem document's sentence (RFC 9457), or that of AppSync's errors. */
function sentenceIn(body: JsonFields): string | undefined {
  return (
    body.optionalText('detail') ?? body.optionalText('title') ?? firstError(body)?.optionalText('message')
  );
}

/** The first of a GraphQL answer's `errors`, if it has any. */
export function firstError(body: JsonFields): JsonFields | undefined {
  return body.optionalList('errors')[0];
}
