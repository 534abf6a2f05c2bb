import type { CachePolicy } from '../model/cache-policy';
import { field } from './fields';
import type { ViewerRequest } from './viewer-request';

/** The viewer's `Accept-Encoding` as far as the policy caches compressed objects; `''` where it does not or nothing fits. */
export type NormalizedEncoding = 'br,gzip' | 'br' | 'gzip' | '';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cache-key-understand-cache-policy.html#cache-policy-compressed-objects */
export function normalizedEncoding(request: ViewerRequest, policy: CachePolicy): NormalizedEncoding {
  const accepted = acceptedEncodings(field(request.fields, 'accept-encoding') ?? '');
  const brotli = policy.brotli && accepted.has('br');
  const gzip = policy.gzip && accepted.has('gzip');
  if (brotli && gzip) return 'br,gzip';
  if (brotli) return 'br';
  return gzip ? 'gzip' : '';
}

function acceptedEncodings(value: string): Set<string> {
  const accepted = value
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]?.trim() ?? '');
  return new Set(accepted);
}
