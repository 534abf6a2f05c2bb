import type { HttpRequest } from '../../core/http/message';

/** The bucket and key that a request is about; the key is empty for the bucket itself. */
export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

const VIRTUAL_HOST = /^(.+)\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com$/;
const PATH_HOST = /^s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com$/;
const LOCAL_BUCKET_HOST = /^(.+)\.localhost$/;
/** The scope of a signature: clients of the gateway are told apart by the service they sign for. */
const SIGNED_FOR_S3 = /Credential=[^/]+\/\d{8}\/[^/]+\/s3\/aws4_request/;

/**
 * The object that a request names, by virtual host or by path; undefined for a request that is not for S3.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function addressOf({ path, headers }: HttpRequest): ObjectAddress | undefined {
  const host = (headers['host'] ?? '').toLowerCase().replace(/:\d+$/, '');
  const virtual = VIRTUAL_HOST.exec(host)?.[1];
  if (virtual) return { bucket: virtual, key: decoded(path.slice(1)) };
  if (PATH_HOST.test(host)) return byPath(path);
  if (!SIGNED_FOR_S3.test(headers['authorization'] ?? '')) return undefined;
  const local = LOCAL_BUCKET_HOST.exec(host)?.[1];
  return local ? { bucket: local, key: decoded(path.slice(1)) } : byPath(path);
}

function byPath(path: string): ObjectAddress {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return { bucket: decoded(bucket), key: decoded(key) };
}

/** A `+` in a path is a plus sign. What is no percent-encoding stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
