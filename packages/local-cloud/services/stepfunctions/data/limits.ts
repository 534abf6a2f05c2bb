import type { Json } from '../../../core/json';

/**
 * AWS's quotas, in bytes of UTF-8 or characters
 * (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html).
 */
export const LARGEST_PAYLOAD_BYTES = 262_144;
export const LONGEST_CAUSE = 32_768;
export const LONGEST_ERROR = 256;
export const LARGEST_DEFINITION_BYTES = 1_048_576;
export const MOST_HISTORY_EVENTS = 25_000;

/** Whether a value is larger, as JSON, than what may pass from state to state. */
export function isTooLarge(value: Json): boolean {
  if (typeof value !== 'object' && typeof value !== 'string') return false;
  const text = JSON.stringify(value);
  if (text.length * 3 <= LARGEST_PAYLOAD_BYTES) return false;
  return Buffer.byteLength(text) > LARGEST_PAYLOAD_BYTES;
}
