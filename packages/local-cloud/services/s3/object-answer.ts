import { AwsError } from '../../core/errors';
import type { StoredObject } from './buckets';
import type { Answer } from './rest-xml';

type Headers = Readonly<Record<string, string | undefined>>;

/** The answer to GET or HEAD of an object, under the request's conditions and range (RFC 9110, sections 13 and 14). */
export function objectAnswer(object: StoredObject, request: Headers, withBody: boolean): Answer {
  const headers = {
    ...object.headers,
    'accept-ranges': 'bytes',
    etag: object.etag,
    'last-modified': new Date(object.lastModified).toUTCString(),
  };
  const failed = request['if-match'] !== undefined && !matchesTag(request['if-match'], object.etag);
  if (failed)
    throw new AwsError(
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
      412,
    );
  if (isNotModified(object, request)) return { statusCode: 304, headers, body: '' };
  const range = rangeOf(request['range'], object.body.length);
  const part = range ? object.body.subarray(range.start, range.end + 1) : object.body;
  return {
    statusCode: range ? 206 : 200,
    headers: {
      ...headers,
      'content-length': String(part.length),
      ...(range && { 'content-range': `bytes ${range.start}-${range.end}/${object.body.length}` }),
    },
    body: withBody ? part.toString('base64') : '',
  };
}

function isNotModified(object: StoredObject, request: Headers): boolean {
  const tags = request['if-none-match'];
  if (tags !== undefined) return matchesTag(tags, object.etag);
  const since = Date.parse(request['if-modified-since'] ?? '');
  // The header has seconds, the object milliseconds.
  return Math.floor(object.lastModified / 1_000) * 1_000 <= since;
}

/** Weak comparison: an edge that compressed an object asks with a weak tag. */
function matchesTag(tags: string, etag: string): boolean {
  return tags.trim() === '*' || tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

/** The one range asked for; undefined for the whole object, which also answers what is not of the form. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size) throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  return start > end ? undefined : { start, end };
}
