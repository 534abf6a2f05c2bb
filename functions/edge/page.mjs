import { html, problem } from './response.mjs';
import { countryOf, deviceOf } from './visitor.mjs';

/** First segments of paths that are no page: a wrong address of an API is never answered with HTML. */
const NOT_PAGES = ['api', 'payments', 'graphql', 'edge'];

/**
 * Viewer request of the page. Whatever address a visitor comes by, the page itself finds the way: every path
 * without an extension is the one document. Set when it is built: CANONICAL_HOST, the environment's domain, or
 * empty where the page has no name but CloudFront's; FILES, the paths of all files besides the hashed ones;
 * NOT_FOUND, the HTML for every other file: nobody's guesses reach the bucket.
 */
export function handler(event) {
  const request = event.request;
  const headers = request.headers;
  if (CANONICAL_HOST && headers.host && headers.host.value !== CANONICAL_HOST)
    return toCanonicalHost(request);
  if (NOT_PAGES.indexOf(request.uri.split('/')[1]) >= 0) {
    return problem(404, 'Not Found', 'There is nothing at this address.');
  }
  // Both headers are in the key of the default behaviour: a file is the same for everybody, and kept once.
  delete headers['x-keyhold-device'];
  delete headers['x-keyhold-country'];
  if (isFile(request.uri))
    return FILES.indexOf(request.uri) >= 0 ? request : html(404, 'Not Found', NOT_FOUND);
  headers['x-keyhold-device'] = { value: deviceOf(headers) };
  headers['x-keyhold-country'] = { value: countryOf(headers) };
  request.uri = '/index.html';
  return request;
}

function isFile(uri) {
  return uri.slice(uri.lastIndexOf('/')).indexOf('.') >= 0;
}

function toCanonicalHost(request) {
  return {
    statusCode: 301,
    statusDescription: 'Moved Permanently',
    headers: {
      location: { value: `https://${CANONICAL_HOST}${request.uri}${queryOf(request.querystring)}` },
      'cache-control': { value: 'public, max-age=3600' },
    },
  };
}

/** Names and values come as the browser wrote them, percent-encoded, and go on so. */
function queryOf(parameters) {
  const pairs = [];
  Object.keys(parameters).forEach((name) => {
    const values = parameters[name].multiValue || [parameters[name]];
    values.forEach((entry) => {
      pairs.push(entry.value === '' ? name : `${name}=${entry.value}`);
    });
  });
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}
