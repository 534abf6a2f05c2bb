import { field } from '../../request/fields';
import type { ViewerRequest } from '../../request/viewer-request';
import type { EdgeResponse } from '../../response/edge-response';
import { isSuccess, type ResponseStep, withResponse } from '../exchange';

/**
 * Answers with the part of a response that the viewer asks for: 206, or 416 where there is no such part. To a
 * malformed header, and to several ranges at once, the answer is the whole.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RangeGETs.html
 */
export const byteRange: ResponseStep = (exchange) =>
  isSuccess(exchange) ? withResponse(exchange, ranged(exchange.request, exchange.answer.response)) : exchange;

function ranged(request: ViewerRequest, response: EdgeResponse): EdgeResponse {
  const range = field(request.fields, 'range');
  const asked = range === undefined ? undefined : /^bytes=(\d*)-(\d*)$/.exec(range.trim());
  if (!asked || request.method !== 'GET' || response.statusCode !== 200 || !condition(request, response))
    return response;
  const size = response.body.length;
  const [, first = '', last = ''] = asked;
  if (first === '' && last === '') return response;
  // `-500` means the last 500 bytes.
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && first !== '' && Number(last) < start) return response;
  if (start >= size) return unsatisfiable(response);
  const fields = new Map(response.fields);
  fields.set('content-range', [`bytes ${start}-${end}/${size}`]);
  return {
    statusCode: 206,
    statusText: 'Partial Content',
    fields,
    body: response.body.subarray(start, end + 1),
  };
}

/** `If-Range`: the range only if the object has not changed since the viewer got it. */
function condition({ fields }: ViewerRequest, response: EdgeResponse): boolean {
  const known = field(fields, 'if-range');
  return (
    known === undefined ||
    [field(response.fields, 'etag'), field(response.fields, 'last-modified')].includes(known)
  );
}

function unsatisfiable(response: EdgeResponse): EdgeResponse {
  const fields = new Map(response.fields);
  fields.set('content-range', [`bytes */${response.body.length}`]);
  return { statusCode: 416, statusText: 'Range Not Satisfiable', fields, body: Buffer.alloc(0) };
}
