import type { Resource } from '../../../core/service';
import { block } from '../../../terraform/blocks';
import { flag, number, refusal, text } from '../configuration';
import { type NameSelection, resolveSelection, selects } from './selection';

/** The cache key and the cache times, in seconds. */
export interface CachePolicy {
  readonly name: string;
  readonly minTtl: number;
  readonly defaultTtl: number;
  readonly maxTtl: number;
  readonly headers: NameSelection;
  readonly cookies: NameSelection;
  readonly query: NameSelection;
  /** `Accept-Encoding` is part of the key, as far as these formats go. */
  readonly gzip: boolean;
  readonly brotli: boolean;
}

/** Nothing is cached, not even errors, and requests are not collapsed. */
export function cachingDisabled(policy: CachePolicy): boolean {
  return policy.maxTtl === 0;
}

/** Headers that CloudFront does not allow in a cache key. */
const UNLISTABLE =
  /^(cache-control|connection|content-length|cookie|max-forwards|pragma|proxy-.*|request-range|te|trailer|transfer-encoding|upgrade|x-amz-cf-id|x-edge-.*|x-forwarded-proto|x-real-ip|cloudfront-viewer-(address|asn|tls|ja3-fingerprint))$/;

const DEFAULT_TTL = 86_400;
const DEFAULT_MAX_TTL = 31_536_000;

/**
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cache-key-understand-cache-policy.html
 * @throws AwsError where AWS would refuse the policy
 */
export function resolveCachePolicy(resource: Resource): CachePolicy {
  const { config } = resource;
  const key = block(config['parameters_in_cache_key_and_forwarded_to_origin']) ?? {};
  const policy: CachePolicy = {
    name: text(config, 'name') ?? resource.name,
    minTtl: number(config, 'min_ttl', 0),
    defaultTtl: number(config, 'default_ttl', DEFAULT_TTL),
    maxTtl: number(config, 'max_ttl', DEFAULT_MAX_TTL),
    headers: resolveSelection(resource, key, {
      block: 'headers_config',
      behavior: 'header_behavior',
      items: 'headers',
      allowed: ['none', 'whitelist'],
    }),
    cookies: resolveSelection(resource, key, {
      block: 'cookies_config',
      behavior: 'cookie_behavior',
      items: 'cookies',
      allowed: ['none', 'whitelist', 'allExcept', 'all'],
    }),
    query: resolveSelection(resource, key, {
      block: 'query_strings_config',
      behavior: 'query_string_behavior',
      items: 'query_strings',
      allowed: ['none', 'whitelist', 'allExcept', 'all'],
    }),
    gzip: flag(key, 'enable_accept_encoding_gzip'),
    brotli: flag(key, 'enable_accept_encoding_brotli'),
  };
  refuse(resource, policy);
  return policy;
}

function refuse(resource: Resource, policy: CachePolicy): void {
  const { minTtl, defaultTtl, maxTtl, headers, gzip, brotli } = policy;
  if (!(minTtl >= 0 && minTtl <= defaultTtl && defaultTtl <= maxTtl)) {
    const order = `min_ttl ${minTtl}, default_ttl ${defaultTtl}, max_ttl ${maxTtl}`;
    throw refusal(resource, 'InvalidTTLOrder', `${order}: each must be at least the one before it.`);
  }
  if ((gzip || brotli) && selects(headers, 'accept-encoding')) {
    throw refusal(
      resource,
      'InvalidArgument',
      'Accept-Encoding cannot be listed where enable_accept_encoding_* is on.',
    );
  }
  const wrong = headers.kind === 'listed' && [...headers.names].find((name) => UNLISTABLE.test(name));
  if (wrong) throw refusal(resource, 'InvalidArgument', `The header ${wrong} cannot be part of a cache key.`);
  if (cachingDisabled(policy) && (gzip || brotli || hasKey(policy))) {
    throw refusal(
      resource,
      'InvalidArgument',
      'max_ttl is 0, caching is off: no header, cookie, query string or encoding can be in the key.',
    );
  }
}

function hasKey({ headers, cookies, query }: CachePolicy): boolean {
  return [headers, cookies, query].some(({ kind }) => kind !== 'none');
}
