import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackFolder } from '../synthesize';
import { type Block, readStack, resources, statements } from './synthesized';

const NAME = 'keyhold-prod';
const stack = readStack(NAME);

/** What everybody may have of a bucket's objects, by their keys. */
function objectsOf(bucket: string): Record<string, Block> {
  const objects = resources(stack, 'aws_s3_object').filter(
    ([, config]) => config['bucket'] === `\${aws_s3_bucket.${bucket}.id}`,
  );
  return Object.fromEntries(
    objects.map(([, { key, content_type, cache_control, etag, source }]) => [
      String(key),
      { content_type, cache_control, etag, source },
    ]),
  );
}

test('both buckets hold the same page', () => {
  expect(objectsOf('webFailover')).toEqual(objectsOf('web'));
  expect(Object.keys(objectsOf('web'))).toEqual(
    expect.arrayContaining([
      'index.html',
      'favicon.svg',
      'errors/403.html',
      'errors/404.html',
      'errors/503.html',
    ]),
  );
});

test('every object is in the stack, whole, by the ETag that S3 will give it', () => {
  for (const { source, etag } of Object.values(objectsOf('web'))) {
    const content = readFileSync(join(stackFolder(NAME), String(source)));
    expect(etag).toBe(createHash('md5').update(content).digest('hex'));
  }
});

test('names that hold a hash are kept for ever, documents are asked for anew', () => {
  for (const [key, { cache_control }] of Object.entries(objectsOf('web'))) {
    if (key.startsWith('assets/')) {
      expect(key).toMatch(/-[0-9a-f]{16}\.(js|css)$/);
      expect(cache_control).toBe('public, max-age=31536000, immutable');
    }
    if (key.endsWith('.html')) expect(cache_control).toBe('public, max-age=0, must-revalidate');
  }
});

test('a document is replaced after the new assets have come and before the old ones go', () => {
  const objects = resources(stack, 'aws_s3_object').filter(([, { bucket }]) =>
    String(bucket).includes('.web.'),
  );
  const assets = objects
    .filter(([, { key }]) => String(key).startsWith('assets/'))
    .map(([address]) => address);
  const documents = objects.filter(([, { key }]) => String(key).endsWith('.html'));
  expect(assets).toHaveLength(2);
  for (const [, { depends_on }] of documents) expect(depends_on).toEqual(expect.arrayContaining(assets));
  for (const [, { lifecycle }] of objects) expect(lifecycle).toMatchObject({ create_before_destroy: true });
});

describe('who gets in', () => {
  const byTheDistribution = {
    principals: [{ type: 'Service', identifiers: ['cloudfront.amazonaws.com'] }],
    condition: [
      {
        test: 'StringEquals',
        variable: 'AWS:SourceArn',
        values: ['${aws_cloudfront_distribution.distribution.arn}'],
      },
    ],
  };

  test.each(['web', 'webFailover'])('%s: the distribution, to read', (bucket) => {
    const allowed = allowedOn(bucket);
    expect(allowed).toEqual([
      expect.objectContaining({ actions: ['s3:GetObject'], ...byTheDistribution }),
      expect.objectContaining({ actions: ['s3:ListBucket'], ...byTheDistribution }),
    ]);
  });

  test('accessLog: those who write the logs of this distribution and of this bucket', () => {
    const writers = allowedOn('accessLog').map(({ actions, principals, condition = [] }) => [
      actions,
      principals?.[0]?.identifiers,
      condition.find(({ variable }) => variable === 'aws:SourceArn')?.values,
    ]);
    const account = '${data.aws_caller_identity.caller.account_id}';
    expect(writers).toEqual([
      [
        ['s3:PutObject'],
        ['delivery.logs.amazonaws.com'],
        [`arn:aws:logs:us-east-1:${account}:delivery-source:keyhold-prod-access-log`],
      ],
      [['s3:PutObject'], ['logging.s3.amazonaws.com'], ['${aws_s3_bucket.web.arn}']],
    ]);
  });

  function allowedOn(bucket: string) {
    return statements(stack)
      .map(([, statement]) => statement)
      .filter(
        ({ effect, resources: on = [] }) =>
          effect !== 'Deny' && on.some((arn) => arn.startsWith(`\${aws_s3_bucket.${bucket}.arn}`)),
      );
  }
});

describe('the access log', () => {
  test('is delivered by standard logging v2, which is set up in us-east-1', () => {
    expect(resources(stack, 'aws_cloudwatch_log_delivery_source')).toEqual([
      [
        expect.anything(),
        expect.objectContaining({
          log_type: 'ACCESS_LOGS',
          resource_arn: '${aws_cloudfront_distribution.distribution.arn}',
          provider: 'aws.global',
        }),
      ],
    ]);
    expect(resources(stack, 'aws_cloudwatch_log_delivery_destination')).toEqual([
      [
        expect.anything(),
        expect.objectContaining({
          delivery_destination_configuration: [
            { destination_resource_arn: '${aws_s3_bucket.accessLog.arn}' },
          ],
          provider: 'aws.global',
        }),
      ],
    ]);
    expect(resources(stack, 'aws_cloudwatch_log_delivery')).toHaveLength(1);
  });

  test.each([
    ['keyhold-prod', 365],
    ['keyhold-dev', 14],
  ])('of %s is forgotten after %d days', (name, days) => {
    const lifecycles = resources(readStack(name), 'aws_s3_bucket_lifecycle_configuration');
    const [, own] = lifecycles.find(([, { bucket }]) => bucket === '${aws_s3_bucket.accessLog.id}') ?? [];
    expect(own?.['rule']).toEqual([expect.objectContaining({ expiration: [{ days }], status: 'Enabled' })]);
  });
});

test.each([
  ['keyhold-prod', true],
  ['keyhold-dev', false],
])('%s protects its buckets: %p', (name, protect) => {
  for (const [, bucket] of resources(readStack(name), 'aws_s3_bucket')) {
    expect(bucket).toMatchObject({ force_destroy: !protect, lifecycle: { prevent_destroy: protect } });
  }
});
