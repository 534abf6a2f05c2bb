import type { JsonObject } from '../../../core/json';

/** Lambda hands over no more at once: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LARGEST_EVENT = 6 * 1024 * 1024;

/** What an event has around its records, and what a record gets on its way into one. */
const AROUND_EVENT = 64;
const AROUND_RECORD = 256;

/** How many records from the first one fit into one event: at least one. */
export function fitting(records: readonly JsonObject[]): number {
  let bytes = AROUND_EVENT;
  const end = records.findIndex((record) => {
    bytes += Buffer.byteLength(JSON.stringify(record)) + AROUND_RECORD;
    return bytes > LARGEST_EVENT;
  });
  return end < 0 ? records.length : Math.max(1, end);
}
