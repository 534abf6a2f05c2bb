import type { JsonObject } from '../../core/json';

/**
 * The managed policies that a stack may name in a data source, in the shape of the Terraform resource of
 * the same kind.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
 */
const cachePolicies: Readonly<Record<string, JsonObject>> = {
  'Managed-CachingDisabled': {
    id: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    name: 'Managed-CachingDisabled',
    min_ttl: 0,
    default_ttl: 0,
    max_ttl: 0,
    parameters_in_cache_key_and_forwarded_to_origin: keyOf(false),
  },
  'Managed-CachingOptimized': {
    id: '658327ea-f89d-4fab-a63d-7e88639e58f6',
    name: 'Managed-CachingOptimized',
    min_ttl: 1,
    default_ttl: 86_400,
    max_ttl: 31_536_000,
    parameters_in_cache_key_and_forwarded_to_origin: keyOf(true),
  },
};

const originRequestPolicies: Readonly<Record<string, JsonObject>> = {
  'Managed-AllViewer': {
    id: '216adef6-5c7f-47e4-b989-5492eafa07d3',
    name: 'Managed-AllViewer',
    headers_config: { header_behavior: 'allViewer' },
    cookies_config: { cookie_behavior: 'all' },
    query_strings_config: { query_string_behavior: 'all' },
  },
  'Managed-AllViewerExceptHostHeader': {
    id: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    name: 'Managed-AllViewerExceptHostHeader',
    headers_config: { header_behavior: 'allExcept', headers: { items: ['host'] } },
    cookies_config: { cookie_behavior: 'all' },
    query_strings_config: { query_string_behavior: 'all' },
  },
};

const tables: Readonly<Record<string, Readonly<Record<string, JsonObject>>>> = {
  aws_cloudfront_cache_policy: cachePolicies,
  aws_cloudfront_origin_request_policy: originRequestPolicies,
};

/** Every managed policy of a Terraform type, as that type's configuration with its `id`. */
export function managedPolicies(type: string): readonly JsonObject[] {
  return Object.values(tables[type] ?? {});
}

/**
 * What a Terraform data source (`aws_cloudfront_cache_policy`, `aws_cloudfront_origin_request_policy`) answers
 * for a managed policy's name, with or without `Managed-` before it; undefined for one not in the table.
 */
export function managedPolicy(type: string, name: string): JsonObject | undefined {
  const full = name.startsWith('Managed-') ? name : `Managed-${name}`;
  return managedPolicies(type).find((policy) => policy['name'] === full);
}

function keyOf(compressed: boolean): JsonObject {
  return {
    headers_config: { header_behavior: 'none' },
    cookies_config: { cookie_behavior: 'none' },
    query_strings_config: { query_string_behavior: 'none' },
    enable_accept_encoding_gzip: compressed,
    enable_accept_encoding_brotli: compressed,
  };
}

/** The data sources that find a managed policy by its name, by their Terraform type. */
export const MANAGED_POLICY_SOURCES = new Map(
  Object.keys(tables).map((type) => [
    type,
    ({ name }: JsonObject) => (typeof name === 'string' ? managedPolicy(type, name) : undefined),
  ]),
);
