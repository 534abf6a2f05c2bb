import { field, only } from '../../request/fields';
import type { ViewerRequest } from '../../request/viewer-request';
import type { EdgeResponse } from '../../response/edge-response';
import { isSuccess, type ResponseStep, withResponse } from '../exchange';

/** Answers 304 to a conditional request of a viewer that has the object already. */
export const notModified: ResponseStep = (exchange) => {
  const { answer, request } = exchange;
  return isSuccess(exchange) && isNotModified(request, answer.response)
    ? withResponse(exchange, withoutBody(answer.response))
    : exchange;
};

/** RFC 9110, section 13.2.2 */
function isNotModified(request: ViewerRequest, response: EdgeResponse): boolean {
  if (response.statusCode !== 200) return false;
  const tags = field(request.fields, 'if-none-match');
  if (tags !== undefined) return matchesTag(tags, field(response.fields, 'etag'));
  const since = Date.parse(field(request.fields, 'if-modified-since') ?? '');
  const modified = Date.parse(field(response.fields, 'last-modified') ?? '');
  return modified <= since;
}

/** The response without its body and the headers that describe the body. */
function withoutBody(response: EdgeResponse): EdgeResponse {
  const fields = only(response.fields, (name) => !/^content-(length|type|encoding|language)$/.test(name));
  return { statusCode: 304, statusText: 'Not Modified', fields, body: Buffer.alloc(0) };
}

/** Weak comparison (RFC 9110, section 8.8.3.2). */
function matchesTag(tags: string, etag: string | undefined): boolean {
  if (etag === undefined) return false;
  const strong = (tag: string): string => tag.trim().replace(/^W\//, '');
  return tags.trim() === '*' || tags.split(',').some((tag) => strong(tag) === strong(etag));
}
