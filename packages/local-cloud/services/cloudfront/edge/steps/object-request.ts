import type { EdgeDistribution } from '../../model/distribution';
import type { ViewerRequest } from '../../request/viewer-request';
import type { ObjectFetch, RequestStep } from '../exchange';

/** Answers with the object that the request asks for. */
export function objectRequest(fetchObject: ObjectFetch): RequestStep {
  return async (exchange) => {
    const request = withRootObject(exchange.distribution, exchange.request);
    const object = await fetchObject({ ...exchange, request });
    return { ...exchange, answer: { ...object, source: 'object' } };
  };
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html */
function withRootObject({ defaultRootObject }: EdgeDistribution, request: ViewerRequest): ViewerRequest {
  return request.uri === '/' && defaultRootObject ? { ...request, uri: `/${defaultRootObject}` } : request;
}
