import type { CloudFrontFunction } from '../functions/cloudfront-function';
import type { CachePolicy } from './cache-policy';
import type { OriginAccessControl } from './origin';
import type { OriginRequestPolicy } from './origin-request-policy';
import type { ResponseHeadersPolicy } from './response-headers-policy';
import type { WebAcl } from './web-acl';

/** What a distribution refers to, by id; functions and web ACLs by ARN. */
export interface Policies {
  readonly cache: ReadonlyMap<string, CachePolicy>;
  readonly originRequest: ReadonlyMap<string, OriginRequestPolicy>;
  readonly responseHeaders: ReadonlyMap<string, ResponseHeadersPolicy>;
  readonly accessControls: ReadonlyMap<string, OriginAccessControl>;
  readonly functions: ReadonlyMap<string, CloudFrontFunction>;
  readonly webAcls: ReadonlyMap<string, WebAcl>;
}
