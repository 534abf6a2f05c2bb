import { AwsError } from '../../core/errors';
import type { HttpRequest } from '../../core/http/message';

/**
 * The body of an upload. SDKs send it in signed chunks, `<hexadecimal size>;…\r\n<bytes>\r\n`, ended by one
 * of size 0 and by trailers.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export function decodeChunks({ headers, body }: HttpRequest): Buffer {
  const encoded = (headers['content-encoding'] ?? '').includes('aws-chunked');
  if (!encoded && !(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-')) return body;
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.toString('latin1', at, end < 0 ? at : end).split(';')[0] ?? '', 16);
    if (Number.isNaN(size))
      throw new AwsError('IncompleteBody', 'The body is not of the chunks that its headers promise.');
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}
