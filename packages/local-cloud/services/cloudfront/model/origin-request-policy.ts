import type { Resource } from '../../../core/service';
import { block } from '../../../terraform/blocks';
import { refusal, text, texts } from '../configuration';
import { type NameSelection, resolveSelection, selects } from './selection';

/** What goes to the origin in addition to the cache key. */
export interface OriginRequestPolicy {
  readonly name: string;
  /** Headers as the viewer sent them. */
  readonly headers: NameSelection;
  /** `cloudfront-*` headers to be made by CloudFront, lower-case. */
  readonly generated: ReadonlySet<string>;
  readonly cookies: NameSelection;
  readonly query: NameSelection;
}

/**
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/origin-request-understand-origin-request-policy.html
 * @throws AwsError where AWS would refuse the policy
 */
export function resolveOriginRequestPolicy(resource: Resource): OriginRequestPolicy {
  const { config } = resource;
  const headers = resolveSelection(resource, config, {
    block: 'headers_config',
    behavior: 'header_behavior',
    items: 'headers',
    allowed: ['none', 'whitelist', 'allViewer', 'allViewerAndWhitelistCloudFront', 'allExcept'],
  });
  const withGenerated =
    text(block(config['headers_config']), 'header_behavior') === 'allViewerAndWhitelistCloudFront';
  if (headers.kind === 'listed') refuseListed(resource, headers, withGenerated);
  const listed = texts(block(block(config['headers_config'])?.['headers'])?.['items']).map((name) =>
    name.toLowerCase(),
  );
  return {
    name: text(config, 'name') ?? resource.name,
    headers: withGenerated ? { kind: 'all' } : headers,
    generated: new Set(
      headers.kind === 'listed' ? listed.filter((name) => name.startsWith('cloudfront-')) : [],
    ),
    cookies: resolveSelection(resource, config, {
      block: 'cookies_config',
      behavior: 'cookie_behavior',
      items: 'cookies',
      allowed: ['none', 'whitelist', 'all', 'allExcept'],
    }),
    query: resolveSelection(resource, config, {
      block: 'query_strings_config',
      behavior: 'query_string_behavior',
      items: 'query_strings',
      allowed: ['none', 'whitelist', 'all', 'allExcept'],
    }),
  };
}

function refuseListed(
  resource: Resource,
  headers: NameSelection & { kind: 'listed' },
  generatedOnly: boolean,
): void {
  if (selects(headers, 'authorization')) {
    const instead = 'Put it in the cache policy, or use AllViewer or AllViewerExceptHostHeader.';
    throw refusal(
      resource,
      'InvalidArgument',
      `Authorization cannot be listed in an origin request policy. ${instead}`,
    );
  }
  const other = generatedOnly && [...headers.names].find((name) => !name.startsWith('cloudfront-'));
  if (other) {
    throw refusal(
      resource,
      'InvalidArgument',
      `allViewerAndWhitelistCloudFront lists ${other}, which is no CloudFront-* header.`,
    );
  }
}
