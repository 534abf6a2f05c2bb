import { html, problem } from './response.mjs';
import { countryOf, deviceOf } from './visitor.mjs';

/** First segments of paths that are not pages: a wrong URL of an API is never answered with HTML. */
const NOT_PAGES = ['api', 'payments', 'graphql', 'edge'];

/**
 * Viewer-request function of the page. Every path without an extension is served the one HTML document. Constants
 * of the build: CANONICAL_HOST, the environment's domain, or empty where it has only CloudFront's; FILES, the paths
 * of all files except the hashed ones; NOT_FOUND, the HTML for all other files, which are never looked for in the
 * bucket.
 */
export function handler(event) {
  const request = event.request;
  const headers = request.headers;
  if (CANONICAL_HOST && headers.host && headers.host.value !== CANONICAL_HOST)
    return toCanonicalHost(request);
  if (NOT_PAGES.indexOf(request.uri.split('/')[1]) >= 0) {
    return problem(404, 'Not Found', 'There is nothing at this address.');
  }
  // Both headers are in the default behavior's cache key. Without them a file is cached once for everybody.
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

/** Names and values stay percent-encoded, as the browser sent them. */
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
