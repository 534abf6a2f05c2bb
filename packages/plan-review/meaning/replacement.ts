import { isObject, type Json } from '../plan/json';
import type { Path, ResourceChange } from '../plan/terraform-plan';
import { UNKNOWN } from '../plan/unknown';
import { kindOf } from './kinds';
import { title } from './names';
import { shown } from './values';

/** What people call an attribute. */
const WORDS: Readonly<Record<string, string>> = {
  hash_key: 'partition key',
  range_key: 'sort key',
  name: 'name',
  bucket: 'name',
  function_name: 'name',
  role: 'role',
  path: 'path',
};

export interface ForcedReplacement {
  /** `hash_key` */
  readonly attribute: string;
  /** A whole sentence: what changes from what to what, and that it can't be done in place. */
  readonly sentence: string;
}

/** Each attribute that makes Terraform replace the resource rather than update it. */
export function forcedReplacements(change: ResourceChange): ForcedReplacement[] {
  return change.replacePaths.map((path) => {
    const attribute = path.map(String).join('.');
    const [before, after] = [valueAt(change.before, path), valueAt(change.after, path)];
    return { attribute, sentence: sentence(change, attribute, before, after) };
  });
}

function sentence(
  change: ResourceChange,
  attribute: string,
  before: Json | undefined,
  after: Json | undefined,
): string {
  const word = WORDS[attribute] ? `${WORDS[attribute]} (${attribute})` : attribute;
  const to = after === UNKNOWN ? 'a value known only after apply' : shown(after);
  return `The ${word} of ${title(change)} changes from ${shown(before)} to ${to}, which AWS cannot do in place: the ${kindOf(change.type).noun} is destroyed and created again.`;
}

function valueAt(values: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((value, part) => {
    if (Array.isArray(value) && typeof part === 'number') return value[part];
    return isObject(value) ? value[part] : undefined;
  }, values);
}
