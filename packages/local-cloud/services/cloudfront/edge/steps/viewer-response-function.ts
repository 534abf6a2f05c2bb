import { eventContext, invoke } from '../../functions/invocation';
import { requestEvent } from '../../functions/request-event';
import { changedResponse, responseObject } from '../../functions/response-event';
import { isSuccess, type ResponseStep, withResponse } from '../exchange';

/**
 * Runs the behavior's viewer-response function; not for errors.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html#function-restrictions-status-codes
 *
 * AWS does not say whether the response headers policy or this function comes first. Here the function sees
 * what the policy made, and its changes stand.
 */
export function viewerResponseFunction(log: (line: string) => void): ResponseStep {
  return async (exchange) => {
    const { answer, behavior, request } = exchange;
    const { viewerResponse } = behavior;
    if (!viewerResponse || !isSuccess(exchange)) return exchange;
    const event = {
      ...requestEvent(eventContext(exchange, 'viewer-response'), request),
      response: responseObject(answer.response),
    };
    const invocation = await invoke(
      viewerResponse,
      event,
      (returned) => changedResponse(answer.response, returned),
      exchange,
      log,
    );
    if ('value' in invocation) return withResponse(exchange, invocation.value);
    return { ...exchange, answer: { ...answer, ...invocation.failure } };
  };
}
