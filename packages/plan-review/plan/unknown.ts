import { isObject, type Json } from './json';

/** Stands where only AWS knows the value, once it is applied. */
export const UNKNOWN = '(known after apply)';

/** The planned value with {@link UNKNOWN} where the plan does not know it yet. */
export function withUnknown(value: Json | undefined, unknown: Json | undefined): Json | undefined {
  if (unknown === true) return UNKNOWN;
  if (Array.isArray(unknown)) {
    const list = Array.isArray(value) ? value : [];
    const length = Math.max(list.length, unknown.length);
    return Array.from({ length }, (_, index) => withUnknown(list[index], unknown[index]) ?? null);
  }
  if (!isObject(unknown)) return value;
  const known = isObject(value) ? value : {};
  const names = [...new Set([...Object.keys(known), ...Object.keys(unknown)])];
  return Object.fromEntries(names.map((name) => [name, withUnknown(known[name], unknown[name])]));
}
