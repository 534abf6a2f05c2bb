/**
 * The viewer's device and country. CloudFront passes these headers to a function only where a policy of the behavior
 * lists them
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html).
 */

/** `phone`, or `desktop` for everything with a larger screen. CloudFront calls some tablets mobile as well. */
export function deviceOf(headers) {
  return isTrue(headers['cloudfront-is-mobile-viewer']) && !isTrue(headers['cloudfront-is-tablet-viewer'])
    ? 'phone'
    : 'desktop';
}

/** ISO 3166-1 alpha-2, or `ZZ` where CloudFront does not know. */
export function countryOf(headers) {
  const header = headers['cloudfront-viewer-country'];
  return header && /^[A-Z]{2}$/.test(header.value) ? header.value : 'ZZ';
}

function isTrue(header) {
  return header !== undefined && header.value === 'true';
}
