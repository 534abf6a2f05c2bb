import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Apartment } from '../../domain/apartment';
import { PUBLIC_FIELDS, PUBLIC_SELECTION } from '../../domain/apartment-fields';
import { type Answer, post } from './post';
import type { Sign } from './signature';

/** Subscribers get the fields that the mutation selects, so it selects every public field. */
const MUTATION = `mutation Publish($input: ApartmentChangeInput!) {
  publishApartmentChange(input: $input) { ${PUBLIC_SELECTION} }
}`;

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 100;

/** AppSync answers within milliseconds: an answer that takes longer is lost. */
const TIMEOUT_MS = 3_000;

/** The part of the function's time that is kept for reporting failures. */
const RESERVE_MS = 500;

/** Transient errors of an operation: the resolver's function was throttled, timed out or failed. */
const TRANSIENT_ERRORS = /^(Lambda:.*|InternalError|InternalFailure|ExecutionTimeout|ServiceUnavailable)$/;

const graphqlAnswer = z.object({
  data: z.object({ publishApartmentChange: z.object({ id: z.string() }).nullish() }).nullish(),
  errors: z
    .array(z.object({ errorType: z.string().nullish(), message: z.string().default('without a message') }))
    .default([]),
});

/** The API refused, and would refuse again: the function may not publish, or the input does not fit the schema. */
export class PublishRefused extends Error {
  override readonly name = 'PublishRefused';
}

/** The API could not be reached or failed, as often as there was time to try. */
export class PublishFailed extends Error {
  override readonly name = 'PublishFailed';
}

/** Where publishing goes: the API's own URL, and the endpoint in AWS's place where there is one. */
export interface Api {
  readonly url: URL;
  /** The SDK's standard variable AWS_ENDPOINT_URL_APPSYNC or AWS_ENDPOINT_URL. */
  readonly endpoint: string | undefined;
}

/**
 * Publishes by the mutation publishApartmentChange. The role needs `appsync:GraphQL` on
 * `<the API's ARN>/types/Mutation/fields/publishApartmentChange`.
 */
export class AppSyncPublisher {
  private readonly target: URL;

  constructor(
    private readonly api: Api,
    private readonly sign: Sign,
    private readonly pause: (milliseconds: number) => Promise<unknown> = sleep,
  ) {
    this.target = api.endpoint === undefined ? api.url : new URL(api.url.pathname, api.endpoint);
  }

  async publish(apartment: Apartment, timeLeft: () => number): Promise<void> {
    const body = JSON.stringify({ query: MUTATION, variables: { input: published(apartment) } });
    for (let attempt = 1; ; attempt++) {
      const failure = await this.attempt(body, timeLeft());
      if (failure === undefined) return;
      // Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
      const pause = Math.random() * FIRST_PAUSE_MS * 2 ** (attempt - 1);
      if (attempt === ATTEMPTS || pause > timeLeft() - RESERVE_MS) {
        throw new PublishFailed(`Publishing failed ${attempt} times, at last with: ${failure}`);
      }
      await this.pause(pause);
    }
  }

  /**
   * Undefined when it is published; what went wrong when another attempt may help.
   * @throws PublishRefused
   */
  private async attempt(body: string, timeLeft: number): Promise<string | undefined> {
    const timeout = Math.max(1, Math.min(TIMEOUT_MS, timeLeft - RESERVE_MS));
    let answer: Answer;
    try {
      const headers = { ...(await this.sign(this.api.url, body)), ...traceHeader() };
      answer = await post(this.target, headers, body, timeout);
    } catch (error) {
      return String(error);
    }
    return failureOf(answer);
  }
}

/**
 * Joins the API's trace to this function's; Lambda sets the variable for each event
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html).
 */
function traceHeader(): Record<string, string> {
  const trace = process.env['_X_AMZN_TRACE_ID'];
  return trace === undefined ? {} : { 'x-amzn-trace-id': trace };
}

/** What everybody may see, whatever else is known of it. */
function published(apartment: Apartment): Partial<Apartment> {
  return Object.fromEntries(PUBLIC_FIELDS.map((name) => [name, apartment[name]]));
}

function failureOf({ status, body }: Answer): string | undefined {
  const answer = parsed(body);
  const [error] = answer?.errors ?? [];
  const said = error ? `${error.errorType ?? 'error'}: ${error.message}` : `HTTP status ${status}`;
  if (status === 429 || status >= 500) return said;
  if (status !== 200) throw new PublishRefused(`The API refused to publish: ${said}`);
  if (error) {
    if (TRANSIENT_ERRORS.test(error.errorType ?? '')) return said;
    throw new PublishRefused(`The API refused to publish: ${said}`);
  }
  return answer?.data?.publishApartmentChange ? undefined : 'an answer without the apartment';
}

function parsed(body: string): z.infer<typeof graphqlAnswer> | undefined {
  try {
    return graphqlAnswer.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}
