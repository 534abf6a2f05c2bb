import type { CacheBehavior } from '../model/behavior';
import type { Origin } from '../model/origin';
import { type NameSelection, nothing, selects } from '../model/selection';
import { normalizedEncoding } from './accept-encoding';
import { type Fields, field, merged, only } from './fields';
import { type Cookie, cookieText, type QueryParameter, type ViewerRequest } from './viewer-request';

/** The request that an origin gets. */
export interface OriginRequest {
  readonly method: string;
  readonly path: string;
  readonly query: readonly QueryParameter[];
  readonly fields: Fields;
  readonly body: Buffer;
}

/** What the edge tells an origin about itself. */
export interface EdgeIdentity {
  readonly via: string;
  readonly requestId: string;
}

/** Never forwarded, whatever a policy lists. `cloudfront-*` is forwarded only as generated here. */
const REMOVED =
  /^(connection|keep-alive|content-length|cookie|expect|proxy-.*|te|trailer|transfer-encoding|upgrade|x-forwarded-proto|x-real-ip|x-edge-.*|x-amz-cf-.*|cloudfront-.*)$/;

/** A viewer's conditions and ranges go to the origin only where the behavior caches nothing. */
const CONDITIONS = /^(if-.*|range)$/;

/**
 * A request as CloudFront sends it to an origin: what is in the cache key, what the origin request policy
 * adds, and its own headers; nothing else of the viewer's.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-headers-behavior
 *
 * @param caching false where the behavior caches nothing: then the viewer's conditions and ranges are forwarded
 */
export function originRequest(
  request: ViewerRequest,
  behavior: CacheBehavior,
  origin: Origin,
  edge: EdgeIdentity,
  caching: boolean,
): OriginRequest {
  const { cachePolicy, originRequestPolicy } = behavior;
  const forwarded = only(request.fields, (name) => {
    if (CONDITIONS.test(name)) return !caching;
    return (
      !REMOVED.test(name) &&
      (selects(cachePolicy.headers, name) || selects(originRequestPolicy?.headers ?? nothing, name))
    );
  });
  const cookies = either(request.cookies, cachePolicy.cookies, originRequestPolicy?.cookies);
  return {
    method: request.method,
    path: `${origin.path}${request.uri}`,
    query: either(request.query, cachePolicy.query, originRequestPolicy?.query),
    fields: merged(
      new Map([
        ['host', [origin.domainName]],
        ['user-agent', ['Amazon CloudFront']],
      ]),
      forwarded,
      only(request.fields, (name) => name.startsWith('cloudfront-')),
      ownFields(request, behavior, edge),
      cookies.length > 0 ? new Map([['cookie', [cookieText(sorted(cookies))]]]) : new Map(),
      new Map([...origin.customHeaders].map(([name, value]) => [name, [value]])),
    ),
    body: request.body,
  };
}

function ownFields(request: ViewerRequest, { cachePolicy }: CacheBehavior, edge: EdgeIdentity): Fields {
  const { fields, viewer, body } = request;
  const forwardedFor = field(fields, 'x-forwarded-for');
  const encoding = normalizedEncoding(request, cachePolicy);
  return new Map([
    ['via', [edge.via]],
    ['x-amz-cf-id', [edge.requestId]],
    ['x-forwarded-for', [forwardedFor ? `${forwardedFor}, ${viewer.ip}` : viewer.ip]],
    ...(cachePolicy.gzip || cachePolicy.brotli
      ? [['accept-encoding', [encoding || 'identity']] as const]
      : []),
    ...(body.length > 0 ? [['content-length', [String(body.length)]] as const] : []),
  ]);
}

/** What either policy selects, in the viewer's order. */
function either<T extends { readonly name: string }>(
  all: readonly T[],
  key: NameSelection,
  more = nothing,
): T[] {
  return all.filter(({ name }) => selects(key, name) || selects(more, name));
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Cookies.html */
function sorted(cookies: readonly Cookie[]): Cookie[] {
  return [...cookies].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}
