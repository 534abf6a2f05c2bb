import { CloudfrontResponseHeadersPolicy } from '@cdktf/provider-aws/lib/cloudfront-response-headers-policy';
import type { Construct } from 'constructs';

import { REMOVED_AFTER_USE } from './lifecycle';

/** The page loads only its own files, connects only to its own site, and cannot be framed. */
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

/** For JSON: opened as a document it can load and run nothing. */
export const API_CONTENT_POLICY =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Browser features that the page does not use. */
const PERMISSIONS = ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb']
  .map((feature) => `${feature}=()`)
  .join(', ');

const TWO_YEARS_SECONDS = 2 * 365 * 24 * 3600;

export interface ResponseHeadersProps {
  readonly name: string;
  readonly comment: string;
  readonly contentPolicy: string;
  /** Whether a response may replace this content policy with its own. */
  readonly ownContentPolicies?: boolean;
  /**
   * Adds the domain to the browsers' HSTS preload lists. That is hard to undo and applies to whole domains, so never
   * for CloudFront's.
   */
  readonly preload: boolean;
}

/** The response headers policy for every response, whatever the origin sends. */
export function responseHeaders(
  scope: Construct,
  id: string,
  { name, comment, contentPolicy, ownContentPolicies = false, preload }: ResponseHeadersProps,
): CloudfrontResponseHeadersPolicy {
  return new CloudfrontResponseHeadersPolicy(scope, id, {
    lifecycle: REMOVED_AFTER_USE,
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
