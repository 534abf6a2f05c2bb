/**
 * Viewer-request function of /payments/*: tells the origin the host that the viewer used, to which it sends guests
 * back. Viewers can set neither this header nor the edge's secret.
 */
export function handler(event) {
  const request = event.request;
  const headers = request.headers;
  delete headers['x-origin-secret'];
  delete headers['x-keyhold-site'];
  if (headers.host) headers['x-keyhold-site'] = { value: headers.host.value };
  return request;
}
