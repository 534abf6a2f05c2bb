import type { Cloud } from '../../../core/service';
import { cachingDisabled } from '../model/cache-policy';
import { type CacheKey, cacheKey } from '../request/cache-key';
import { merged } from '../request/fields';
import { compressed, compressionOf } from '../response/compression';
import { validators } from '../response/conditional';
import type { EdgeResponse } from '../response/edge-response';
import { errorMinTtl, errorTtl } from '../response/error-caching';
import { type Freshness, freshness } from '../response/freshness';
import { forwardsCookies } from '../response/viewer-fields';
import {
  type CachedObject,
  cachedObject,
  isFresh,
  isServable,
  mayRevalidateLater,
  type ObjectCache,
  usableOnError,
} from './object-cache';
import type { OriginClient } from './origin-client';
import { resultOf, type Served, type Visit } from './served';

/** What one call to an origin came to; others may have it only where it was kept. */
interface Fetched {
  readonly served: Served;
  readonly shareable: boolean;
}

/**
 * Answers from the cache, or from the origin and then from the cache. Guarantees: simultaneous misses of
 * one key cost one origin call; what is not kept is given to nobody but the viewer who caused the call.
 */
export class CachedFetch {
  private readonly underWay = new Map<string, Promise<Fetched>>();

  constructor(
    private readonly cloud: Pick<Cloud, 'clock' | 'log'>,
    private readonly cache: ObjectCache,
    private readonly origins: OriginClient,
  ) {}

  async fetch(visit: Visit): Promise<Served> {
    const { behavior, request, distribution } = visit;
    if (!behavior.cachedMethods.has(request.method) || cachingDisabled(behavior.cachePolicy)) {
      const response = await this.origins.fetch(visit, new Map(), true);
      return { response, result: resultOf(response.statusCode, 'Miss'), age: undefined };
    }
    const key = cacheKey(distribution.id, behavior, request);
    const now = this.cloud.clock.now();
    const known = this.wholeObject(visit, now) ?? this.cache.get(key.id);
    if (known && isServable(known, now)) return hit(known, now);
    if (known && mayRevalidateLater(known, now)) {
      this.collapsed(visit, key, known).catch((error) => {
        this.cloud.log('cloudfront', `Revalidating ${key.path} failed: ${String(error)}`);
      });
      return hit(known, now);
    }
    return this.collapsed(visit, key, known);
  }

  /** A HEAD is answered from what a GET has left. */
  private wholeObject({ distribution, behavior, request }: Visit, now: number): CachedObject | undefined {
    if (request.method !== 'HEAD') return undefined;
    const whole = this.cache.get(cacheKey(distribution.id, behavior, { ...request, method: 'GET' }).id);
    return whole && isFresh(whole, now) ? whole : undefined;
  }

  /**
   * Waits for the call that is already under way for the key. Not where cookies go to the origin: an answer
   * may be meant for one viewer then.
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-traffic-spikes
   */
  private async collapsed(visit: Visit, key: CacheKey, stale: CachedObject | undefined): Promise<Served> {
    if (forwardsCookies(visit.behavior)) return (await this.fromOrigin(visit, key, stale)).served;
    const first = this.underWay.get(key.id);
    if (first) {
      const { served, shareable } = await first;
      if (!shareable) return (await this.fromOrigin(visit, key, stale)).served;
      return { ...served, result: resultOf(served.response.statusCode, 'Hit'), age: served.age ?? 0 };
    }
    const call = this.fromOrigin(visit, key, stale).finally(() => this.underWay.delete(key.id));
    this.underWay.set(key.id, call);
    return (await call).served;
  }

  private async fromOrigin(visit: Visit, key: CacheKey, stale: CachedObject | undefined): Promise<Fetched> {
    const { generation } = this.cache;
    const revalidated = stale && stale.response.statusCode < 400 ? stale : undefined;
    const response = await this.origins.fetch(
      visit,
      revalidated ? validators(revalidated.response.fields) : new Map(),
      false,
    );
    const keep = (object: CachedObject | undefined): void => {
      if (!object) this.cache.drop(key.id);
      else if (generation === this.cache.generation) this.cache.put(object);
    };
    if (revalidated && response.statusCode === 304) return this.refreshed(visit, revalidated, response, keep);
    if (response.statusCode >= 500 && revalidated && usableOnError(revalidated, this.cloud.clock.now())) {
      const wait = errorMinTtl(response.statusCode, visit.distribution.customErrors) * 1_000;
      keep({ ...revalidated, retryAt: this.cloud.clock.now() + wait });
      return { served: hit(revalidated, this.cloud.clock.now()), shareable: true };
    }
    return this.arrived(visit, key, response, keep);
  }

  /** The origin says that the stored response is still right: it is, with the headers that came. */
  private refreshed(
    visit: Visit,
    stale: CachedObject,
    { fields }: EdgeResponse,
    keep: (object: CachedObject | undefined) => void,
  ): Fetched {
    const now = this.cloud.clock.now();
    const described = new Map(
      [...fields].filter(([name]) => !/^content-(length|encoding|range)$|^etag$|^vary$/.test(name)),
    );
    const response = { ...stale.response, fields: merged(stale.response.fields, described) };
    const lifetime = freshness(response.fields, visit.behavior.cachePolicy, now);
    keep(lifetime && cachedObject(stale, response, lifetime, now));
    return { served: { response, result: 'RefreshHit', age: undefined }, shareable: lifetime !== undefined };
  }

  private async arrived(
    visit: Visit,
    key: CacheKey,
    plain: EdgeResponse,
    keep: (object: CachedObject | undefined) => void,
  ): Promise<Fetched> {
    const { behavior, distribution } = visit;
    const format = behavior.compress ? compressionOf(plain, key.encoding) : undefined;
    const response = format ? await compressed(plain, format) : plain;
    const now = this.cloud.clock.now();
    const lifetime = this.lifetime(visit, response, now);
    const place = { key: key.id, path: key.path, distributionId: distribution.id, behavior: behavior.name };
    keep(lifetime && cachedObject(place, response, lifetime, now));
    const result = resultOf(response.statusCode, 'Miss');
    return { served: { response, result, age: undefined }, shareable: lifetime !== undefined };
  }

  private lifetime(
    { behavior, distribution }: Visit,
    response: EdgeResponse,
    now: number,
  ): Freshness | undefined {
    const { statusCode, fields } = response;
    if (statusCode < 400) return freshness(fields, behavior.cachePolicy, now);
    const ttl = errorTtl(statusCode, fields, behavior.cachePolicy, distribution.customErrors);
    return ttl === undefined ? undefined : { ttl, whileRevalidating: 0, ifError: 0 };
  }
}

function hit(object: CachedObject, now: number): Served {
  const { response, storedAt } = object;
  return { response, result: resultOf(response.statusCode, 'Hit'), age: now - storedAt };
}
