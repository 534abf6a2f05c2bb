import type { Cloud } from '../../../../core/service';
import { cachingDisabled } from '../../model/cache-policy';
import { type CacheKey, cacheKey } from '../../request/cache-key';
import { merged } from '../../request/fields';
import type { EdgeResponse } from '../../response/edge-response';
import { errorMinTtl, errorTtl } from '../../response/error-caching';
import { type Freshness, freshness } from '../../response/freshness';
import { validators } from '../../response/validators';
import { type Exchange, type ObjectFetch, resultOf, type ServedObject } from '../exchange';
import {
  type CachedObject,
  cachedObject,
  isFresh,
  isServable,
  mayRevalidateLater,
  type ObjectCache,
  usableOnError,
} from '../object-cache';
import type { OriginFetch } from '../origin-call';
import { forwardsCookies } from './viewer-headers';

/** The outcome of one call to an origin. Only what was stored may be given to other viewers. */
interface OriginOutcome {
  readonly object: ServedObject;
  readonly shareable: boolean;
}

/**
 * Answers from the cache, or asks the origin and stores its answer. Guarantees: simultaneous misses of one key
 * cost one origin call; what is not stored goes to the viewer who caused the call and to nobody else.
 */
export function cacheLookup(
  cloud: Pick<Cloud, 'clock' | 'log'>,
  cache: ObjectCache,
  origin: OriginFetch,
): ObjectFetch {
  const lookup = new CacheLookup(cloud, cache, origin);
  return (exchange) => lookup.fetch(exchange);
}

class CacheLookup {
  private readonly pending = new Map<string, Promise<OriginOutcome>>();

  constructor(
    private readonly cloud: Pick<Cloud, 'clock' | 'log'>,
    private readonly cache: ObjectCache,
    private readonly origin: OriginFetch,
  ) {}

  async fetch(exchange: Exchange): Promise<ServedObject> {
    const { behavior, request, distribution } = exchange;
    if (!behavior.cachedMethods.has(request.method) || cachingDisabled(behavior.cachePolicy)) {
      const response = await this.origin({ exchange, validators: new Map(), caching: false });
      return { response, result: resultOf(response.statusCode, 'Miss'), age: undefined };
    }
    const key = cacheKey(distribution.id, behavior, request);
    const now = this.cloud.clock.now();
    const known = this.wholeObject(exchange, now) ?? this.cache.get(key.id);
    if (known && isServable(known, now)) return hit(known, now);
    if (known && mayRevalidateLater(known, now)) {
      this.collapsed(exchange, key, known).catch((error) => {
        this.cloud.log('cloudfront', `Revalidating ${key.path} failed: ${String(error)}`);
      });
      return hit(known, now);
    }
    return this.collapsed(exchange, key, known);
  }

  /** A HEAD is answered from the stored answer to a GET. */
  private wholeObject({ distribution, behavior, request }: Exchange, now: number): CachedObject | undefined {
    if (request.method !== 'HEAD') return undefined;
    const whole = this.cache.get(cacheKey(distribution.id, behavior, { ...request, method: 'GET' }).id);
    return whole && isFresh(whole, now) ? whole : undefined;
  }

  /**
   * Waits for a pending call with the same key. Not where cookies go to the origin: then an answer may be meant
   * for one viewer.
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-traffic-spikes
   */
  private async collapsed(
    exchange: Exchange,
    key: CacheKey,
    stale: CachedObject | undefined,
  ): Promise<ServedObject> {
    if (forwardsCookies(exchange.behavior)) return (await this.fromOrigin(exchange, key, stale)).object;
    const first = this.pending.get(key.id);
    if (first) {
      const { object, shareable } = await first;
      if (!shareable) return (await this.fromOrigin(exchange, key, stale)).object;
      return { ...object, result: resultOf(object.response.statusCode, 'Hit'), age: object.age ?? 0 };
    }
    const call = this.fromOrigin(exchange, key, stale).finally(() => this.pending.delete(key.id));
    this.pending.set(key.id, call);
    return (await call).object;
  }

  private async fromOrigin(
    exchange: Exchange,
    key: CacheKey,
    stale: CachedObject | undefined,
  ): Promise<OriginOutcome> {
    const { generation } = this.cache;
    const revalidated = stale && stale.response.statusCode < 400 ? stale : undefined;
    const response = await this.origin({
      exchange,
      validators: revalidated ? validators(revalidated.response.fields) : new Map(),
      caching: true,
    });
    const store = (object: CachedObject | undefined): void => {
      if (!object) this.cache.drop(key.id);
      else if (generation === this.cache.generation) this.cache.put(object);
    };
    if (revalidated && response.statusCode === 304)
      return this.refreshed(exchange, revalidated, response, store);
    if (response.statusCode >= 500 && revalidated && usableOnError(revalidated, this.cloud.clock.now())) {
      const wait = errorMinTtl(response.statusCode, exchange.distribution.customErrors) * 1_000;
      store({ ...revalidated, retryAt: this.cloud.clock.now() + wait });
      return { object: hit(revalidated, this.cloud.clock.now()), shareable: true };
    }
    return this.arrived(exchange, key, response, store);
  }

  /** The origin says that the stored response is still right: it is stored again, with the headers that came. */
  private refreshed(
    exchange: Exchange,
    stale: CachedObject,
    { fields }: EdgeResponse,
    store: (object: CachedObject | undefined) => void,
  ): OriginOutcome {
    const now = this.cloud.clock.now();
    const described = new Map(
      [...fields].filter(([name]) => !/^content-(length|encoding|range)$|^etag$|^vary$/.test(name)),
    );
    const response = { ...stale.response, fields: merged(stale.response.fields, described) };
    const lifetime = freshness(response.fields, exchange.behavior.cachePolicy, now);
    store(lifetime && cachedObject(stale, response, lifetime, now));
    return { object: { response, result: 'RefreshHit', age: undefined }, shareable: lifetime !== undefined };
  }

  private arrived(
    exchange: Exchange,
    key: CacheKey,
    response: EdgeResponse,
    store: (object: CachedObject | undefined) => void,
  ): OriginOutcome {
    const { behavior, distribution } = exchange;
    const now = this.cloud.clock.now();
    const lifetime = this.lifetime(exchange, response, now);
    const place = { key: key.id, path: key.path, distributionId: distribution.id, behavior: behavior.name };
    store(lifetime && cachedObject(place, response, lifetime, now));
    const result = resultOf(response.statusCode, 'Miss');
    return { object: { response, result, age: undefined }, shareable: lifetime !== undefined };
  }

  private lifetime(
    { behavior, distribution }: Exchange,
    response: EdgeResponse,
    now: number,
  ): Freshness | undefined {
    const { statusCode, fields } = response;
    if (statusCode < 400) return freshness(fields, behavior.cachePolicy, now);
    const ttl = errorTtl(statusCode, fields, behavior.cachePolicy, distribution.customErrors);
    return ttl === undefined ? undefined : { ttl, whileRevalidating: 0, ifError: 0 };
  }
}

function hit(object: CachedObject, now: number): ServedObject {
  const { response, storedAt } = object;
  return { response, result: resultOf(response.statusCode, 'Hit'), age: now - storedAt };
}
