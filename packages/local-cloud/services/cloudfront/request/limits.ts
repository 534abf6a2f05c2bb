import { cookieText, queryText, type ViewerRequest } from './viewer-request';

const LONGEST_URL = 8_192;
const LARGEST_REQUEST = 20_480;

/**
 * What is wrong with the size of a request, body apart: a URL over 8,192 bytes, or 20,480 bytes with its
 * headers. The answer to either is 413.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#RequestCustomMaxRequestStringLength
 */
export function oversize(request: ViewerRequest): string | undefined {
  const query = queryText(request.query);
  const target = request.uri.length + (query === '' ? 0 : query.length + 1);
  const url = `https://${request.fields.get('host')?.[0] ?? ''}`.length + target;
  if (url > LONGEST_URL) return `The URL has ${url} bytes; ${LONGEST_URL} are the most.`;
  const size = request.method.length + target + headerBytes(request);
  return size > LARGEST_REQUEST
    ? `The request has ${size} bytes of headers; ${LARGEST_REQUEST} are the most.`
    : undefined;
}

function headerBytes({ fields, cookies }: ViewerRequest): number {
  const separators = ': \r\n'.length;
  const lines = [...fields].flatMap(([name, values]) =>
    values.map((value) => name.length + value.length + separators),
  );
  return (
    lines.reduce((sum, line) => sum + line, 0) +
    (cookies.length > 0 ? cookieText(cookies).length + 'cookie: \r\n'.length : 0)
  );
}
