import { capitalizedTitle } from '../meaning/names';
import { block, type JsonObject } from '../plan/json';
import type { ResourceChange } from '../plan/terraform-plan';

const PARTS = [
  ['headers_config', 'header_behavior', 'headers', 'header'],
  ['cookies_config', 'cookie_behavior', 'cookies', 'cookie'],
  ['query_strings_config', 'query_string_behavior', 'query_strings', 'parameter'],
] as const;

/** What no longer tells answers apart in the cache: who differs in it alone gets the answer of another. */
export function cacheKeys(change: ResourceChange): string[] {
  const { type, before, after } = change;
  if (type !== 'aws_cloudfront_cache_policy' || !before || !after) return [];
  return PARTS.flatMap(([config, behaviour, items, noun]) => {
    const [from, to] = [keyOf(before)?.[config], keyOf(after)?.[config]].map(block);
    const mode = (side: JsonObject | undefined) => String(side?.[behaviour] ?? 'none');
    const names = (side: JsonObject | undefined) => {
      const listed = block(side?.[items])?.['items'];
      return mode(side) === 'whitelist' && Array.isArray(listed) ? listed.map(String) : [];
    };
    const kept = new Set(names(to).map((name) => name.toLowerCase()));
    if (mode(to) === 'all' || mode(to) === 'allExcept') return [];
    const lost = names(from).filter((name) => !kept.has(name.toLowerCase()));
    const all = mode(from) === 'all' || mode(from) === 'allExcept' ? [`every ${noun}`] : [];
    return [...all, ...lost.map((name) => `${noun} ${name}`)].map(
      (what) =>
        `${capitalizedTitle(change)} leaves ${what} out of the cache key: one viewer may get what was made for another.`,
    );
  });
}

function keyOf(policy: JsonObject): JsonObject | undefined {
  return block(policy['parameters_in_cache_key_and_forwarded_to_origin']);
}
