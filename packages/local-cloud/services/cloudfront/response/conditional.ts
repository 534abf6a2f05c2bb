import { type Fields, field, only } from '../request/fields';
import type { ViewerRequest } from '../request/viewer-request';
import type { EdgeResponse } from './edge-response';

/** True where the viewer already has what it would get (RFC 9110, section 13.2.2). */
export function isNotModified(request: ViewerRequest, response: EdgeResponse): boolean {
  if (response.statusCode !== 200) return false;
  const tags = field(request.fields, 'if-none-match');
  if (tags !== undefined) return matchesTag(tags, field(response.fields, 'etag'));
  const since = Date.parse(field(request.fields, 'if-modified-since') ?? '');
  const modified = Date.parse(field(response.fields, 'last-modified') ?? '');
  return modified <= since;
}

/** The 304 for a viewer: the response without its body and what describes the body. */
export function notModified(response: EdgeResponse): EdgeResponse {
  const fields = only(response.fields, (name) => !/^content-(length|type|encoding|language)$/.test(name));
  return { statusCode: 304, statusText: 'Not Modified', fields, body: Buffer.alloc(0) };
}

/** The headers with which an origin is asked whether a stored response is still right; empty where it cannot be asked. */
export function validators(fields: Fields): Fields {
  const etag = field(fields, 'etag');
  const modified = field(fields, 'last-modified');
  return new Map([
    ...(etag ? [['if-none-match', [etag]] as const] : []),
    ...(modified ? [['if-modified-since', [modified]] as const] : []),
  ]);
}

/** Weak comparison (RFC 9110, section 8.8.3.2). */
function matchesTag(tags: string, etag: string | undefined): boolean {
  if (etag === undefined) return false;
  const strong = (tag: string): string => tag.trim().replace(/^W\//, '');
  return tags.trim() === '*' || tags.split(',').some((tag) => strong(tag) === strong(etag));
}
