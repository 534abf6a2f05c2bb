import type { GeoRestriction } from '../../model/distribution';
import { type RequestStep, refuse } from '../exchange';

/**
 * Refuses viewers from countries that the distribution excludes. A viewer whose country is unknown is let in.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/georestrictions.html
 */
export const geoRestriction: RequestStep = (exchange) =>
  isRestricted(exchange.distribution.geoRestriction, exchange.request.viewer.country)
    ? refuse(
        exchange,
        403,
        'The Amazon CloudFront distribution is configured to block access from your country.',
      )
    : exchange;

function isRestricted({ kind, countries }: GeoRestriction, country: string | undefined): boolean {
  if (kind === 'none' || country === undefined) return false;
  return (kind === 'whitelist') !== countries.has(country);
}
