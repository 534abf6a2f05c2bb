import { distribution, only } from './edge-stack';
import { type Block, readStack, readVariant, resources } from './synthesized';

const prod = readStack('keyhold-prod');

const named = readVariant('prod-with-domain');

describe('errors', () => {
  const errors = () => distribution(prod)['custom_error_response'] as Block[];

  test('what an API does not find or could not do stays its own JSON', () => {
    const pages = errors().filter((error) => error['response_page_path'] !== undefined);
    expect(pages.map(({ error_code }) => error_code)).toEqual([403, 502, 503, 504]);
  });

  test('a page has the status of what it stands for, and lies in both buckets', () => {
    const keys = resources(prod, 'aws_s3_object').map(([, { bucket, key }]) => `${bucket} /${key}`);
    for (const { error_code, response_code, response_page_path } of errors()) {
      if (response_page_path === undefined) continue;
      expect(response_code).toBe(error_code);
      for (const bucket of ['web', 'webFailover']) {
        expect(keys).toContain(`\${aws_s3_bucket.${bucket}.id} ${response_page_path}`);
      }
    }
  });

  test('every error is asked about again after 2 s', () => {
    for (const error of errors()) expect(error['error_caching_min_ttl']).toBe(2);
  });
});

test('speaks HTTP/2 and 3 on IPv4 and IPv6, and has a root', () => {
  expect(distribution(prod)).toMatchObject({
    enabled: true,
    http_version: 'http2and3',
    is_ipv6_enabled: true,
    default_root_object: 'index.html',
    price_class: 'PriceClass_100',
  });
});

describe('without a domain', () => {
  test("it has CloudFront's name and certificate, and lets every country in", () => {
    expect(distribution(prod)).toMatchObject({
      viewer_certificate: { cloudfront_default_certificate: true },
      restrictions: { geo_restriction: { restriction_type: 'none' } },
    });
    expect(distribution(prod)).not.toHaveProperty('aliases');
    expect(prod.output['siteUrl']).toEqual({
      value: 'https://${aws_cloudfront_distribution.distribution.domain_name}',
    });
    expect(prod.output['distributionId']).toEqual({
      value: '${aws_cloudfront_distribution.distribution.id}',
    });
  });
});

describe('with a domain', () => {
  test('it has a certificate of us-east-1, proven by DNS, and no TLS below 1.2', () => {
    const { aliases, viewer_certificate: viewer } = distribution(named) as {
      aliases: string[];
      viewer_certificate: Block;
    };
    expect(aliases).toEqual(['book.example.com']);
    expect(viewer).toMatchObject({
      minimum_protocol_version: 'TLSv1.2_2021',
      ssl_support_method: 'sni-only',
    });
    expect(String(viewer['acm_certificate_arn'])).toMatch(/^\$\{aws_acm_certificate_validation\./);
    expect(only(named, 'aws_acm_certificate')).toMatchObject({
      domain_name: 'book.example.com',
      validation_method: 'DNS',
      provider: 'aws.global',
    });
  });

  test('the name leads to it, on IPv4 and IPv6', () => {
    const records = resources(named, 'aws_route53_record').map(([, config]) => config);
    for (const type of ['A', 'AAAA']) {
      expect(records).toContainEqual(
        expect.objectContaining({
          type,
          name: 'book.example.com',
          zone_id: 'Z0123456789ABCDEFGHIJ',
          alias: expect.objectContaining({ name: '${aws_cloudfront_distribution.distribution.domain_name}' }),
        }),
      );
    }
    expect(named.output['siteUrl']).toEqual({ value: 'https://book.example.com' });
  });

  test('only the countries of the environment are let in', () => {
    expect(distribution(named)['restrictions']).toEqual({
      geo_restriction: { restriction_type: 'whitelist', locations: ['DE', 'AT'] },
    });
  });
});
