import type { Firewall } from '../firewall/firewall';
import type { GeoRestriction } from '../model/distribution';
import { oversize } from '../request/limits';
import type { EdgeResponse } from '../response/edge-response';
import { ownPage } from '../response/own-pages';
import type { Visit } from './served';

/**
 * The answer to a request that gets no further than this: too large, blocked by the web ACL or by country, of
 * a method that the behavior does not take. In that order; undefined for a request that may pass.
 */
export function refusedAtGate(visit: Visit, firewall: Firewall): EdgeResponse | undefined {
  const { distribution, behavior, request, requestId } = visit;
  const page = (status: number, reason: string) => ownPage(status, reason, requestId);
  const tooLarge = oversize(request);
  if (tooLarge) return page(413, tooLarge);
  const verdict = distribution.webAcl && firewall.judge(distribution.webAcl, request);
  if (verdict?.blocked) return verdict.response ?? page(403, 'Request blocked.');
  if (isRestricted(distribution.geoRestriction, request.viewer.country)) {
    return page(403, 'The Amazon CloudFront distribution is configured to block access from your country.');
  }
  if (!behavior.allowedMethods.has(request.method)) {
    const methods = [...behavior.allowedMethods].join(', ');
    return page(
      403,
      `This distribution is not configured to allow the HTTP request method; it allows ${methods}.`,
    );
  }
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#RequestCustom-get-body
  if (request.method === 'GET' && request.body.length > 0)
    return page(403, 'A GET request must not have a body.');
  return undefined;
}

/**
 * A viewer whose country cannot be told is let in.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/georestrictions.html
 */
function isRestricted({ kind, countries }: GeoRestriction, country: string | undefined): boolean {
  if (kind === 'none' || country === undefined) return false;
  return (kind === 'whitelist') !== countries.has(country);
}
