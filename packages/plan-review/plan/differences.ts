import { canonical, isObject, type Json, type JsonObject, parsed } from './json';

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

/** Blocks that AWS does not read in their order: they have a name or a priority of their own. */
const UNORDERED =
  /(^|\.)(origin|origin_group|custom_header|custom_error_response|rule|attribute|global_secondary_index|local_secondary_index|function_association|lambda_function_association|statement|Statement|principals|condition|items|metric_query|override_action|tag|filter|setting|environment)$/;

/** Stands for a block in which nothing is set: that it is there may mean something. */
export const EMPTY_BLOCK = '(an empty block)';

/**
 * The attributes in which two values differ. Blocks with a name are compared by it, and by their order where AWS may
 * read them in it; texts that hold JSON by what is in them.
 */
export function differences(before: Json | undefined, after: Json | undefined, path = ''): Difference[] {
  if (canonical(before) === canonical(after)) return [];
  if (isObject(before) && isObject(after)) return ofParts(before, after, path);
  if (isObjects(before) && isObjects(after)) return ofBlocks(before, after, path);
  const [documentBefore, documentAfter] = [parsed(before), parsed(after)];
  if (documentBefore !== undefined && documentAfter !== undefined) {
    const found = differences(documentBefore, documentAfter, path);
    if (found.length > 0) return found;
  }
  return [{ path, before, after }];
}

/** Terraform has many ways to say "not set". */
export function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

/** Whether it only says "not set" in another way. */
export function isUnset({ before, after }: Difference): boolean {
  return isEmpty(before) && isEmpty(after);
}

function ofParts(
  before: { readonly [name: string]: Json | undefined },
  after: { readonly [name: string]: Json | undefined },
  path: string,
): Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => differences(before[name], after[name], path ? `${path}.${name}` : name));
}

/** A list of blocks, or nothing in its place. */
function isObjects(value: Json | undefined): value is readonly JsonObject[] | null | undefined {
  return value === undefined || value === null || (Array.isArray(value) && value.every(isObject));
}

function ofBlocks(
  one: readonly JsonObject[] | null | undefined,
  other: readonly JsonObject[] | null | undefined,
  path: string,
): Difference[] {
  const [before, after] = [one ?? [], other ?? []];
  // Nothing, or a list of nothing.
  if (before.length === 0 && after.length === 0) return [{ path, before: one, after: other }];
  const [namedBefore, namedAfter] = [byName(before), byName(after)];
  if (namedBefore && namedAfter) {
    const names = [...new Set([...namedBefore.keys(), ...namedAfter.keys()])];
    const found = names.flatMap((name) =>
      ofBlock(namedBefore.get(name), namedAfter.get(name), `${path}[${name}]`),
    );
    const order = UNORDERED.test(path) ? [] : ofOrder([...namedBefore.keys()], [...namedAfter.keys()], path);
    return [...found, ...order];
  }
  // A single block needs no position.
  const single = before.length <= 1 && after.length <= 1;
  const length = Math.max(before.length, after.length);
  return Array.from({ length }, (_, index) =>
    ofBlock(before[index], after[index], single ? path : `${path}[${index}]`),
  ).flat();
}

function ofBlock(before: JsonObject | undefined, after: JsonObject | undefined, path: string): Difference[] {
  const empty = (block: JsonObject | undefined) =>
    block && Object.values(block).every(isEmpty) ? EMPTY_BLOCK : undefined;
  if (before && after) return differences(before, after, path);
  const [whole, gone] = [empty(after), empty(before)];
  if (whole !== undefined || gone !== undefined) return [{ path, before: gone, after: whole }];
  return ofParts(before ?? {}, after ?? {}, path);
}

/** Whether those that were there before and are there still have changed places. */
function ofOrder(before: readonly string[], after: readonly string[], path: string): Difference[] {
  const stayed = before.filter((name) => after.includes(name));
  const now = after.filter((name) => before.includes(name));
  return canonical(stayed) === canonical(now)
    ? []
    : [{ path: `${path} (order)`, before: stayed, after: now }];
}

/** The blocks under their names, if each has one of its own. */
function byName(list: readonly JsonObject[]): Map<string, JsonObject> | undefined {
  if (list.length === 0) return new Map();
  for (const key of BLOCK_NAMES) {
    const names = list.map((element) => element[key]);
    const usable = names.every((name) => typeof name === 'string' || typeof name === 'number');
    if (usable && new Set(names).size === list.length)
      return new Map(list.map((element, index) => [String(names[index]), element]));
  }
  return undefined;
}
