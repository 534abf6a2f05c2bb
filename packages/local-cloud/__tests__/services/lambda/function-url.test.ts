import type { Json, JsonObject } from '../../../core/json';
import { PUBLIC, type Sent, UrlUnderTest } from './url-under-test';

const ECHO = 'exports.handler = async (event) => ({ event })';
const RETURN_BODY =
  'exports.handler = async (event) => { const { returned } = JSON.parse(event.body); return returned }';

let url: UrlUnderTest;

beforeEach(() => {
  url = new UrlUnderTest();
});

afterEach(() => url.functions.stop());

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads */
describe('the response to what a function returns', () => {
  const json = { 'content-type': 'application/json' };
  const image = Buffer.from([0x89, 0x50, 0xff, 0x00]);

  test.each<[string, Json, { statusCode: number; headers: object; body: string | Buffer }]>([
    ['an object', { hello: 'world' }, { statusCode: 200, headers: json, body: '{"hello":"world"}' }],
    ['a list', ['hello', 3, true], { statusCode: 200, headers: json, body: '["hello",3,true]' }],
    ['a string', 'hello', { statusCode: 200, headers: json, body: 'hello' }],
    ['a number', 3.1, { statusCode: 200, headers: json, body: '3.1' }],
    ['true', true, { statusCode: 200, headers: json, body: 'true' }],
    ['null', null, { statusCode: 200, headers: json, body: 'null' }],
    [
      'a status and a body',
      { statusCode: 201, body: 'made' },
      { statusCode: 201, headers: json, body: 'made' },
    ],
    [
      'a status as a string',
      { statusCode: '418', body: 'teapot' },
      { statusCode: 418, headers: json, body: 'teapot' },
    ],
    ['a status alone', { statusCode: 304 }, { statusCode: 304, headers: json, body: '' }],
    [
      'a body that is an object',
      { statusCode: 200, body: { a: 1 } },
      { statusCode: 200, headers: json, body: '{"a":1}' },
    ],
    [
      'headers, without those of the message itself',
      {
        statusCode: 200,
        headers: {
          'Content-Type': 'text/html',
          ETag: '"a"',
          Age: 3,
          'Content-Length': '99',
          Connection: 'close',
        },
        body: '<p>',
      },
      { statusCode: 200, headers: { 'content-type': 'text/html', etag: '"a"', age: '3' }, body: '<p>' },
    ],
    [
      'a cookie',
      { statusCode: 200, cookies: ['id=1; Path=/'], body: '' },
      { statusCode: 200, headers: { ...json, 'set-cookie': 'id=1; Path=/' }, body: '' },
    ],
    [
      'several cookies, each in a line of its own',
      { statusCode: 200, headers: { 'Set-Cookie': 'a=1' }, cookies: ['b=2; Path=/', 'c=3'], body: '' },
      { statusCode: 200, headers: { ...json, 'set-cookie': ['a=1', 'b=2; Path=/', 'c=3'] }, body: '' },
    ],
    [
      'bytes',
      {
        statusCode: 200,
        headers: { 'content-type': 'image/png' },
        body: image.toString('base64'),
        isBase64Encoded: true,
      },
      { statusCode: 200, headers: { 'content-type': 'image/png' }, body: image },
    ],
    [
      'a status that is none',
      { statusCode: 'soon' },
      { statusCode: 502, headers: json, body: 'Internal Server Error' },
    ],
    [
      'a status out of range',
      { statusCode: 999 },
      { statusCode: 502, headers: json, body: 'Internal Server Error' },
    ],
  ])('%s', async (_label, returned, response) => {
    await url.add(RETURN_BODY, 'NONE');
    await url.open();
    const headers = { 'content-type': 'application/json' };
    const answer = await url.send(PUBLIC, { method: 'POST', headers, body: JSON.stringify({ returned }) });
    expect(answer).toEqual({
      statusCode: response.statusCode,
      headers: {
        ...response.headers,
        'x-amzn-requestid': expect.any(String),
        'x-amzn-trace-id': 'Root=trace-1',
      },
      body: Buffer.from(response.body),
    });
  });
});

describe('a function that gives no answer', () => {
  const failure = { statusCode: 502, body: Buffer.from('Internal Server Error') };

  test.each([
    ['throws', 'exports.handler = async () => { throw new Error("secret") }'],
    ['crashes', 'exports.handler = async () => process.exit(1)'],
    ['cannot be loaded', 'throw new Error("secret")'],
    ['answers too much', 'exports.handler = async () => "x".repeat(7 * 1024 * 1024)'],
  ])('because it %s is a 502 that tells nothing', async (_label, source) => {
    await url.add(source, 'NONE');
    await url.open();
    expect(await url.send(PUBLIC)).toMatchObject(failure);
  });

  test('in time is a 502', async () => {
    await url.add('exports.handler = () => { console.log("begun"); return new Promise(() => {}) }', 'NONE');
    await url.open();
    const answer = url.send(PUBLIC);
    const { lines, clock } = url.functions.cloud;
    while (!lines.some((line) => line.includes('begun'))) await new Promise(setImmediate);
    clock.advance(3_001);
    expect(await answer).toMatchObject(failure);
  });

  test.each<[string, number, JsonObject, Sent]>([
    ['it is throttled', 429, { reserved_concurrent_executions: 0 }, {}],
    ['the event is too large', 413, {}, { method: 'POST', body: Buffer.alloc(5 * 1024 * 1024) }],
  ])('because %s is a %d', async (_label, statusCode, config, sent) => {
    await url.add(ECHO, 'NONE', config);
    await url.open();
    expect(await url.send(PUBLIC, sent)).toMatchObject({ statusCode });
  });
});

describe('what does not run here is refused by name', () => {
  test.each<[string, JsonObject, string]>([
    ['streamed responses', { invoke_mode: 'RESPONSE_STREAM' }, 'invoke_mode runs only BUFFERED locally'],
    ['CORS', { cors: { allow_origins: ['*'] } }, 'cors is not run locally'],
    ['CORS in a list', { cors: [{ allow_origins: ['*'] }] }, 'cors is not run locally'],
    ['an alias', { qualifier: 'live' }, 'qualifier is not run locally'],
    ['another authorization', { authorization_type: 'JWT' }, 'authorization_type '],
  ])('%s', async (_label, config, message) => {
    await url.functions.add('catalog', ECHO);
    const provision = url.functions.provision('aws_lambda_function_url', {
      function_name: 'catalog',
      authorization_type: 'NONE',
      ...config,
    });
    await expect(provision).rejects.toThrow(`aws_lambda_function_url.it: ${message}`);
  });

  test.each<[string, JsonObject]>([
    ['BUFFERED', { invoke_mode: 'BUFFERED' }],
    ['nulls', { invoke_mode: null, cors: null, qualifier: null }],
    ['no CORS', { cors: [] }],
  ])('but not %s', async (_label, config) => {
    await url.functions.add('catalog', ECHO);
    const provision = url.functions.provision('aws_lambda_function_url', {
      function_name: 'catalog',
      authorization_type: 'NONE',
      ...config,
    });
    await expect(provision).resolves.toMatchObject({ url_id: expect.any(String) });
  });
});
