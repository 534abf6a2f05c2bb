import type { Behavior } from '../model/behavior';
import { nothing, selects } from '../model/selection';
import { type Fields, field, only } from '../request/fields';

const REMOVED =
  /^(connection|keep-alive|proxy-.*|trailer|transfer-encoding|upgrade|via|x-cache|age|x-amz-cf-.*|x-edge-.*)$/;

/**
 * The headers of an origin's response as far as they go on to viewers.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#ResponseCustomRemovedHeaders
 */
export function viewerFields(fields: Fields, behavior: Behavior): Fields {
  const keepsCookies = forwardsCookies(behavior);
  const result = new Map(
    only(fields, (name) => !REMOVED.test(name) && (keepsCookies || name !== 'set-cookie')),
  );
  const vary = varying(field(fields, 'vary'), behavior);
  if (vary) result.set('vary', [vary]);
  else result.delete('vary');
  return result;
}

/** Where no cookie goes to the origin, none comes back. */
export function forwardsCookies({ cachePolicy, originRequestPolicy }: Behavior): boolean {
  return cachePolicy.cookies.kind !== 'none' || (originRequestPolicy?.cookies.kind ?? 'none') !== 'none';
}

const DEVICES = ['desktop', 'mobile', 'smarttv', 'tablet'].map((kind) => `cloudfront-is-${kind}-viewer`);

/** Of `Vary` only what can vary: encoding, cookies, and the headers that go to the origin. */
function varying(vary: string | undefined, behavior: Behavior): string | undefined {
  const kept = (vary ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && isVarying(name.toLowerCase(), behavior));
  return kept.length > 0 ? kept.join(', ') : undefined;
}

function isVarying(name: string, { cachePolicy, originRequestPolicy }: Behavior): boolean {
  const forwarded = (header: string): boolean =>
    selects(cachePolicy.headers, header) ||
    selects(originRequestPolicy?.headers ?? nothing, header) ||
    (originRequestPolicy?.generated.has(header) ?? false);
  if (['*', 'accept-encoding', 'cookie'].includes(name)) return true;
  return name === 'user-agent' ? forwarded(name) || DEVICES.some(forwarded) : forwarded(name);
}
