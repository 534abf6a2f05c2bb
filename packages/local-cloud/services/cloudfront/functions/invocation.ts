import type { Json, JsonObject } from '../../../core/json';
import { isObject } from '../../../core/json';
import type { Exchange, ResultType } from '../edge/exchange';
import type { EdgeResponse } from '../response/edge-response';
import { ownPage } from '../response/own-pages';
import type { CloudFrontFunction } from './cloudfront-function';
import { FunctionValidationError } from './header-rules';
import type { EventContext } from './request-event';
import { FunctionExecutionError } from './sandbox';

/** What the viewer gets where a function fails. */
export interface FunctionFailure {
  readonly response: EdgeResponse;
  readonly result: ResultType;
}

/** What was read from a function's result, or its failure. */
export type FunctionInvocation<T> = { readonly value: T } | { readonly failure: FunctionFailure };

/**
 * Runs a function and reads what it returned: 503 where the code fails, 502 where CloudFront does not accept
 * what it returned.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html
 *
 * @param read throws FunctionValidationError where the returned object is not acceptable
 */
export async function invoke<T>(
  { name, run }: CloudFrontFunction,
  event: Json,
  read: (returned: JsonObject) => T,
  { requestId }: Exchange,
  log: (line: string) => void,
): Promise<FunctionInvocation<T>> {
  try {
    const returned = await run(event);
    if (isObject(returned)) return { value: read(returned) };
    throw new FunctionValidationError('It returned neither a request nor a response.');
  } catch (error) {
    const failed = error instanceof FunctionExecutionError;
    if (!failed && !(error instanceof FunctionValidationError)) throw error;
    log(`${name}: ${error.name}: ${error.message}`);
    const reason = `The CloudFront function ${name} ${failed ? 'failed' : 'returned what CloudFront does not accept'}.`;
    const response = ownPage(failed ? 503 : 502, reason, requestId);
    return { failure: { response, result: failed ? 'FunctionExecutionError' : 'Error' } };
  }
}

/** The `context` of the event that a function gets. */
export function eventContext(
  { distribution, requestId }: Exchange,
  eventType: EventContext['eventType'],
): EventContext {
  return {
    distributionDomainName: distribution.domainName,
    distributionId: distribution.id,
    eventType,
    requestId,
  };
}
