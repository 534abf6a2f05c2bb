import { PermanentError, TransientError } from './errors';
import { JsonFields } from './json-fields';
import type { ServerClock } from './server-clock';

export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

/** The API's longest answer is a reservation's, which waits 3 s for the outcome. */
const TIMEOUT_MS = 10_000;

/** Sends requests to Keyhold, and learns the server's clock from the answers. */
export class HttpClient {
  constructor(
    private readonly fetch: Fetch,
    private readonly clock: ServerClock,
  ) {}

  /**
   * The JSON of a GET; undefined for a 404. With `no-cache` the browser still caches: it sends the ETag, and a
   * 304 means that its copy is current.
   * @throws TransientError, PermanentError
   */
  async get(path: string, cache: 'no-cache' | 'no-store'): Promise<JsonFields | undefined> {
    const response = await this.send(path, { cache, headers: { accept: 'application/json' } });
    if (response.status === 404) return undefined;
    return read(response);
  }

  /** @throws TransientError, PermanentError */
  async post(path: string, body: unknown): Promise<JsonFields> {
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    return read(await this.send(path, { method: 'POST', headers, body: JSON.stringify(body) }));
  }

  private async send(path: string, init: RequestInit): Promise<Response> {
    const sentAt = Date.now();
    try {
      const response = await this.fetch(path, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
      this.learnClock(response, sentAt);
      return response;
    } catch {
      throw new TransientError('Keyhold did not answer. Check the connection.');
    }
  }

  /** Not from cached answers: their `Date` is old. */
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

function failureOf(status: number, json: unknown): TransientError | PermanentError {
  const sentence = typeof json === 'object' && json !== null ? sentenceIn(JsonFields.of(json)) : undefined;
  if (status === 429)
    return new TransientError(sentence ?? 'Too many requests. Wait a minute and try again.');
  if (status === 408 || status >= 500) {
    return new TransientError(
      sentence ?? `Keyhold has a problem at the moment (${status}). Try again in a minute.`,
    );
  }
  return new PermanentError(sentence ?? `Keyhold refused the request (${status}).`);
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
