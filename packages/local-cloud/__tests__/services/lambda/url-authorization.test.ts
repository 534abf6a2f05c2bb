import type { JsonObject } from '../../../core/json';
import type { Principal } from '../../../core/principals';
import { ROLE } from './stand-in-cloud';
import { BOOKING, DEVELOPER, DISTRIBUTION, EDGE, PUBLIC, UrlUnderTest } from './url-under-test';

const ECHO = 'exports.handler = async (event) => ({ event })';

let url: UrlUnderTest;

beforeEach(() => {
  url = new UrlUnderTest();
});

afterEach(() => url.functions.stop());

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html */
describe('who is let in', () => {
  const everybody = { principal: '*', action: 'lambda:InvokeFunctionUrl', function_url_auth_type: 'NONE' };
  const everybodyInvokes = { principal: '*', action: 'lambda:InvokeFunction' };
  const edge = { principal: 'cloudfront.amazonaws.com', source_arn: DISTRIBUTION };
  const edgeUrl = { ...edge, action: 'lambda:InvokeFunctionUrl', function_url_auth_type: 'AWS_IAM' };
  const edgeInvokes = { ...edge, action: 'lambda:InvokeFunction' };
  const both = ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'];
  const roleUrl = { principal: ROLE, action: 'lambda:InvokeFunctionUrl' };
  const viaUrl = { ...everybodyInvokes, invoked_via_function_url: true };

  interface Case {
    readonly authorization: 'NONE' | 'AWS_IAM';
    readonly principal: Principal;
    readonly permissions?: JsonObject[];
    readonly identity?: string[];
    /** What the log says of a refusal; of a role's, the gateway's authorization says it. */
    readonly says?: string;
  }
  const admitted: [string, Case][] = [
    [
      'the public, by both permissions for everybody',
      { authorization: 'NONE', principal: PUBLIC, permissions: [everybody, everybodyInvokes] },
    ],
    [
      'the public, by permissions for URLs only',
      { authorization: 'NONE', principal: PUBLIC, permissions: [everybody, viaUrl] },
    ],
    [
      'the public, by lambda:*',
      { authorization: 'NONE', principal: PUBLIC, permissions: [{ principal: '*', action: 'lambda:*' }] },
    ],
    [
      'a role, as everybody',
      { authorization: 'NONE', principal: BOOKING, permissions: [everybody, everybodyInvokes] },
    ],
    [
      'CloudFront for its distribution',
      { authorization: 'AWS_IAM', principal: EDGE, permissions: [edgeUrl, edgeInvokes] },
    ],
    [
      'CloudFront for any distribution of the account',
      {
        authorization: 'AWS_IAM',
        principal: EDGE,
        permissions: [edgeUrl, edgeInvokes].map((one) => ({
          ...one,
          source_arn: 'arn:aws:cloudfront::123456789012:distribution/*',
        })),
      },
    ],
    [
      'CloudFront of the account',
      {
        authorization: 'AWS_IAM',
        principal: EDGE,
        permissions: [edgeUrl, edgeInvokes].map(({ source_arn: _, ...one }) => ({
          ...one,
          source_account: '123456789012',
        })),
      },
    ],
    ['a role, by its identity policy', { authorization: 'AWS_IAM', principal: BOOKING, identity: both }],
    [
      'a role, by the resource policy',
      {
        authorization: 'AWS_IAM',
        principal: BOOKING,
        permissions: [roleUrl, { ...roleUrl, action: 'lambda:InvokeFunction' }],
      },
    ],
    [
      'a role, by one policy each',
      {
        authorization: 'AWS_IAM',
        principal: BOOKING,
        permissions: [roleUrl],
        identity: ['lambda:InvokeFunction'],
      },
    ],
    ['the developer', { authorization: 'AWS_IAM', principal: DEVELOPER }],
  ];

  test.each(admitted)('%s', async (_label, { authorization, principal, permissions = [], identity = [] }) => {
    await url.add(ECHO, authorization);
    await url.permit(...permissions);
    url.identity.push(...identity);
    expect(await url.send(principal)).toMatchObject({ statusCode: 200 });
  });

  const missing = (action: string, rest: string) =>
    `aws_lambda_permission { action = "lambda:${action}", function_name = "catalog", ${rest} }`;
  const forEdge = `principal = "cloudfront.amazonaws.com", source_arn = "${DISTRIBUTION}"`;
  const publicUrl = missing('InvokeFunctionUrl', 'principal = "*", function_url_auth_type = "NONE"');
  const publicInvokes = missing('InvokeFunction', 'principal = "*"');
  const needsUrl = missing('InvokeFunctionUrl', `${forEdge}, function_url_auth_type = "AWS_IAM"`);
  const needsInvoke = missing('InvokeFunction', forEdge);
  const refusesPublic = 'The URL of catalog refused the public. To let it in, add';
  const refusesEdge = `The URL of catalog refused cloudfront.amazonaws.com for ${DISTRIBUTION}. To let it in, add`;

  const refused: [string, Case][] = [
    [
      'the public without any permission',
      {
        authorization: 'NONE',
        principal: PUBLIC,
        says: `${refusesPublic} ${publicUrl} and ${publicInvokes}.`,
      },
    ],
    [
      'the public without InvokeFunction, needed since October 2025',
      {
        authorization: 'NONE',
        principal: PUBLIC,
        permissions: [everybody],
        says: `${refusesPublic} ${publicInvokes}.`,
      },
    ],
    [
      'the public where the permission is for URLs of AWS_IAM',
      {
        authorization: 'NONE',
        principal: PUBLIC,
        permissions: [{ ...everybody, function_url_auth_type: 'AWS_IAM' }, everybodyInvokes],
        says: `${refusesPublic} ${publicUrl}.`,
      },
    ],
    [
      'the public where the permission is for an organization',
      {
        authorization: 'NONE',
        principal: PUBLIC,
        permissions: [everybody, { ...everybodyInvokes, principal_org_id: 'o-1' }],
        says: `${refusesPublic} ${publicInvokes}.`,
      },
    ],
    [
      'the public where the permission is of a version',
      {
        authorization: 'NONE',
        principal: PUBLIC,
        permissions: [everybody, { ...everybodyInvokes, qualifier: '1' }],
        says: `${refusesPublic} ${publicInvokes}.`,
      },
    ],
    [
      'a role where everybody is anonymous, whatever its identity policy',
      {
        authorization: 'NONE',
        principal: BOOKING,
        identity: both,
        says: `${refusesPublic} ${publicUrl} and ${publicInvokes}.`,
      },
    ],
    [
      'a request that nobody signed, whatever is permitted',
      {
        authorization: 'AWS_IAM',
        principal: PUBLIC,
        permissions: [{ principal: '*', action: 'lambda:*' }],
        says: 'The URL of catalog refused a request that nobody signed: its authorization_type is AWS_IAM.',
      },
    ],
    [
      'CloudFront without any permission',
      { authorization: 'AWS_IAM', principal: EDGE, says: `${refusesEdge} ${needsUrl} and ${needsInvoke}.` },
    ],
    [
      'CloudFront without InvokeFunction',
      {
        authorization: 'AWS_IAM',
        principal: EDGE,
        permissions: [edgeUrl],
        says: `${refusesEdge} ${needsInvoke}.`,
      },
    ],
    [
      'CloudFront for another distribution',
      {
        authorization: 'AWS_IAM',
        principal: EDGE,
        permissions: [edgeUrl, edgeInvokes].map((one) => ({ ...one, source_arn: `${DISTRIBUTION}2` })),
        says: `${refusesEdge} ${needsUrl} and ${needsInvoke}.`,
      },
    ],
    [
      'another service',
      {
        authorization: 'AWS_IAM',
        principal: EDGE,
        permissions: [edgeUrl, edgeInvokes].map((one) => ({ ...one, principal: 'events.amazonaws.com' })),
        says: `${refusesEdge} ${needsUrl} and ${needsInvoke}.`,
      },
    ],
    ['a role without any policy', { authorization: 'AWS_IAM', principal: BOOKING }],
    [
      'a role where its account only is permitted',
      {
        authorization: 'AWS_IAM',
        principal: BOOKING,
        permissions: [{ principal: '123456789012', action: 'lambda:*' }],
      },
    ],
  ];

  test.each(refused)('not %s', async (_label, { authorization, principal, permissions, identity, says }) => {
    await url.add(ECHO, authorization);
    await url.permit(...(permissions ?? []));
    url.identity.push(...(identity ?? []));
    expect(await url.send(principal)).toEqual({
      statusCode: 403,
      headers: {
        'content-type': 'application/json',
        'x-amzn-requestid': expect.any(String),
        'x-amzn-errortype': 'AccessDeniedException',
      },
      body: '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}',
    });
    expect(url.functions.cloud.lines.join()).toContain(says ?? '');
  });

  test('a role that may InvokeFunctionUrl, but not InvokeFunction, is refused, too', async () => {
    await url.add(ECHO, 'AWS_IAM');
    url.identity.push('lambda:InvokeFunctionUrl');
    expect(await url.send(BOOKING)).toMatchObject({ statusCode: 403 });
  });
});

test('a host of no function is answered as AWS does', async () => {
  await url.add(ECHO, 'NONE');
  await url.open();
  const host = '0123456789abcdefghijklmnopqrstuv.lambda-url.eu-central-1.on.aws';
  expect(await url.send(PUBLIC, { headers: { host } })).toMatchObject({
    statusCode: 403,
    headers: { 'x-amzn-errortype': 'AccessDeniedException' },
    body: '{"Message":null}',
  });
  expect(url.functions.cloud.lines).toEqual([
    `lambda: No function of this stack has the URL https://${host}/.`,
  ]);
});
