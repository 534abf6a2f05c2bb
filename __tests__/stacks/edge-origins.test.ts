import { distribution, referred } from './edge-stack';
import { type Block, readStack, resources, statements } from './synthesized';

const prod = readStack('keyhold-prod');

describe('the origins', () => {
  const origins = () =>
    new Map((distribution(prod)['origin'] as Block[]).map((origin) => [origin['origin_id'], origin]));
  const shielded = { enabled: true, origin_shield_region: 'eu-central-1' };
  const https = { origin_protocol_policy: 'https-only', origin_ssl_protocols: ['TLSv1.2'] };

  test.each([
    ['web', 'web'],
    ['web-failover', 'webFailover'],
  ])('%s is a bucket that only a signed request opens', (id, bucket) => {
    const origin = origins().get(id);
    expect(origin).toMatchObject({
      domain_name: `\${aws_s3_bucket.${bucket}.bucket_regional_domain_name}`,
      origin_shield: shielded,
    });
    expect(referred(prod, origin?.['origin_access_control_id'])).toMatchObject({
      origin_access_control_origin_type: 's3',
      signing_behavior: 'always',
      signing_protocol: 'sigv4',
    });
  });

  test('a second bucket in another region answers when the first does not', () => {
    expect(distribution(prod)['origin_group']).toEqual([
      {
        origin_id: 'page',
        failover_criteria: { status_codes: [403, 404, 500, 502, 503, 504] },
        member: [{ origin_id: 'web' }, { origin_id: 'web-failover' }],
      },
    ]);
    expect(prod.provider['aws']).toContainEqual(
      expect.objectContaining({ alias: 'failover', region: 'eu-west-1' }),
    );
    expect(prod.resource['aws_s3_bucket']?.['webFailover']).toMatchObject({ provider: 'aws.failover' });
  });

  test('the catalog is a function URL that only this distribution may call', () => {
    const origin = origins().get('catalog');
    expect(origin).toMatchObject({
      domain_name: expect.stringMatching(
        /^\$\{aws_lambda_function_url\..*\.url_id\}\.lambda-url\.eu-central-1\.on\.aws$/,
      ),
      custom_origin_config: https,
      origin_shield: shielded,
    });
    expect(referred(prod, origin?.['origin_access_control_id'])).toMatchObject({
      origin_access_control_origin_type: 'lambda',
      signing_behavior: 'always',
    });
    expect(referred(prod, origin?.['domain_name'])).toMatchObject({ authorization_type: 'AWS_IAM' });
    const permissions = resources(prod, 'aws_lambda_permission')
      .filter(([address]) => /catalog/.test(address))
      .map(([, config]) => config);
    expect(permissions.map(({ action }) => action).sort()).toEqual([
      'lambda:InvokeFunction',
      'lambda:InvokeFunctionUrl',
    ]);
    for (const permission of permissions) {
      expect(permission).toMatchObject({
        principal: 'cloudfront.amazonaws.com',
        source_arn: '${aws_cloudfront_distribution.distribution.arn}',
      });
    }
  });

  test('the catalog may read, and nothing else', () => {
    const granted = statements(prod).filter(([document]) => /catalog_role_grants/.test(document));
    const actions = granted.flatMap(([, statement]) => statement.actions);
    expect(actions.filter((action) => !/^(logs|xray):/.test(action)).sort()).toEqual([
      'dynamodb:GetItem',
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:Scan',
    ]);
  });

  test('payments are a function URL that asks for the secret of the edge, which no plan shows', () => {
    expect(origins().get('payments')).toEqual({
      origin_id: 'payments',
      domain_name: expect.stringMatching(
        /^\$\{aws_lambda_function_url\.payments_.*\.url_id\}\.lambda-url\.eu-central-1\.on\.aws$/,
      ),
      custom_origin_config: expect.objectContaining(https),
      custom_header: [
        {
          name: 'x-origin-secret',
          value: expect.stringMatching(/^\$\{data\.aws_ssm_parameter\.payments_.*\.value\}$/),
        },
      ],
    });
    // Read after the parameter is written, never before.
    expect(Object.values(prod.data['aws_ssm_parameter'] ?? {})).toEqual([
      {
        name: '${aws_ssm_parameter.originSecret.name}',
        depends_on: ['aws_ssm_parameter.originSecret'],
      },
    ]);
  });

  test('the API gets a key that no browser sees, and that apps do not have', () => {
    const origin = origins().get('graphql');
    expect(origin).toMatchObject({
      domain_name: expect.stringMatching(
        /^\$\{element\(split\("\/", aws_appsync_graphql_api\..*\.uris\["GRAPHQL"\]\), 2\)\}$/,
      ),
      custom_origin_config: https,
      custom_header: [
        { name: 'x-api-key', value: expect.stringContaining('edge-key') },
        // By it the API believes what the edge says of a viewer's address.
        { name: 'x-origin-secret', value: expect.stringContaining('aws_ssm_parameter') },
      ],
    });
    // The key that is put out is that of apps.
    expect(JSON.stringify(prod.output)).not.toContain('edge-key');
    expect(resources(prod, 'aws_appsync_api_key')).toHaveLength(2);
  });
});
