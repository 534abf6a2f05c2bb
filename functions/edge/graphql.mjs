/**
 * Viewer-request function of /graphql: tells the API from which address the viewer came, as CloudFront saw it.
 * Viewers can set neither this header nor the edge's secret.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html#functions-event-structure-viewer
 */
export function handler(event) {
  const request = event.request;
  const headers = request.headers;
  delete headers['x-origin-secret'];
  headers['x-keyhold-address'] = { value: event.viewer.ip };
  return request;
}
