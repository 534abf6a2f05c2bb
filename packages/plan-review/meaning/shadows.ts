import { type Difference, isEmpty } from '../plan/differences';
import { canonical, isObject, type Json, type JsonObject, parsed } from '../plan/json';
import type { Declared, ResourceChange } from '../plan/terraform-plan';
import { grantsOf } from '../subjects/statements';

/** What AWS counts, dates and names by itself. */
const COMPUTED =
  /^(id|arn|etag|version|version_id|unique_id|status|last_modified.*|create_?d?_?date|creation_date|created_time|hosted_zone_id|latest_.*|in_progress_.*|trusted_key_groups|trusted_signers)$/;

/** What the other resources of the plan declare, to recognize it where one resource shows what another owns. */
export class Siblings {
  private readonly texts = new Map<string, ReadonlySet<string>>();

  constructor(declared: readonly Declared[]) {
    for (const { address, values } of declared) this.texts.set(address, new Set(leaves(values)));
  }

  /** Whether one other resource, which is about this one, says all of the value. */
  own(value: Json, { address, after, before }: ResourceChange): boolean {
    const names = identities(after ?? before ?? {});
    const parts = leaves(value).filter((leaf) => !names.has(leaf));
    for (const [other, texts] of this.texts) {
      if (other === address || ![...names].some((name) => texts.has(name))) continue;
      if (parts.every((part) => texts.has(part))) return true;
    }
    return false;
  }
}

/**
 * Whether a difference is none that anybody has made: the provider reads back in other words what was declared, or one
 * resource shows what another one owns (the inline policies of a role, the versioning of a bucket).
 */
export function isShadow(
  { path, before, after }: Difference,
  change: ResourceChange,
  siblings: Siblings,
): boolean {
  if (COMPUTED.test(path)) return true;
  const attribute = path.replace(/[.[ ].*$/, '');
  const whole = (side: JsonObject | undefined) => meaning(side?.[attribute]);
  if (meaning(before) === meaning(after) || whole(change.before) === whole(change.after)) return true;
  // Not set, and read back as nothing.
  if (isEmpty(before) && (after === 0 || after === false)) return true;
  const said = partsAt(path, change.after);
  return said.length > 0 && said.every((element) => siblings.own(element, change));
}

/** The block that the path leads through, by its name; without one, all that the attribute says. */
function partsAt(path: string, after: JsonObject | undefined): readonly Json[] {
  const [, attribute = '', name] = /^(\w+)(?:\[([^\]]*)\])?/.exec(path) ?? [];
  const all = elements(after?.[attribute]);
  const named = all.filter((element) => isObject(element) && Object.values(element).includes(name));
  return named.length > 0 ? named : all;
}

function elements(value: Json | undefined): readonly Json[] {
  if (isEmpty(value)) return [];
  return Array.isArray(value) ? value : [value ?? null];
}

/** Equal for what AWS takes for the same: policies by what they grant, lists of words in any order, numbers as texts. */
function meaning(value: Json | undefined): string {
  if (typeof value === 'string') {
    const document = parsed(value);
    if (isObject(document) && document['Statement'] !== undefined)
      return canonical((grantsOf(document) ?? []).map((grant) => canonical({ ...grant })).sort());
    return document === undefined ? value.replace(/\.$/, '').trim() : canonical(document);
  }
  if (Array.isArray(value) && value.every((part) => typeof part === 'string'))
    return canonical(value.toSorted());
  return typeof value === 'number' ? String(value) : canonical(value);
}

function identities(values: JsonObject): Set<string> {
  const names = ['id', 'arn', 'name', 'bucket', 'function_name', 'url', 'role'].map(
    (attribute) => values[attribute],
  );
  return new Set(
    names.filter((name) => typeof name === 'string' && name !== '').map((name) => meaning(name)),
  );
}

/** Every value in it, a policy as a whole; switches that are off, which say nothing, left out. */
function leaves(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (isObject(value)) return Object.values(value).flatMap(leaves);
  if (value === undefined || value === null || value === '' || value === false || value === 0) return [];
  // One resource says it by a switch, another by a word.
  if (typeof value === 'string' && /^(disabled|suspended|off)$/i.test(value)) return [];
  return [
    value === true || (typeof value === 'string' && /^(enabled|on)$/i.test(value)) ? 'true' : meaning(value),
  ];
}
