import { CloudfrontCachePolicy } from '@cdktf/provider-aws/lib/cloudfront-cache-policy';
import { CloudfrontOriginRequestPolicy } from '@cdktf/provider-aws/lib/cloudfront-origin-request-policy';
import type { Construct } from 'constructs';

import { REMOVED_AFTER_USE } from './lifecycle';

/**
 * AWS's own policies, by the ids that they have in every account.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 */
export const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
export const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';

export interface CachePolicyProps {
  readonly name: string;
  readonly comment: string;
  /** Seconds: minimum, default and maximum. */
  readonly ttl: readonly [least: number, unsaid: number, most: number];
  /** Headers in the cache key. They go to the origin too. */
  readonly headers?: readonly string[];
  /** Query parameters in the cache key. They go to the origin too; others do not. */
  readonly parameters?: readonly string[];
}

/** A cache policy: cache key and cache time. gzip and brotli are cached separately. */
export function cachePolicy(scope: Construct, id: string, props: CachePolicyProps): CloudfrontCachePolicy {
  const { name, comment, ttl, headers = [], parameters = [] } = props;
  const [minTtl, defaultTtl, maxTtl] = ttl;
  return new CloudfrontCachePolicy(scope, id, {
    lifecycle: REMOVED_AFTER_USE,
    name,
    comment,
    minTtl,
    defaultTtl,
    maxTtl,
    parametersInCacheKeyAndForwardedToOrigin: {
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
      cookiesConfig: { cookieBehavior: 'none' },
      headersConfig:
        headers.length > 0
          ? { headerBehavior: 'whitelist', headers: { items: [...headers] } }
          : { headerBehavior: 'none' },
      queryStringsConfig:
        parameters.length > 0
          ? { queryStringBehavior: 'whitelist', queryStrings: { items: [...parameters] } }
          : { queryStringBehavior: 'none' },
    },
  });
}

export interface ForwardedProps {
  readonly name: string;
  readonly comment: string;
  readonly headers: readonly string[];
  /** Query parameters; none by default. */
  readonly parameters?: 'all';
}

/** An origin request policy: what goes to the origin, and headers to the behavior's function, without being in the key. */
export function forwardHeaders(
  scope: Construct,
  id: string,
  props: ForwardedProps,
): CloudfrontOriginRequestPolicy {
  return new CloudfrontOriginRequestPolicy(scope, id, {
    lifecycle: REMOVED_AFTER_USE,
    name: props.name,
    comment: props.comment,
    cookiesConfig: { cookieBehavior: 'none' },
    headersConfig: { headerBehavior: 'whitelist', headers: { items: [...props.headers] } },
    queryStringsConfig: { queryStringBehavior: props.parameters ?? 'none' },
  });
}
