import type { JsonObject } from '../../../core/json';
import {
  answer,
  behavior,
  distribution,
  EVERY_METHOD,
  HOST,
  TestEdge,
  type TestRequest,
} from './edge-fixture';

/** An edge with one function, which answers in the place given by its event. */
async function edgeWith(
  code: string,
  event: 'viewer-request' | 'viewer-response' = 'viewer-request',
  more: { policy?: Parameters<TestEdge['policy']>[0]; distribution?: JsonObject } = {},
): Promise<TestEdge> {
  const edge = new TestEdge();
  edge.cloud.origin(HOST, () => answer(200, 'from the origin', { 'content-type': 'text/plain' }));
  const { arn } = await edge.provision('aws_cloudfront_function', 'f', {
    name: 'f',
    runtime: 'cloudfront-js-2.0',
    code,
  });
  const policy = await edge.policy(more.policy);
  const associated = {
    allowed_methods: EVERY_METHOD,
    function_association: [{ event_type: event, function_arn: String(arn) }],
  };
  await edge.distribution(distribution(behavior(policy, associated), more.distribution));
  return edge;
}

const ECHO = 'function handler(event) { return { statusCode: 200, body: JSON.stringify(event) }; }';

describe('the event of a viewer request', () => {
  let event: Record<string, unknown>;
  let request: Record<string, unknown>;
  beforeAll(async () => {
    const edge = await edgeWith(ECHO, 'viewer-request', {
      policy: { ttl: [0, 0, 60], headers: ['CloudFront-Viewer-Country'] },
    });
    const visit: TestRequest = {
      path: '/a%20b?x=1&x=2&flag&y=%20',
      headers: {
        'X-Own': ['1', '2'],
        cookie: 'a=1; b=2; a=3',
        'x-edge-x': '1',
        'cloudfront-viewer-country': 'DE',
        'cloudfront-viewer-city': 'Berlin',
      },
    };
    event = JSON.parse((await edge.visit(visit)).text);
    request = event['request'] as Record<string, unknown>;
    await edge.stop();
  });

  test('says which distribution, event and viewer it is about', () => {
    expect(event).toEqual({
      version: '1.0',
      context: {
        distributionDomainName: expect.stringMatching(/^d[a-z0-9]{13}\.cloudfront\.net$/),
        distributionId: expect.stringMatching(/^E[A-Z0-9]{13}$/),
        eventType: 'viewer-request',
        requestId: expect.stringMatching(/==$/),
      },
      viewer: { ip: '127.0.0.1' },
      request: expect.any(Object),
    });
  });

  test.each([
    ['198.51.100.10:46532', '198.51.100.10'],
    ['[2001:db8::1]:46532', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['somewhere', '127.0.0.1'],
  ])('says the address that a test gives its viewer: %s', async (said, ip) => {
    const edge = await edgeWith(ECHO, 'viewer-request');
    const { text } = await edge.visit({ headers: { 'cloudfront-viewer-address': said } });
    await edge.stop();
    expect(JSON.parse(text)).toMatchObject({ viewer: { ip } });
    expect(text).not.toContain('cloudfront-viewer-address');
  });

  test('has method, path and every query parameter, as sent', () => {
    expect(request).toMatchObject({
      method: 'GET',
      uri: '/a%20b',
      querystring: {
        x: { value: '1', multiValue: [{ value: '1' }, { value: '2' }] },
        flag: { value: '' },
        y: { value: '%20' },
      },
    });
  });

  test('has cookies apart from headers', () => {
    expect(request['cookies']).toEqual({
      a: { value: '1', multiValue: [{ value: '1' }, { value: '3' }] },
      b: { value: '2' },
    });
    expect(request['headers']).not.toHaveProperty('cookie');
  });

  test('has lower-case headers, those that a policy asks for, the host that the viewer used, none that is not exposed', () => {
    expect(request['headers']).toEqual({
      host: { value: expect.stringMatching(/^127\.0\.0\.1:\d+$/) },
      'x-own': { value: '1', multiValue: [{ value: '1' }, { value: '2' }] },
      'cloudfront-viewer-country': { value: 'DE' },
    });
  });
});

describe('a viewer-request function', () => {
  test.each([
    ['the path', 'request.uri = "/other";', '/other', {}],
    [
      'the query',
      'request.querystring = { a: { value: "1" }, b: { value: "2", multiValue: [{ value: "3" }, { value: "4" }] } };',
      '/?a=1&b=3&b=4',
      {},
    ],
    ['the first of several', 'request.querystring.x.value = "9";', '/?x=9&x=2', {}, '/?x=1&x=2'],
    ['several at once', 'request.querystring.x.multiValue.pop();', '/?x=1', {}, '/?x=1&x=2'],
    ['a header', 'request.headers["x-region"] = { value: "eu" };', '/', { 'x-region': 'eu' }],
    ['a cookie', 'request.cookies.lang = { value: "de" };', '/', { cookie: 'lang=de' }],
  ])('changes %s, in the key and for the origin', async (_, change, target, headers, path = '/') => {
    const code = `function handler({ request }) { ${change} return request; }`;
    const policy = {
      ttl: [0, 60, 60] as const,
      headers: ['x-region'],
      cookies: ['lang'],
      query: 'all' as const,
    };
    const edge = await edgeWith(code, 'viewer-request', { policy });
    await edge.visit({ path });
    expect((await edge.visit({ path })).headers['x-cache']).toBe('Hit from cloudfront');
    const [call] = edge.cloud.calls;
    expect(call?.request.headers).toMatchObject(headers);
    expect(`${call?.request.path}${call?.request.query.size ? `?${call.request.query}` : ''}`).toBe(target);
    await edge.stop();
  });

  test('that leaves the query alone leaves it as it was', async () => {
    const edge = await edgeWith('function handler({ request }) { return request; }', 'viewer-request', {
      policy: { query: 'all' },
    });
    await edge.visit({ path: '/?b=2&a&b=1&a=' });
    expect(edge.service.objects().map(({ path }) => path)).toEqual(['/?b=2&a&b=1&a=']);
    await edge.stop();
  });

  test('answers itself: no origin is asked, and the cache stays as it was', async () => {
    const edge = await edgeWith(`function handler() {
      return {
        statusCode: 418,
        statusDescription: 'Teapot',
        headers: { 'content-type': { value: 'text/plain' } },
        cookies: { a: { value: '1', attributes: 'Secure; Path=/' }, b: { value: '2' } },
        body: { encoding: 'base64', data: 'aGk=' },
      };
    }`);
    const { status, text, headers } = await edge.visit();
    expect([status, text]).toEqual([418, 'hi']);
    expect(headers).toMatchObject({
      'set-cookie': ['a=1; Secure; Path=/', 'b=2'],
      'x-cache': 'FunctionGeneratedResponse from cloudfront',
      'content-type': 'text/plain',
    });
    expect(edge.cloud.calls).toHaveLength(0);
    expect(edge.service.objects()).toHaveLength(0);
    await edge.stop();
  });

  test('is not given a custom error page for what it answers', async () => {
    const page = { error_code: 404, response_code: 200, response_page_path: '/page' };
    const edge = await edgeWith(
      'function handler() { return { statusCode: 404, body: "mine" }; }',
      'viewer-request',
      {
        distribution: { custom_error_response: [page] },
      },
    );
    expect(await edge.visit()).toMatchObject({ status: 404, text: 'mine' });
    await edge.stop();
  });

  test.each([
    ['throws', 'throw new Error("no");', 503, 'FunctionExecutionError'],
    ['never ends', 'for (;;);', 503, 'FunctionExecutionError'],
    ['returns nothing', '', 502, 'Error'],
    ['returns a path without a slash', 'request.uri = "x"; return request;', 502, 'Error'],
    ['changes the method', 'request.method = "POST"; return request;', 502, 'Error'],
    ['changes the host', 'request.headers.host.value = "x"; return request;', 502, 'Error'],
    [
      'adds a header that is not allowed',
      'request.headers["x-edge-x"] = { value: "1" }; return request;',
      502,
      'Error',
    ],
    [
      'adds a header with capitals',
      'request.headers["X-Own"] = { value: "1" }; return request;',
      502,
      'Error',
    ],
    ['gives a header no value', 'request.headers.a = "1"; return request;', 502, 'Error'],
    ['answers with no status', 'return { statusCode: "200" };', 502, 'Error'],
    [
      'answers with a body that is not base64',
      'return { statusCode: 200, body: { encoding: "base64", data: "?" } };',
      502,
      'Error',
    ],
  ])('that %s is a fault of its own, and the log says which', async (_, body, status, result) => {
    const edge = await edgeWith(`function handler({ request }) { ${body} }`);
    const given = await edge.visit();
    expect([given.status, given.headers['x-cache']]).toEqual([status, `${result} from cloudfront`]);
    expect(edge.cloud.lines).toEqual([expect.stringMatching(/^f: Function(Execution|Validation)Error: ./)]);
    expect(edge.cloud.calls).toHaveLength(0);
    await edge.stop();
  });
});

describe('a viewer-response function', () => {
  test('sees the response and changes status, headers, cookies and body', async () => {
    const edge = await edgeWith(
      `function handler({ context, request, response }) {
        response.headers['x-seen'] = { value: [context.eventType, request.uri, response.statusCode, response.headers['content-type'].value].join(' ') };
        response.statusCode = 203;
        response.cookies.a = { value: '1', attributes: 'Path=/' };
        response.body = 'changed';
        return response;
      }`,
      'viewer-response',
    );
    const { status, headers, text } = await edge.visit({ path: '/x' });
    expect([status, text]).toEqual([203, 'changed']);
    expect(headers).toMatchObject({
      'x-seen': 'viewer-response /x 200 text/plain',
      'set-cookie': ['a=1; Path=/'],
    });
    expect(edge.service.objects().map(({ response }) => response.body.toString())).toEqual([
      'from the origin',
    ]);
    await edge.stop();
  });

  test('that leaves the body alone leaves it', async () => {
    const edge = await edgeWith('function handler({ response }) { return response; }', 'viewer-response');
    expect(await edge.visit()).toMatchObject({ status: 200, text: 'from the origin' });
    await edge.stop();
  });

  test('does not run where the origin answers 400 or more, not even behind a custom error page', async () => {
    const page = { error_code: 404, response_code: 200, response_page_path: '/page' };
    const edge = await edgeWith('function handler() { throw new Error("ran"); }', 'viewer-response', {
      distribution: { custom_error_response: [page] },
    });
    edge.cloud.origin(HOST, ({ path }) => answer(path === '/page' ? 200 : 404, path));
    expect(await edge.visit({ path: '/gone' })).toMatchObject({ status: 200, text: '/page' });
    expect((await edge.visit({ path: '/there' })).status).toBe(200);
    await edge.stop();
  });

  test('that fails is a 503', async () => {
    const edge = await edgeWith('function handler() { throw new Error("no"); }', 'viewer-response');
    const { status, headers } = await edge.visit();
    expect([status, headers['x-cache']]).toEqual([503, 'FunctionExecutionError from cloudfront']);
    await edge.stop();
  });
});
