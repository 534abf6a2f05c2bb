import type { JsonObject } from '../../../core/json';
import type { Principal } from '../../../core/principals';
import { BOOKING, DEVELOPER, DISTRIBUTION, EDGE, PUBLIC, type Sent, UrlUnderTest } from './url-under-test';

const ECHO = 'exports.handler = async (event) => ({ event })';

let url: UrlUnderTest;

beforeEach(() => {
  url = new UrlUnderTest();
});

afterEach(() => url.functions.stop());

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads */
describe('the event', () => {
  beforeEach(async () => {
    await url.add(ECHO, 'NONE');
    await url.open();
  });

  test('is payload format 2.0', async () => {
    const sent: Sent = {
      method: 'PUT',
      path: '/api/a%2Fb',
      query: 'a=1&b=x%20y&a=2',
      headers: {
        'User-Agent': 'agent',
        'user-agent': 'agent',
        accept: 'text/html, */*',
        cookie: 'one=1; two=2',
        connection: 'keep-alive',
        'content-type': 'application/json',
      },
      body: '{"ü":1}',
    };
    const before = Math.trunc(url.functions.cloud.clock.now());
    const { event } = await url.event(PUBLIC, sent);
    expect(event).toEqual({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/api/a%2Fb',
      rawQueryString: 'a=1&b=x%20y&a=2',
      cookies: ['one=1', 'two=2'],
      headers: {
        host: url.host,
        accept: 'text/html, */*',
        'user-agent': 'agent',
        cookie: 'one=1; two=2',
        'content-type': 'application/json',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': '443',
        'x-forwarded-proto': 'https',
        'x-amzn-trace-id': 'Root=trace-1',
      },
      queryStringParameters: { a: '1,2', b: 'x y' },
      requestContext: {
        accountId: 'anonymous',
        apiId: url.urlId,
        domainName: url.host,
        domainPrefix: url.urlId,
        http: {
          method: 'PUT',
          path: '/api/a%2Fb',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'agent',
        },
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        routeKey: '$default',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      body: '{"ü":1}',
      isBase64Encoded: false,
    });
    const { time, timeEpoch } = (event as { requestContext: { time: string; timeEpoch: number } })
      .requestContext;
    expect(timeEpoch).toBeGreaterThanOrEqual(before);
    const [day, ...clock] = time.split(':');
    expect(Date.parse(`${day?.replaceAll('/', ' ')} ${clock.join(':')}`)).toBe(
      timeEpoch - (timeEpoch % 1000),
    );
  });

  test('leaves out what the request does not have', async () => {
    const { event } = await url.event(PUBLIC);
    expect(Object.keys(event as JsonObject).sort()).toEqual([
      'headers',
      'isBase64Encoded',
      'rawPath',
      'rawQueryString',
      'requestContext',
      'routeKey',
      'version',
    ]);
  });

  test("keeps the viewer's address that the edge forwards", async () => {
    const { event } = await url.event(PUBLIC, { headers: { 'x-forwarded-for': '203.0.113.7' } });
    expect(event).toMatchObject({ headers: { 'x-forwarded-for': '203.0.113.7' } });
  });

  test.each([
    ['on a port', (host: string) => `${host}:4566`],
    ['in capitals', (host: string) => host.toUpperCase()],
  ])('comes from a host %s', async (_label, written) => {
    const { event } = await url.event(PUBLIC, { headers: { host: written(url.host) } });
    expect(event).toMatchObject({ requestContext: { domainName: url.host } });
  });

  test.each(['GET', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])(
    'comes from any path, by %s',
    async (method) => {
      const path = '/2015-03-31/functions/catalog/invocations';
      const { event } = await url.event(PUBLIC, { method, path });
      expect(event).toMatchObject({ rawPath: path, requestContext: { http: { method, path } } });
    },
  );

  test.each<[string, string | undefined, Buffer, boolean]>([
    ['JSON', 'application/json; charset=utf-8', Buffer.from('{"a":"ü"}'), false],
    ['a problem document', 'application/problem+json', Buffer.from('{}'), false],
    ['text', 'text/csv', Buffer.from('a,b'), false],
    ['XML', 'application/xml', Buffer.from('<a/>'), false],
    ['a form', 'application/x-www-form-urlencoded', Buffer.from('a=1'), true],
    ['a body without a type', undefined, Buffer.from('plain'), true],
    ['an image', 'image/png', Buffer.from([0x89, 0x50, 0xff]), true],
    ['text that is no UTF-8', 'text/plain', Buffer.from([0xff, 0xfe]), true],
  ])('carries %s', async (_label, type, body, encoded) => {
    const headers: Record<string, string> = type ? { 'content-type': type } : {};
    const { event } = await url.event(PUBLIC, { method: 'POST', headers, body });
    expect(event).toMatchObject({
      body: body.toString(encoded ? 'base64' : 'utf8'),
      isBase64Encoded: encoded,
    });
  });
});

describe('the event of a URL of AWS_IAM names the caller', () => {
  const iam = (caller: JsonObject) => ({ ...caller, cognitoIdentity: null, principalOrgId: null });
  const authorization =
    'AWS4-HMAC-SHA256 Credential=ASIAKEY/20261124/eu-central-1/lambda/aws4_request, Signature=x';

  test.each<[string, Principal, Record<string, string>, JsonObject]>([
    [
      'a role',
      BOOKING,
      { authorization },
      {
        accessKey: 'ASIAKEY',
        accountId: '123456789012',
        callerId: 'AROABOOKING:session',
        userArn: 'arn:aws:sts::123456789012:assumed-role/booking/session',
        userId: 'AROABOOKING:session',
      },
    ],
    [
      'the developer',
      DEVELOPER,
      {},
      {
        accessKey: null,
        accountId: '123456789012',
        callerId: 'AIDADEVELOPER',
        userArn: 'arn:aws:sts::123456789012:user/developer',
        userId: 'AIDADEVELOPER',
      },
    ],
    [
      "CloudFront, by a role of CloudFront's own account",
      EDGE,
      {},
      {
        accessKey: null,
        accountId: '111122223333',
        callerId: expect.stringMatching(/^AROA\w+:EdgeCredentialsProxy\+EdgeHostAuthenticationClient$/),
        userArn:
          'arn:aws:sts::111122223333:assumed-role/OriginAccessControlRole/EdgeCredentialsProxy+EdgeHostAuthenticationClient',
        userId: expect.stringMatching(/^AROA/),
      },
    ],
  ])('%s', async (_label, principal, headers, caller) => {
    await url.add(ECHO, 'AWS_IAM');
    await url.permit({ principal: '*', action: 'lambda:*' });
    const { event } = await url.event(principal, { headers });
    const { requestContext } = event as { requestContext: JsonObject };
    expect(requestContext).toMatchObject({ accountId: caller['accountId'], authentication: null });
    expect(requestContext['authorizer']).toEqual({ iam: iam(caller) });
  });

  test('and for CloudFront the distribution', async () => {
    await url.add(ECHO, 'AWS_IAM');
    await url.permit({ principal: 'cloudfront.amazonaws.com', action: 'lambda:*' });
    const { event } = await url.event(EDGE);
    expect(event).toMatchObject({
      headers: { 'x-amz-source-arn': DISTRIBUTION, 'x-amz-source-account': '123456789012' },
    });
  });
});
