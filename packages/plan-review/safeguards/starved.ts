import { capitalizedTitle } from '../meaning/names';
import { shown } from '../meaning/values';
import { type Difference, differences } from '../plan/differences';
import type { Json } from '../plan/json';
import type { ResourceChange } from '../plan/terraform-plan';

/** Of these, less is sooner forgotten. */
const KEPT =
  /(^|_)(retention|retention_(in_)?(days|hours|seconds)|retention_period|backup_retention_period|snapshot_retention_limit|message_retention_seconds|recovery_window_in_days|deletion_window_in_days|days|years|noncurrent_days|maximum_record_age_in_seconds|maximum_retry_attempts|max_receive_count|ttl_seconds|delete_after|cold_storage_after)$/;
/** Of these, less lets fewer through. */
const LIMITS =
  /(^|_)(concurrency|concurrent_executions|provisioned_concurrent_executions|maximum_concurrency|burst_limit|rate_limit|throttling_(burst|rate)_limit|read_capacity|write_capacity|min_capacity|max_capacity|desired_count|quota|batch_size|parallelization_factor|memory_size|timeout|timeout_seconds|query_depth_limit|resolver_count_limit|max_session_duration)$/;
/** Rules by which things are deleted in time, and days on which they end. */
const ENDS = /(^|[._\]])(expiration|expires|expiry|noncurrent_version_expiration|valid_until|ttl)(\[|\.|$)/;
const SWITCH = /(^|_)(enabled|enable|is_enabled|actions_enabled)$|^enable_|_enabled$/;
const STATE = /(^|\.)(state|status)$/;

/** What stops, starves or forgets by the change: switched off, held to less, kept for less long. */
export function starved(change: ResourceChange): string[] {
  const { action, before, after } = change;
  if (!before || !after || action === 'delete') return [];
  return differences(before, after).flatMap((found) => {
    const what = sentence(found);
    return what ? [`${capitalizedTitle(change)}: ${what}`] : [];
  });
}

function sentence({ path, before, after }: Difference): string | undefined {
  const name = snakeCase(
    path
      .replace(/\[[^\]]*\]$/, '')
      .split('.')
      .at(-1) ?? path,
  );
  const fromTo = `${shown(before)} → ${shown(after)}`;
  if (SWITCH.test(name) && before === true && after !== true) return `${path} is switched off (${fromTo}).`;
  if (STATE.test(path) && isOn(before) && !isOn(after)) return `it is switched off (${path} ${fromTo}).`;
  if (KEPT.test(name) && isShorter(before, after))
    return `it keeps things for less long (${path} ${fromTo}).`;
  if (LIMITS.test(name) && isLess(before, after)) return `it is held to less (${path} ${fromTo}).`;
  if (ENDS.test(path) && (isEarlier(before, after) || (before === undefined && typeof after === 'number')))
    return `things end that did not, or end sooner (${path} ${fromTo}).`;
  return undefined;
}

/** Names in JSON texts are written in another way: maxReceiveCount. */
function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

function isOn(value: Json | undefined): boolean {
  return typeof value === 'string' && /^(enabled|active|on)$/i.test(value);
}

/** Not set, and -1, is without a limit; 0 that nobody has set is the provider's way to say so. */
function isLess(before: Json | undefined, after: Json | undefined): boolean {
  const [from, to] = [numberOf(before), numberOf(after)];
  if (to === undefined || to === -1) return false;
  if (from === undefined) return to > 0;
  return from === -1 || to < from;
}

/** As {@link isLess}, where 0 means for ever. */
function isShorter(before: Json | undefined, after: Json | undefined): boolean {
  const forEver = (value: Json | undefined) => (numberOf(value) === 0 ? undefined : value);
  return isLess(forEver(before), forEver(after));
}

function numberOf(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

function isEarlier(before: Json | undefined, after: Json | undefined): boolean {
  if (
    typeof before === 'string' &&
    typeof after === 'string' &&
    /^\d{4}-/.test(before) &&
    /^\d{4}-/.test(after)
  )
    return Date.parse(after) < Date.parse(before);
  if (before === false && after === true) return true;
  return isLess(before, after) && before !== undefined;
}
