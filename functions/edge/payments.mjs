/**
 * Viewer request of /payments/*: tells the origin by which host the viewer knows the site, which it sends guests
 * back to. Neither this nor the secret that tells the edge from others can a viewer say himself.
 */
export function handler(event) {
  const request = event.request;
  const headers = request.headers;
  delete headers['x-origin-secret'];
  delete headers['x-keyhold-site'];
  if (headers.host) headers['x-keyhold-site'] = { value: headers.host.value };
  return request;
}
