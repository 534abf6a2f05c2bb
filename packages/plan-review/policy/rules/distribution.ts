import { all, any, equals, holds, isSet, oneOf, type Rule, value } from '../rule';
import { type Block, block, blocks } from '../stack';

const TYPE = 'aws_cloudfront_distribution';
const YEAR_SECONDS = 31_536_000;

function behaviors(config: Block): Block[] {
  return [...blocks(config['default_cache_behavior']), ...blocks(config['ordered_cache_behavior'])];
}

/** Origins that are buckets: all that have no custom origin's settings. */
function bucketOrigins(config: Block): Block[] {
  return blocks(config['origin']).filter(({ custom_origin_config }) => custom_origin_config === undefined);
}

/** What viewers reach: CloudFront. */
export const DISTRIBUTION_RULES: readonly Rule[] = [
  {
    ids: ['CKV_AWS_34', 'CloudFront.3', 'AWS-0012'],
    demand: 'Viewers use HTTPS, for every path',
    scope: 'every',
    type: TYPE,
    test: (config) =>
      all(
        behaviors(config).map(({ viewer_protocol_policy }) =>
          oneOf(viewer_protocol_policy, ['redirect-to-https', 'https-only']),
        ),
      ),
  },
  {
    ids: ['CKV_AWS_68', 'CloudFront.6', 'AWS-0011', 'CFR2'],
    demand: 'A web ACL stands before it',
    scope: 'protected',
    type: TYPE,
    test: ({ web_acl_id }) => isSet(web_acl_id),
  },
  {
    ids: ['AWS-0010', 'CFR3'],
    demand: 'Its access is logged',
    scope: 'protected',
    type: TYPE,
    test: (config, stack, address) =>
      any([
        isSet(block(config['logging_config'])['bucket']),
        ...stack
          .referring('aws_cloudwatch_log_delivery_source', 'resource_arn', address)
          .map(({ log_type }) => equals(log_type, 'ACCESS_LOGS')),
      ]),
  },
  {
    ids: ['CKV_AWS_86', 'CloudFront.5'],
    demand: 'Its access is logged in the legacy form',
    scope: 'every',
    type: TYPE,
    test: (config) => isSet(block(config['logging_config'])['bucket']),
  },
  {
    ids: ['CKV_AWS_174', 'CloudFront.15', 'AWS-0013', 'CFR4'],
    demand: 'Viewers use TLS 1.2 or newer',
    scope: 'protected',
    type: TYPE,
    test: (config) => equals(block(config['viewer_certificate'])['minimum_protocol_version'], 'TLSv1.2_2021'),
  },
  {
    ids: ['CKV2_AWS_42', 'CloudFront.7'],
    demand: 'It has a name and a certificate of its own',
    scope: 'protected',
    type: TYPE,
    test: (config) =>
      all([isSet(block(config['viewer_certificate'])['acm_certificate_arn']), isSet(config['aliases'])]),
  },
  {
    ids: ['CloudFront.8'],
    demand: 'A certificate of its own is served by SNI, not by a dedicated address',
    scope: 'every',
    type: TYPE,
    test: (config) => {
      const { acm_certificate_arn, ssl_support_method } = block(config['viewer_certificate']);
      return acm_certificate_arn === undefined ? 'pass' : equals(ssl_support_method, 'sni-only');
    },
  },
  {
    ids: ['CKV_AWS_216'],
    demand: 'It is enabled',
    scope: 'every',
    type: TYPE,
    test: ({ enabled }) => equals(enabled, true),
  },
  {
    ids: ['CKV_AWS_305', 'CloudFront.1'],
    demand: 'It has a root object',
    scope: 'every',
    type: TYPE,
    test: ({ default_root_object }) => isSet(default_root_object),
  },
  {
    ids: ['CKV2_AWS_46', 'CloudFront.13', 'CFR7'],
    demand: 'It reads buckets by origin access control',
    scope: 'every',
    type: TYPE,
    test: (config, stack) =>
      all(
        bucketOrigins(config).map(({ origin_access_control_id }) =>
          any(
            stack
              .referred('aws_cloudfront_origin_access_control', origin_access_control_id)
              .map(([, { signing_behavior, signing_protocol }]) =>
                all([equals(signing_behavior, 'always'), equals(signing_protocol, 'sigv4')]),
              ),
          ),
        ),
      ),
  },
  {
    ids: ['CloudFront.12'],
    demand: 'The buckets it reads are in the same stack, and are not websites',
    scope: 'every',
    type: TYPE,
    test: (config, stack) =>
      all(
        bucketOrigins(config).map(({ domain_name }) =>
          holds(
            stack.referred('aws_s3_bucket', domain_name).length === 1 &&
              String(domain_name).endsWith('.bucket_regional_domain_name}'),
          ),
        ),
      ),
  },
  {
    ids: ['CKV2_AWS_54', 'CKV2_AWS_72', 'CloudFront.9', 'CloudFront.10', 'CFR5'],
    demand: 'It asks other origins by HTTPS and TLS 1.2 only',
    scope: 'every',
    type: TYPE,
    test: (config) =>
      all(
        blocks(config['origin'])
          .flatMap(({ custom_origin_config }) => blocks(custom_origin_config))
          .map(({ origin_protocol_policy, origin_ssl_protocols }) =>
            all([
              equals(origin_protocol_policy, 'https-only'),
              value(origin_ssl_protocols, (protocols) => String(protocols) === 'TLSv1.2'),
            ]),
          ),
      ),
  },
  {
    ids: ['CloudFront.16'],
    demand: 'It asks function URLs by origin access control',
    scope: 'every',
    type: TYPE,
    test: (config, stack) =>
      all(
        blocks(config['origin'])
          .filter(({ domain_name }) => stack.referred('aws_lambda_function_url', domain_name).length > 0)
          .map(({ origin_access_control_id }) =>
            any(
              stack
                .referred('aws_cloudfront_origin_access_control', origin_access_control_id)
                .map(([, { origin_access_control_origin_type }]) =>
                  equals(origin_access_control_origin_type, 'lambda'),
                ),
            ),
          ),
      ),
  },
  {
    ids: ['CKV2_AWS_32'],
    demand: 'Every answer has the headers of a response headers policy',
    scope: 'every',
    type: TYPE,
    test: (config, stack) =>
      all(
        behaviors(config).map(({ response_headers_policy_id }) =>
          holds(
            stack.referred('aws_cloudfront_response_headers_policy', response_headers_policy_id).length > 0,
          ),
        ),
      ),
  },
  {
    ids: ['CKV_AWS_259'],
    demand: 'Browsers are told to use HTTPS for a year; preloaded where the domain is our own',
    scope: 'every',
    type: 'aws_cloudfront_response_headers_policy',
    test: (config, stack) => {
      const { access_control_max_age_sec, include_subdomains, override, preload } = block(
        block(config['security_headers_config'])['strict_transport_security'],
      );
      const ownDomain = stack
        .subjects(TYPE)
        .some(([, distribution]) => isSet(distribution['aliases']) === 'pass');
      return all([
        value(access_control_max_age_sec, (seconds) => Number(seconds) >= YEAR_SECONDS),
        equals(include_subdomains, true),
        equals(override, true),
        ownDomain ? equals(preload, true) : 'pass',
      ]);
    },
  },
  {
    ids: ['CKV_AWS_310', 'CloudFront.4'],
    demand: 'What it reads of buckets fails over to a second origin',
    scope: 'every',
    type: TYPE,
    test: (config) => {
      const members = blocks(config['origin_group'])
        .filter(({ failover_criteria }) => isSet(failover_criteria) === 'pass')
        .map(({ member }) => blocks(member).map(({ origin_id }) => origin_id))
        .filter(({ length }) => length >= 2)
        .flat();
      return all(bucketOrigins(config).map(({ origin_id }) => holds(members.includes(origin_id))));
    },
  },
  {
    ids: ['CKV_AWS_374', 'CFR1'],
    demand: 'Only some countries are let in',
    scope: 'every',
    type: TYPE,
    test: (config) =>
      value(
        block(block(config['restrictions'])['geo_restriction'])['restriction_type'],
        (type) => type === 'whitelist' || type === 'blacklist',
      ),
  },
  {
    ids: ['CloudFront.17'],
    demand: 'Viewers authenticate by signed URLs or cookies',
    scope: 'every',
    type: TYPE,
    test: (config) => all(behaviors(config).map(({ trusted_key_groups }) => isSet(trusted_key_groups))),
  },
];
