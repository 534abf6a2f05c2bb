import type { CacheBehavior } from '../../model/behavior';
import { nothing, selects } from '../../model/selection';
import { type Fields, field, only } from '../../request/fields';
import { type ResponseStep, withResponse } from '../exchange';

const REMOVED =
  /^(connection|keep-alive|proxy-.*|trailer|transfer-encoding|upgrade|via|x-cache|age|x-amz-cf-.*|x-edge-.*)$/;

/**
 * Removes the headers of an origin's response that CloudFront does not pass on to viewers.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#ResponseCustomRemovedHeaders
 */
export const viewerHeaders: ResponseStep = (exchange) => {
  const { answer, behavior } = exchange;
  if (answer.source === 'function') return exchange;
  return withResponse(exchange, {
    ...answer.response,
    fields: viewerFields(answer.response.fields, behavior),
  });
};

function viewerFields(fields: Fields, behavior: CacheBehavior): Fields {
  const keepsCookies = forwardsCookies(behavior);
  const result = new Map(
    only(fields, (name) => !REMOVED.test(name) && (keepsCookies || name !== 'set-cookie')),
  );
  const vary = varying(field(fields, 'vary'), behavior);
  if (vary) result.set('vary', [vary]);
  else result.delete('vary');
  return result;
}

/** True where cookies go to the origin. Where they do not, `Set-Cookie` does not go to the viewer. */
export function forwardsCookies({ cachePolicy, originRequestPolicy }: CacheBehavior): boolean {
  return cachePolicy.cookies.kind !== 'none' || (originRequestPolicy?.cookies.kind ?? 'none') !== 'none';
}

const DEVICES = ['desktop', 'mobile', 'smarttv', 'tablet'].map((kind) => `cloudfront-is-${kind}-viewer`);

/** `Vary` with only those headers by which the answer can vary: encoding, cookies, and what goes to the origin. */
function varying(vary: string | undefined, behavior: CacheBehavior): string | undefined {
  const kept = (vary ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && isVarying(name.toLowerCase(), behavior));
  return kept.length > 0 ? kept.join(', ') : undefined;
}

function isVarying(name: string, { cachePolicy, originRequestPolicy }: CacheBehavior): boolean {
  const forwarded = (header: string): boolean =>
    selects(cachePolicy.headers, header) ||
    selects(originRequestPolicy?.headers ?? nothing, header) ||
    (originRequestPolicy?.generated.has(header) ?? false);
  if (['*', 'accept-encoding', 'cookie'].includes(name)) return true;
  return name === 'user-agent' ? forwarded(name) || DEVICES.some(forwarded) : forwarded(name);
}
