import { json, problem } from './response.mjs';
import { countryOf, deviceOf } from './visitor.mjs';

/** Viewer-request function of /edge/*: answers without a backend. */
export function handler(event) {
  const request = event.request;
  switch (request.uri) {
    case '/edge/whereami':
      return json(200, 'OK', { country: countryOf(request.headers), device: deviceOf(request.headers) });
    case '/edge/health':
      return json(200, 'OK', { status: 'ok' });
    default:
      return problem(404, 'Not Found', 'The edge answers /edge/whereami and /edge/health.');
  }
}
