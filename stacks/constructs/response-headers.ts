import { CloudfrontResponseHeadersPolicy } from '@cdktf/provider-aws/lib/cloudfront-response-headers-policy';
import type { Construct } from 'constructs';

/** The page runs what lies beside it, talks to its own site, and is framed by nobody. */
export const PAGE_CONTENT_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** JSON is data: whoever opens it as a document gets one that can do nothing. */
export const API_CONTENT_POLICY =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Nothing of the page asks for any of these. */
const PERMISSIONS = ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb']
  .map((feature) => `${feature}=()`)
  .join(', ');

const TWO_YEARS_SECONDS = 2 * 365 * 24 * 3600;

export interface ResponseHeadersProps {
  readonly name: string;
  readonly comment: string;
  readonly contentPolicy: string;
  /** Whether an answer may name a content policy of its own, which then holds in place of this. */
  readonly ownContentPolicies?: boolean;
  /**
   * Into the browsers' own lists of HTTPS-only names. That is hard to undo and asked for whole domains: not
   * ours to ask for CloudFront's.
   */
  readonly preload: boolean;
}

/** What browsers are told about every response, whatever else the origin says. */
export function responseHeaders(
  scope: Construct,
  id: string,
  { name, comment, contentPolicy, ownContentPolicies = false, preload }: ResponseHeadersProps,
): CloudfrontResponseHeadersPolicy {
  return new CloudfrontResponseHeadersPolicy(scope, id, {
    name,
    comment,
    securityHeadersConfig: {
      contentSecurityPolicy: { contentSecurityPolicy: contentPolicy, override: !ownContentPolicies },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: 'DENY', override: true },
      referrerPolicy: { referrerPolicy: 'same-origin', override: true },
      strictTransportSecurity: {
        accessControlMaxAgeSec: TWO_YEARS_SECONDS,
        includeSubdomains: true,
        preload,
        override: true,
      },
    },
    customHeadersConfig: {
      items: [
        { header: 'Cross-Origin-Opener-Policy', value: 'same-origin', override: true },
        { header: 'Cross-Origin-Resource-Policy', value: 'same-origin', override: true },
        { header: 'Permissions-Policy', value: PERMISSIONS, override: true },
      ],
    },
  });
}
