import { type CachePolicy, cachingDisabled } from '../model/cache-policy';
import { type Fields, field } from '../request/fields';

/** How long a response may be used. All times in milliseconds. */
export interface Freshness {
  readonly ttl: number;
  /** After that, how long it may be served while a new one is fetched. */
  readonly whileRevalidating: number;
  /** After that, how long it may be served because the origin fails. */
  readonly ifError: number;
}

/** The directives of a `Cache-Control` header, lower-case; without a value: the empty string. */
export function directives(fields: Fields): ReadonlyMap<string, string> {
  const parts = (field(fields, 'cache-control') ?? '').match(/[^,="\s]+(?:\s*=\s*(?:"[^"]*"|[^,]*))?/g) ?? [];
  return new Map(
    parts.map((part) => {
      const at = part.indexOf('=');
      if (at < 0) return [part.trim().toLowerCase(), ''];
      return [
        part.slice(0, at).trim().toLowerCase(),
        part
          .slice(at + 1)
          .trim()
          .replace(/^"|"$/g, ''),
      ];
    }),
  );
}

/**
 * The cache time of a successful answer; undefined where it is not cached. The viewer's Cache-Control has no effect.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html#ExpirationDownloadDist
 */
export function freshness(fields: Fields, policy: CachePolicy, now: number): Freshness | undefined {
  if (cachingDisabled(policy)) return undefined;
  const control = directives(fields);
  const restricted = ['no-cache', 'no-store', 'private'].some((name) => control.has(name));
  const varies = field(fields, 'vary')?.trim() === '*';
  if (policy.minTtl === 0 && (restricted || varies)) return undefined;
  const { minTtl, maxTtl, defaultTtl } = policy;
  const asked = lifetime(fields, control, now);
  const ttl = restricted
    ? minTtl
    : clamp(asked ?? Math.max(minTtl, defaultTtl), minTtl, asked === undefined ? Infinity : maxTtl);
  // A stale object is served for at most the maximum TTL.
  const stale = (name: string, otherwise: number): number =>
    Math.min(seconds(control.get(name)) ?? otherwise, maxTtl) * 1_000;
  return {
    ttl: ttl * 1_000,
    whileRevalidating: stale('stale-while-revalidate', 0),
    ifError: stale('stale-if-error', maxTtl),
  };
}

/** The cache time in seconds that the origin sets: `s-maxage` before `max-age` before `Expires`. */
export function lifetime(
  fields: Fields,
  control: ReadonlyMap<string, string>,
  now: number,
): number | undefined {
  const age = seconds(control.get('s-maxage')) ?? seconds(control.get('max-age'));
  if (age !== undefined) return age;
  const expires = field(fields, 'expires');
  if (expires === undefined) return undefined;
  const at = Date.parse(expires);
  // An invalid date such as `0` means: already expired (RFC 9111, section 5.3).
  return Number.isNaN(at) ? 0 : Math.max(0, (at - now) / 1_000);
}

function seconds(value: string | undefined): number | undefined {
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
