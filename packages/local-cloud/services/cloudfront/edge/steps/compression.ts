import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type NormalizedEncoding, normalizedEncoding } from '../../request/accept-encoding';
import { type Fields, field, only } from '../../request/fields';
import type { EdgeResponse } from '../../response/edge-response';
import type { OriginFetch } from '../origin-call';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html#compressed-content-cloudfront-file-types */
const COMPRESSED_TYPES =
  /^(application\/(dash\+xml|eot|font|font-sfnt|javascript|json|opentype|otf|pdf|pkcs7-mime|protobuf|rss\+xml|truetype|ttf|vnd\.apple\.mpegurl|vnd\.mapbox-vector-tile|vnd\.ms-fontobject|wasm|xhtml\+xml|xml|x-font-opentype|x-font-truetype|x-font-ttf|x-httpd-cgi|x-javascript|x-mpegurl|x-opentype|x-otf|x-perl|x-ttf)|font\/(eot|opentype|otf|ttf)|image\/svg\+xml|text\/(css|csv|html|javascript|js|plain|richtext|tab-separated-values|xml|x-component|x-java-source|x-script)|vnd\.apple\.mpegurl)$/;

const SMALLEST = 1_000;
const LARGEST = 10_000_000;
const COMPRESSED_STATUSES = [200, 403, 404];

/** Compresses what is to be cached, where the behavior says so and the viewer accepts it. */
export function compression(next: OriginFetch): OriginFetch {
  return async (call) => {
    const response = await next(call);
    const { behavior, request } = call.exchange;
    const compresses = call.caching && behavior.compress;
    const accepted = compresses ? normalizedEncoding(request, behavior.cachePolicy) : '';
    const format = compressionOf(response, accepted);
    return format ? compressed(response, format) : response;
  };
}

/** The format that CloudFront compresses a response into, if any. Brotli is preferred. */
function compressionOf(response: EdgeResponse, accepted: NormalizedEncoding): 'br' | 'gzip' | undefined {
  const { statusCode, fields, body } = response;
  const type = field(fields, 'content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  const fits =
    COMPRESSED_STATUSES.includes(statusCode) &&
    COMPRESSED_TYPES.test(type) &&
    body.length >= SMALLEST &&
    body.length <= LARGEST &&
    !fields.has('content-encoding') &&
    // A chunked response has no Content-Length.
    !fields.has('transfer-encoding');
  if (!fits || accepted === '') return undefined;
  return accepted === 'gzip' ? 'gzip' : 'br';
}

/** The response in that format. A strong ETag becomes weak; an invalid one is removed. */
async function compressed(response: EdgeResponse, format: 'br' | 'gzip'): Promise<EdgeResponse> {
  const body = format === 'br' ? await brotli(response.body, BROTLI) : await deflate(response.body);
  const etag = field(response.fields, 'etag');
  const fields = new Map(only(response.fields, (name) => name !== 'content-length' && name !== 'etag'));
  fields.set('content-encoding', [format]);
  fields.set('vary', [withAcceptEncoding(response.fields)]);
  if (etag?.startsWith('"')) fields.set('etag', [`W/${etag}`]);
  else if (etag?.startsWith('W/')) fields.set('etag', [etag]);
  return { ...response, fields, body };
}

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

function withAcceptEncoding(fields: Fields): string {
  const vary = field(fields, 'vary');
  if (vary === undefined) return 'Accept-Encoding';
  return /(^|,)\s*(\*|accept-encoding)\s*(,|$)/i.test(vary) ? vary : `${vary}, Accept-Encoding`;
}
