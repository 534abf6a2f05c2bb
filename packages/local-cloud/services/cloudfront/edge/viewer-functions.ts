import type { Json, JsonObject } from '../../../core/service';
import { isObject } from '../../../terraform/blocks';
import type { EdgeFunction } from '../functions/edge-function';
import { FunctionValidationError } from '../functions/header-rules';
import { changedRequest, type EventContext, requestEvent } from '../functions/request-event';
import { changedResponse, generatedResponse, responseObject } from '../functions/response-event';
import { FunctionExecutionError } from '../functions/sandbox';
import { generatedHeaders } from '../request/generated-headers';
import type { ViewerRequest } from '../request/viewer-request';
import type { EdgeResponse } from '../response/edge-response';
import { ownPage } from '../response/own-pages';
import type { Result, Visit } from './served';

/** A response in place of what a function should have let pass. */
export interface FunctionAnswer {
  readonly response: EdgeResponse;
  readonly result: Result;
}

type Log = (line: string) => void;

/** The request as the viewer-request function leaves it, or its answer: then no origin is asked. */
export async function onViewerRequest(
  visit: Visit,
  log: Log,
): Promise<{ request: ViewerRequest } | FunctionAnswer> {
  const { behavior } = visit;
  const request = withGeneratedHeaders(visit);
  const edgeFunction = behavior.viewerRequest;
  if (!edgeFunction) return { request };
  return guarded<{ request: ViewerRequest } | FunctionAnswer>(visit, edgeFunction, log, async () => {
    const returned = objectOf(
      await edgeFunction.run(requestEvent(eventContext(visit, 'viewer-request'), request)),
    );
    if (!('statusCode' in returned)) return { request: changedRequest(request, returned) };
    return { response: generatedResponse(returned), result: 'FunctionGeneratedResponse' };
  });
}

/** The response as the viewer-response function leaves it. */
export async function onViewerResponse(
  visit: Visit,
  response: EdgeResponse,
  log: Log,
): Promise<{ response: EdgeResponse } | FunctionAnswer> {
  const edgeFunction = visit.behavior.viewerResponse;
  if (!edgeFunction) return { response };
  return guarded<{ response: EdgeResponse } | FunctionAnswer>(visit, edgeFunction, log, async () => {
    const event = requestEvent(eventContext(visit, 'viewer-response'), visit.request);
    const returned = objectOf(await edgeFunction.run({ ...event, response: responseObject(response) }));
    return { response: changedResponse(response, returned) };
  });
}

function withGeneratedHeaders({ request, behavior }: Visit): ViewerRequest {
  return { ...request, fields: new Map([...request.fields, ...generatedHeaders(request, behavior)]) };
}

function eventContext(
  { distribution, requestId }: Visit,
  eventType: EventContext['eventType'],
): EventContext {
  return {
    distributionDomainName: distribution.domainName,
    distributionId: distribution.id,
    eventType,
    requestId,
  };
}

function objectOf(returned: Json): JsonObject {
  if (isObject(returned)) return returned;
  throw new FunctionValidationError('It returned neither a request nor a response.');
}

/**
 * 503 where the code fails, 502 where CloudFront does not take what it returned.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html
 */
async function guarded<T>(
  visit: Visit,
  { name }: EdgeFunction,
  log: Log,
  run: () => Promise<T>,
): Promise<T | FunctionAnswer> {
  try {
    return await run();
  } catch (error) {
    const failed = error instanceof FunctionExecutionError;
    if (!failed && !(error instanceof FunctionValidationError)) throw error;
    log(`${name}: ${error.name}: ${error.message}`);
    const reason = `The CloudFront function ${name} ${failed ? 'failed' : 'returned what CloudFront does not take'}.`;
    const response = ownPage(failed ? 503 : 502, reason, visit.requestId);
    return { response, result: failed ? 'FunctionExecutionError' : 'Error' };
  }
}
