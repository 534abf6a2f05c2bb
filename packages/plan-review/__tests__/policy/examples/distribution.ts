import { type Examples, is } from './example';

const BEHAVIOR = {
  target_origin_id: 'web',
  viewer_protocol_policy: 'redirect-to-https',
  response_headers_policy_id: '${aws_cloudfront_response_headers_policy.page.id}',
};
const HEADERS = { aws_cloudfront_response_headers_policy: { page: {} } };
const WEB = {
  origin_id: 'web',
  domain_name: '${aws_s3_bucket.web.bucket_regional_domain_name}',
  origin_access_control_id: '${aws_cloudfront_origin_access_control.oac.id}',
};
const FUNCTION_URL = {
  origin_id: 'catalog',
  domain_name: '${aws_lambda_function_url.url.url_id}.lambda-url.eu-central-1.on.aws',
  origin_access_control_id: '${aws_cloudfront_origin_access_control.oac.id}',
  custom_origin_config: { origin_protocol_policy: 'https-only', origin_ssl_protocols: ['TLSv1.2'] },
};
const accessControl = (config: Record<string, unknown>) => ({
  aws_s3_bucket: { web: {} },
  aws_lambda_function_url: { url: {} },
  aws_cloudfront_origin_access_control: { oac: config },
});
const HSTS = {
  access_control_max_age_sec: 31_536_000,
  include_subdomains: true,
  override: true,
  preload: false,
};
const hsts = (config: Record<string, unknown>) =>
  is({ security_headers_config: { strict_transport_security: { ...HSTS, ...config } } });

export const DISTRIBUTION_EXAMPLES: Examples = {
  CKV_AWS_34: {
    kept: is({ default_cache_behavior: BEHAVIOR, ordered_cache_behavior: [BEHAVIOR] }),
    broken: [
      is({ default_cache_behavior: { viewer_protocol_policy: 'allow-all' } }),
      is({
        default_cache_behavior: BEHAVIOR,
        ordered_cache_behavior: [{ viewer_protocol_policy: 'allow-all' }],
      }),
    ],
  },
  CKV_AWS_68: { kept: is({ web_acl_id: '${aws_wafv2_web_acl.acl.arn}' }), broken: [is({})] },
  'AWS-0010': {
    kept: {
      beside: {
        aws_cloudwatch_log_delivery_source: {
          source: { log_type: 'ACCESS_LOGS', resource_arn: '${aws_cloudfront_distribution.it.arn}' },
        },
      },
    },
    broken: [
      is({}),
      {
        beside: {
          aws_cloudwatch_log_delivery_source: {
            source: { log_type: 'ACCESS_LOGS', resource_arn: '${aws_cloudfront_distribution.itself.arn}' },
          },
        },
      },
    ],
  },
  CKV_AWS_86: { kept: is({ logging_config: [{ bucket: 'logs' }] }), broken: [is({})] },
  CKV_AWS_174: {
    kept: is({ viewer_certificate: [{ minimum_protocol_version: 'TLSv1.2_2021' }] }),
    broken: [
      is({ viewer_certificate: { cloudfront_default_certificate: true } }),
      is({ viewer_certificate: { minimum_protocol_version: 'TLSv1' } }),
    ],
  },
  CKV2_AWS_42: {
    kept: is({ aliases: ['book.example.com'], viewer_certificate: { acm_certificate_arn: 'arn' } }),
    broken: [
      is({ aliases: ['book.example.com'] }),
      is({ viewer_certificate: { acm_certificate_arn: 'arn' } }),
    ],
  },
  'CloudFront.8': {
    kept: is({ viewer_certificate: { acm_certificate_arn: 'arn', ssl_support_method: 'sni-only' } }),
    broken: [is({ viewer_certificate: { acm_certificate_arn: 'arn', ssl_support_method: 'vip' } })],
  },
  CKV_AWS_216: { kept: is({ enabled: true }), broken: [is({ enabled: false })] },
  CKV_AWS_305: { kept: is({ default_root_object: 'index.html' }), broken: [is({ default_root_object: '' })] },
  CKV2_AWS_46: {
    kept: {
      config: { origin: [WEB] },
      beside: accessControl({ signing_behavior: 'always', signing_protocol: 'sigv4' }),
    },
    broken: [
      {
        config: { origin: [WEB] },
        beside: accessControl({ signing_behavior: 'no-override', signing_protocol: 'sigv4' }),
      },
      is({ origin: [{ ...WEB, origin_access_control_id: undefined }] }),
    ],
  },
  'CloudFront.12': {
    kept: { config: { origin: WEB }, beside: { aws_s3_bucket: { web: {} } } },
    broken: [
      is({ origin: WEB }),
      {
        config: { origin: { domain_name: '${aws_s3_bucket.web.website_endpoint}' } },
        beside: { aws_s3_bucket: { web: {} } },
      },
    ],
  },
  CKV2_AWS_54: {
    kept: is({ origin: [FUNCTION_URL] }),
    broken: [
      is({
        origin: [
          {
            custom_origin_config: { origin_protocol_policy: 'http-only', origin_ssl_protocols: ['TLSv1.2'] },
          },
        ],
      }),
      is({
        origin: [
          {
            custom_origin_config: {
              origin_protocol_policy: 'https-only',
              origin_ssl_protocols: ['TLSv1', 'TLSv1.2'],
            },
          },
        ],
      }),
    ],
  },
  'CloudFront.16': {
    kept: {
      config: { origin: [FUNCTION_URL] },
      beside: accessControl({ origin_access_control_origin_type: 'lambda' }),
    },
    broken: [
      {
        config: { origin: [FUNCTION_URL] },
        beside: accessControl({ origin_access_control_origin_type: 's3' }),
      },
    ],
  },
  CKV2_AWS_32: {
    kept: { config: { default_cache_behavior: BEHAVIOR }, beside: HEADERS },
    broken: [
      { config: { default_cache_behavior: {} }, beside: HEADERS },
      { config: { default_cache_behavior: BEHAVIOR, ordered_cache_behavior: [{}] }, beside: HEADERS },
    ],
  },
  CKV_AWS_259: {
    kept: hsts({}),
    broken: [
      is({}),
      hsts({ access_control_max_age_sec: 3600 }),
      hsts({ include_subdomains: false }),
      hsts({ override: false }),
      {
        ...hsts({}),
        beside: { aws_cloudfront_distribution: { distribution: { aliases: ['book.example.com'] } } },
      },
    ],
  },
  CKV_AWS_310: {
    kept: is({
      origin: [WEB],
      origin_group: {
        failover_criteria: { status_codes: [500] },
        member: [{ origin_id: 'web' }, { origin_id: 'web-failover' }],
      },
    }),
    broken: [
      is({ origin: [WEB] }),
      is({ origin: [WEB], origin_group: { failover_criteria: {}, member: [{ origin_id: 'web' }] } }),
    ],
  },
  CKV_AWS_374: {
    kept: is({ restrictions: { geo_restriction: { restriction_type: 'whitelist' } } }),
    broken: [is({ restrictions: { geo_restriction: { restriction_type: 'none' } } })],
  },
  'CloudFront.17': {
    kept: is({ default_cache_behavior: { trusted_key_groups: ['${aws_cloudfront_key_group.keys.id}'] } }),
    broken: [is({ default_cache_behavior: BEHAVIOR })],
  },
};
