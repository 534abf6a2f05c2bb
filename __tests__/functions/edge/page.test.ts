import {
  bodyOf,
  type EdgeRequest,
  edgeFunction,
  type FunctionResponse,
  viewerRequest,
} from './edge-function';

const constants = {
  CANONICAL_HOST: '',
  FILES: ['/index.html', '/favicon.svg', '/errors/404.html'],
  NOT_FOUND: '<p>Nobody “lives” here.</p>\n',
};
const page = edgeFunction<EdgeRequest>('page', constants);
const answer = edgeFunction<FunctionResponse>('page', constants);

describe('the one document', () => {
  test.each([
    '/',
    '/apartments',
    '/apartments/',
    '/apartments/1234567',
    '/complexes/old.town/apartments',
    '/apiary',
    '//',
  ])('%s is the page', (uri) => {
    expect(page(viewerRequest(uri)).uri).toBe('/index.html');
  });

  test.each(['/favicon.svg', '/errors/404.html', '/index.html'])('%s is that file', (uri) => {
    expect(page(viewerRequest(uri)).uri).toBe(uri);
  });

  test.each(['/wp-login.php', '/.env', '/favicon.ico', '/errors/404.htm'])(
    '%s is not there: the page says so, and no bucket is asked',
    (uri) => {
      expect(answer(viewerRequest(uri))).toEqual({
        statusCode: 404,
        statusDescription: 'Not Found',
        headers: {
          'content-type': { value: 'text/html; charset=utf-8' },
          'cache-control': { value: 'no-store' },
        },
        body: { encoding: 'text', data: '<p>Nobody “lives” here.</p>\n' },
      });
    },
  );

  test.each(['/api', '/payments', '/edge', '/graphql/schema', '/api/'])('%s is never HTML', (uri) => {
    const response = answer(viewerRequest(uri));
    expect(response.statusCode).toBe(404);
    expect(response.headers).toMatchObject({ 'content-type': { value: 'application/problem+json' } });
    expect(bodyOf(response)).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'There is nothing at this address.',
    });
  });
});

describe('who looks', () => {
  const MOBILE = 'cloudfront-is-mobile-viewer';
  const TABLET = 'cloudfront-is-tablet-viewer';
  const COUNTRY = 'cloudfront-viewer-country';

  test.each([
    ['a phone in Germany', { [MOBILE]: 'true', [TABLET]: 'false', [COUNTRY]: 'DE' }, 'phone', 'DE'],
    [
      'a tablet, which is mobile too',
      { [MOBILE]: 'true', [TABLET]: 'true', [COUNTRY]: 'FR' },
      'desktop',
      'FR',
    ],
    ['a desktop', { [MOBILE]: 'false', [TABLET]: 'false', [COUNTRY]: 'CH' }, 'desktop', 'CH'],
    ['somebody unknown', {}, 'desktop', 'ZZ'],
    ['no country', { [COUNTRY]: '<script>' }, 'desktop', 'ZZ'],
  ])('%s is told to the document in two words', (_, headers, device, country) => {
    expect(page(viewerRequest('/', headers)).headers).toMatchObject({
      'x-keyhold-device': { value: device },
      'x-keyhold-country': { value: country },
    });
  });

  test('a viewer cannot say it of himself', () => {
    const forged = { 'x-keyhold-device': 'fridge', 'x-keyhold-country': 'Atlantis' };
    expect(page(viewerRequest('/', forged)).headers).toMatchObject({
      'x-keyhold-device': { value: 'desktop' },
      'x-keyhold-country': { value: 'ZZ' },
    });
  });

  test('a file is one for all: whoever looks, its key is the same', () => {
    const forged = { 'x-keyhold-device': 'fridge', [COUNTRY]: 'DE' };
    const { headers } = page(viewerRequest('/favicon.svg', forged));
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining([expect.stringMatching('x-keyhold')]));
  });
});

describe('with a domain', () => {
  const named = edgeFunction<FunctionResponse>('page', { ...constants, CANONICAL_HOST: 'book.example.com' });

  test('every other host is sent there, with its path and query as the browser wrote them', () => {
    const event = viewerRequest('/apartments/a%20b');
    event.request.querystring = {
      q: { value: 'two%26two' },
      empty: { value: '' },
      tag: { value: 'a', multiValue: [{ value: 'a' }, { value: 'b' }] },
    };
    expect(named(event)).toMatchObject({
      statusCode: 301,
      headers: {
        location: { value: 'https://book.example.com/apartments/a%20b?q=two%26two&empty&tag=a&tag=b' },
      },
    });
  });

  test('a path of two slashes stays on it', () => {
    expect(named(viewerRequest('//evil.example')).headers['location']).toEqual({
      value: 'https://book.example.com//evil.example',
    });
  });

  test('its own host is served', () => {
    expect(named(viewerRequest('/', { host: 'book.example.com' }))).toMatchObject({ uri: '/index.html' });
  });
});
