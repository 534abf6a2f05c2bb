import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '@keyhold/local-cloud/errors';
import { z } from 'zod';

/** A new distribution's name may take a while to be known everywhere. */
const CONNECT_ATTEMPTS = 12;
const CONNECT_PAUSE_MS = 10_000;
/** The API itself answers PENDING after 3 s: a cold start or two may come on top. */
const SETTLE_ATTEMPTS = 10;
const SETTLE_PAUSE_MS = 1000;
/** A page of vacant apartments may be empty though there are more pages (many are taken). */
const MOST_PAGES = 20;
const REQUEST_TIMEOUT_MS = 30_000;

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});
const page = z.object({ items: z.array(z.object({ id: z.string() })), nextToken: z.string().nullable() });
const reservation = z.object({ id: z.string(), status: z.string(), reason: z.string().nullable() });
type Reservation = z.infer<typeof reservation>;

/** What is deployed does not book: it is there, but of no use. */
export class SmokeTestFailed extends UserError {
  constructor(what: string, nextStep: string) {
    super('SmokeTestFailed', `The smoke test failed: ${what}`, nextStep);
  }
}

/** The site's API, as the page sees it: the edge adds the key. */
class Site {
  constructor(
    private readonly url: string,
    private readonly stopped: AbortSignal,
    private readonly connectPauseMs: number,
  ) {}

  async ask<T>(query: string, variables: Record<string, unknown>, shape: z.ZodType<T>): Promise<T> {
    const response = await this.post(JSON.stringify({ query, variables }));
    const text = await response.text();
    if (response.status === 403 && !text.startsWith('{'))
      throw new SmokeTestFailed(
        'the firewall or the edge refused this machine (403).',
        'The anonymous-IP rules refuse addresses of hosting providers, CI runners among them: book from another network, by hand.',
      );
    const parsed = answer.safeParse(json(text));
    if (!response.ok || !parsed.success)
      throw new SmokeTestFailed(
        `${this.url}/graphql answered ${response.status}: ${text.slice(0, 200)}`,
        'Look at the alarms (docs/operations.md).',
      );
    const [error] = parsed.data.errors ?? [];
    if (error)
      throw new SmokeTestFailed(
        `the API answered: ${error.message}`,
        "Look at the booking function's log (docs/operations.md).",
      );
    return shape.parse(parsed.data.data?.['answer']);
  }

  private async post(body: string): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      this.stopped.throwIfAborted();
      try {
        return await fetch(`${this.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
          signal: AbortSignal.any([this.stopped, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
        });
      } catch (error) {
        this.stopped.throwIfAborted();
        if (attempt === CONNECT_ATTEMPTS)
          throw new SmokeTestFailed(
            `${this.url} cannot be reached: ${reason(error)}`,
            'Open it in a browser: a new distribution may need some minutes. Then run this again.',
          );
        await wait(this.connectPauseMs, undefined, { signal: this.stopped });
      }
    }
  }
}

/**
 * Books one apartment through the site and releases it again, as a guest would.
 * @returns what was done, in a sentence
 * @throws SmokeTestFailed
 */
export async function smokeTest(
  url: string,
  stopped: AbortSignal,
  { connectPauseMs = CONNECT_PAUSE_MS } = {},
): Promise<string> {
  const site = new Site(url, stopped, connectPauseMs);
  const apartment = await vacantApartment(site);
  if (apartment === undefined)
    return 'Skipped: no apartment is vacant. (--samples puts some into an empty table.)';
  const id = `smoke-${randomUUID()}`;
  const held = await reserve(site, apartment, id);
  if (held.status === 'REJECTED') return `Skipped: a guest was faster at apartment ${apartment}.`;
  const released = await site.ask(
    'mutation Release($id: ID!) { answer: cancelReservation(id: $id) { id status reason } }',
    { id },
    reservation,
  );
  if (held.status !== 'HELD' || released.status !== 'CANCELLED')
    throw new SmokeTestFailed(
      `apartment ${apartment} was ${held.status}, then ${released.status}; HELD and CANCELLED would be right.`,
      `Read the execution ${id} of the booking workflow.`,
    );
  return `Apartment ${apartment} was held and released (reservation ${id}).`;
}

async function vacantApartment(site: Site): Promise<string | undefined> {
  let nextToken: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const found: z.infer<typeof page> = await site.ask(
      'query Vacant($nextToken: String) { answer: listApartments(bookedStatus: VACANT, limit: 1, nextToken: $nextToken) { items { id } nextToken } }',
      { nextToken },
      page,
    );
    if (found.items[0]) return found.items[0].id;
    if (found.nextToken === null) return undefined;
    nextToken = found.nextToken;
  }
  return undefined;
}

async function reserve(site: Site, apartmentId: string, reservationId: string): Promise<Reservation> {
  const input = { apartmentId, guestId: 'smoke-test', reservationId };
  let found = await site.ask(
    'mutation Reserve($input: ReserveApartmentInput!) { answer: reserveApartment(input: $input) { id status reason } }',
    { input },
    reservation,
  );
  for (let attempt = 1; found.status === 'PENDING' && attempt <= SETTLE_ATTEMPTS; attempt++) {
    await wait(SETTLE_PAUSE_MS);
    found = await site.ask(
      'query Look($id: ID!) { answer: getReservation(id: $id) { id status reason } }',
      { id: reservationId },
      reservation,
    );
  }
  return found;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of what fetch throws, the cause says it. */
function reason(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { message?: string } };
  return cause?.message || message;
}
