import { canonical, isObject, type Json, parsed } from './json';

/** One attribute that is not as before. */
export interface Difference {
  /** Such as `global_secondary_index[byComplex].hash_key`. */
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What tells one block of a list from another. */
const BLOCK_NAMES = [
  'name',
  'path_pattern',
  'origin_id',
  'header',
  'error_code',
  'sid',
  'Sid',
  'id',
  'event_type',
];

/**
 * The attributes in which two values differ. Blocks with a name are compared by it, not by their position; texts
 * that hold JSON by what is in them.
 */
export function differences(before: Json | undefined, after: Json | undefined, path = ''): Difference[] {
  if (isEmpty(before) && isEmpty(after)) return [];
  if (canonical(before) === canonical(after)) return [];
  if (isObject(before) && isObject(after)) return ofParts(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) return ofLists(before, after, path);
  const [documentBefore, documentAfter] = [parsed(before), parsed(after)];
  if (documentBefore !== undefined && documentAfter !== undefined)
    return differences(documentBefore, documentAfter, path);
  return [{ path, before, after }];
}

/** Terraform has many ways to say "not set". */
export function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

function ofParts(
  before: { readonly [name: string]: Json | undefined },
  after: { readonly [name: string]: Json | undefined },
  path: string,
): Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => differences(before[name], after[name], path ? `${path}.${name}` : name));
}

function ofLists(before: readonly Json[], after: readonly Json[], path: string): Difference[] {
  const [namedBefore, namedAfter] = [byName(before), byName(after)];
  if (namedBefore && namedAfter) {
    const names = [...new Set([...namedBefore.keys(), ...namedAfter.keys()])];
    return names.flatMap((name) =>
      differences(namedBefore.get(name), namedAfter.get(name), `${path}[${name}]`),
    );
  }
  if (![...before, ...after].every(isObject)) return [{ path, before, after }];
  // A single block needs no position.
  const single = before.length <= 1 && after.length <= 1;
  const length = Math.max(before.length, after.length);
  return Array.from({ length }, (_, index) =>
    differences(before[index], after[index], single ? path : `${path}[${index}]`),
  ).flat();
}

/** The blocks under their names, if each has one of its own. */
function byName(list: readonly Json[]): Map<string, Json> | undefined {
  if (list.length === 0) return new Map();
  for (const key of BLOCK_NAMES) {
    const names = list.map((element) => (isObject(element) ? element[key] : undefined));
    const usable = names.every((name) => typeof name === 'string' || typeof name === 'number');
    if (usable && new Set(names).size === list.length)
      return new Map(list.map((element, index) => [String(names[index]), element]));
  }
  return undefined;
}
