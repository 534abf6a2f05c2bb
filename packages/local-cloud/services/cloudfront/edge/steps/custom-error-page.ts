import { behaviorFor } from '../../model/distribution';
import { only } from '../../request/fields';
import type { ViewerRequest } from '../../request/viewer-request';
import type { AnsweredExchange, Exchange, ObjectFetch, ResponseStep, ServedObject } from '../exchange';

/**
 * Puts the distribution's own page in place of an error, fetched by the behavior that matches the page's path.
 * Where the page itself fails, the viewer gets the status of that failure. Not for answers of functions.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GeneratingCustomErrorResponses.html
 */
export function customErrorPage(fetchObject: ObjectFetch): ResponseStep {
  return async (exchange: AnsweredExchange): Promise<AnsweredExchange> => {
    const { answer, distribution } = exchange;
    const { statusCode } = answer.response;
    const page = distribution.customErrors.get(statusCode)?.page;
    if (answer.source === 'function' || statusCode < 400 || !page) return exchange;
    const { response, age } = await fetchPage(fetchObject, exchange, page.path);
    const failed = response.statusCode >= 400;
    const shown = failed ? response : { ...response, statusCode: page.statusCode, statusText: '' };
    return { ...exchange, answer: { response: shown, result: 'Error', age, source: answer.source } };
  };
}

function fetchPage(fetchObject: ObjectFetch, exchange: Exchange, path: string): Promise<ServedObject> {
  const behavior = behaviorFor(exchange.distribution, path);
  return fetchObject({ ...exchange, behavior, request: requestForPage(exchange.request, path) });
}

function requestForPage(request: ViewerRequest, path: string): ViewerRequest {
  const fields = only(request.fields, (name) => !/^(if-.*|range|content-.*)$/.test(name));
  return { ...request, fields, method: 'GET', uri: path, query: [], body: Buffer.alloc(0) };
}
