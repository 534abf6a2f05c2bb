import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Publisher } from '../../changes/domain/dependencies';
import type { Apartment } from '../../domain/apartment';
import { type Answer, post } from './post';
import type { Sign } from './signature';

/** Publisher get what the mutation selects, so it selects all that anybody may see. */
const MUTATION = `mutation Publish($input: ApartmentChangeInput!) {
  publishApartmentChange(input: $input) {
    id complexId name description bedrooms price { amount currency } bookedStatus holdExpiresAt
  }
}`;

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 100;

/** AppSync answers within milliseconds: what takes longer is lost. */
const PATIENCE_MS = 3_000;

/** Kept of the function's time for telling what was not done. */
const RESERVE_MS = 500;

/** Errors of an operation that pass: the resolver's function was throttled, timed out or failed. */
const PASSING_ERRORS = /^(Lambda:.*|InternalError|InternalFailure|ExecutionTimeout|ServiceUnavailable)$/;

const graphqlAnswer = z.object({
  data: z.object({ publishApartmentChange: z.object({ id: z.string() }).nullish() }).nullish(),
  errors: z
    .array(z.object({ errorType: z.string().nullish(), message: z.string().default('without a message') }))
    .default([]),
});

/** The API said no, and would say it again: the function may not publish, or the input is not the schema's. */
export class PublishRefused extends Error {
  override readonly name = 'PublishRefused';
}

/** The API could not be reached, or failed, as often as there was time to ask. */
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
export class AppSyncPublisher implements Publisher {
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
    const patience = Math.max(1, Math.min(PATIENCE_MS, timeLeft - RESERVE_MS));
    let answer: Answer;
    try {
      const headers = { ...(await this.sign(this.api.url, body)), ...traceHeader() };
      answer = await post(this.target, headers, body, patience);
    } catch (error) {
      return String(error);
    }
    return failureOf(answer);
  }
}

/**
 * By which the API's trace goes on from this function's; Lambda sets it anew for each event
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html).
 */
function traceHeader(): Record<string, string> {
  const trace = process.env['_X_AMZN_TRACE_ID'];
  return trace === undefined ? {} : { 'x-amzn-trace-id': trace };
}

/** Field by field: what is added to an apartment one day is not told to everybody by that. */
function published(apartment: Apartment): Apartment {
  const { id, complexId, name, description, bedrooms, price, bookedStatus, holdExpiresAt } = apartment;
  const { amount, currency } = price;
  return {
    id,
    complexId,
    name,
    description,
    bedrooms,
    price: { amount, currency },
    bookedStatus,
    holdExpiresAt,
  };
}

function failureOf({ status, body }: Answer): string | undefined {
  const answer = parsed(body);
  const [error] = answer?.errors ?? [];
  const said = error ? `${error.errorType ?? 'error'}: ${error.message}` : `HTTP status ${status}`;
  if (status === 429 || status >= 500) return said;
  if (status !== 200) throw new PublishRefused(`The API refused to publish: ${said}`);
  if (error) {
    if (PASSING_ERRORS.test(error.errorType ?? '')) return said;
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
