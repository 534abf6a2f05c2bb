/** The version of Stripe's API that we ask by (https://docs.stripe.com/api/versioning): that of the SDK's types. */
export const API_VERSION = '2026-10-28.endive';

/**
 * The versions whose events we have read in tests. An endpoint in Stripe's dashboard has a version of its own, which may
 * be older or newer than ours: its events are read all the same, and the version is named in the log.
 */
export const KNOWN_EVENT_VERSIONS: ReadonlySet<string> = new Set([
  '2022-11-15',
  '2024-06-20',
  '2025-03-31.basil',
  API_VERSION,
]);
