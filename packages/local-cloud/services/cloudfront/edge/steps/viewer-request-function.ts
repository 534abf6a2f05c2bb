import type { JsonObject } from '../../../../core/json';
import { eventContext, invoke } from '../../functions/invocation';
import { changedRequest, requestEvent } from '../../functions/request-event';
import { generatedResponse } from '../../functions/response-event';
import type { AnsweredExchange, Exchange, RequestStep } from '../exchange';

/** Runs the behavior's viewer-request function. It changes the request, or answers it: then no origin is asked. */
export function viewerRequestFunction(log: (line: string) => void): RequestStep {
  return async (exchange) => {
    const { viewerRequest } = exchange.behavior;
    if (!viewerRequest) return exchange;
    const event = requestEvent(eventContext(exchange, 'viewer-request'), exchange.request);
    const invocation = await invoke(
      viewerRequest,
      event,
      (returned) => after(exchange, returned),
      exchange,
      log,
    );
    if ('value' in invocation) return invocation.value;
    return { ...exchange, answer: { ...invocation.failure, age: undefined, source: 'function' } };
  };
}

function after(exchange: Exchange, returned: JsonObject): Exchange | AnsweredExchange {
  if (!('statusCode' in returned)) {
    return { ...exchange, request: changedRequest(exchange.request, returned) };
  }
  const response = generatedResponse(returned);
  return {
    ...exchange,
    answer: { response, result: 'FunctionGeneratedResponse', age: undefined, source: 'function' },
  };
}
