import { edge as edgePrincipal, TestBuckets } from '../s3/bucket-fixture';
import { behavior, distribution, TestEdge } from './edge-fixture';

/** The edge before two buckets, the second a replica of the first, as the stack has it. */
describe('a distribution before private buckets', () => {
  const edge = new TestEdge();
  const buckets = new TestBuckets();
  const hosts = ['web', 'second'].map((name) => `${name}.s3.eu-central-1.amazonaws.com`);

  beforeAll(async () => {
    await buckets.bucket('web');
    await buckets.bucket('second');
    const rule = [{ status: 'Enabled', destination: { bucket: 'arn:aws:s3:::second' } }];
    await buckets.make('aws_s3_bucket_replication_configuration', 'web', {
      bucket: 'web',
      role: 'arn',
      rule,
    });
    await buckets.object('index.html', '<!doctype html>', {
      content_type: 'text/html',
      cache_control: 'no-cache',
    });
    await buckets.object('app.js', 'js'.repeat(600), {
      content_type: 'text/javascript',
      cache_control: 'max-age=31536000, immutable',
    });
    for (const host of hosts) {
      edge.cloud.origin(host, async ({ method, path, headers, body }, _, principal) => {
        const answered = await buckets.send({ method, path, host, headers: { ...headers }, body, principal });
        if (!answered) throw new Error(`${host} is no bucket.`);
        return answered;
      });
    }
    const { id } = await edge.provision('aws_cloudfront_origin_access_control', 'oac', {
      name: 'oac',
      origin_access_control_origin_type: 's3',
      signing_behavior: 'always',
      signing_protocol: 'sigv4',
    });
    const origin = hosts.map((domain_name, at) => ({
      origin_id: `o${at}`,
      domain_name,
      origin_access_control_id: String(id),
    }));
    const origin_group = {
      origin_id: 'web',
      failover_criteria: { status_codes: [403, 500, 503] },
      member: [{ origin_id: 'o0' }, { origin_id: 'o1' }],
    };
    const policy = await edge.policy({ ttl: [0, 60, 31_536_000], encodings: true });
    const { arn } = await edge.distribution(
      distribution(behavior(policy, { target_origin_id: 'web' }), {
        origin,
        origin_group,
        default_root_object: 'index.html',
      }),
    );
    for (const bucket of ['web', 'second']) {
      const statement = {
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${bucket}/*`,
        Condition: { StringEquals: { 'AWS:SourceArn': arn } },
      };
      const document = JSON.stringify({ Statement: [statement] });
      await buckets.make('aws_s3_bucket_policy', bucket, { bucket, policy: document });
    }
  });
  afterAll(() => edge.stop());

  test('an asset misses once, then hits with an age, compressed', async () => {
    const visit = { path: '/app.js', headers: { 'accept-encoding': 'br' } };
    const first = await edge.visit(visit);
    edge.cloud.clock.advance(5_000);
    const second = await edge.visit(visit);
    expect(
      [first, second].map(({ headers }) => [headers['x-cache'], headers['age'], headers['content-encoding']]),
    ).toEqual([
      ['Miss from cloudfront', undefined, 'br'],
      ['Hit from cloudfront', '5', 'br'],
    ]);
  });

  test('an expired asset is confirmed by the bucket, by its weak tag too', async () => {
    const visit = { path: '/app.js', headers: { 'accept-encoding': 'br' } };
    await edge.visit(visit);
    edge.cloud.clock.advance(31_536_000_000);
    expect((await edge.visit(visit)).headers['x-cache']).toBe('RefreshHit from cloudfront');
  });

  test('the page comes from the second bucket when the first denies', async () => {
    const closed = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::web/*' };
    await buckets.policy(closed);
    expect(await edge.visit()).toMatchObject({ status: 200, text: '<!doctype html>' });
    expect(edge.cloud.calls.at(-1)?.request.headers['host']).toBe(hosts[1]);
  });

  test('neither bucket opens to another distribution', async () => {
    const answered = await buckets.send({ host: hosts[1] ?? '', path: '/app.js', principal: edgePrincipal });
    expect(answered?.statusCode).toBe(403);
  });
});
