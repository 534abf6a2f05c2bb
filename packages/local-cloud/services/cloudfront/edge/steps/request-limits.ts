import { cookieText, queryText, type ViewerRequest } from '../../request/viewer-request';
import { type RequestStep, refuse } from '../exchange';

const LONGEST_URL = 8_192;
const LARGEST_REQUEST = 20_480;

/**
 * Refuses a URL over 8,192 bytes, and URL and headers over 20,480 bytes together, with 413.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#RequestCustomMaxRequestStringLength
 */
export const requestLimits: RequestStep = (exchange) => {
  const excess = oversize(exchange.request);
  return excess === undefined ? exchange : refuse(exchange, 413, excess);
};

/** What is too large, as a sentence; undefined where nothing is. */
function oversize(request: ViewerRequest): string | undefined {
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
