import { matchesWildcards, wildcardPattern } from '../../../core/wildcards';

/**
 * A test of a viewer's path against a cache behavior's pattern: case-sensitive, the leading slash optional,
 * `*` for any run of characters with `/` among them, `?` for exactly one.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
 */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const rooted = pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`;
  const places = wildcardPattern(rooted);
  return (path) => matchesWildcards(places, path);
}
