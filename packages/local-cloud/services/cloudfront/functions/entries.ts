import type { Json, JsonObject } from '../../../core/json';
import { isObject } from '../../../core/json';

/** A name and its values, in order: header fields, query parameters or cookies of a request or response. */
export type FunctionEntries = ReadonlyMap<string, readonly string[]>;

/** `{name: {value, multiValue?}}`, as a function sees header fields, query parameters and cookies. */
export function toEvent(entries: FunctionEntries): JsonObject {
  return Object.fromEntries(
    [...entries].map(([name, values]) => {
      const several = values.length > 1 && { multiValue: values.map((value) => ({ value })) };
      return [name, { value: values[0] ?? '', ...several }];
    }),
  );
}

/** The entries as a function returned them; undefined where they are malformed. */
export function fromEvent(given: FunctionEntries, left: Json | undefined): FunctionEntries | undefined {
  if (left === undefined || left === null) return new Map();
  if (!isObject(left)) return undefined;
  const result = new Map<string, readonly string[]>();
  for (const [name, entry] of Object.entries(left)) {
    const values = isObject(entry) ? valuesOf(given.get(name) ?? [], entry) : undefined;
    if (!values) return undefined;
    result.set(name, values);
  }
  return result;
}

/**
 * A changed `multiValue` wins over `value`; otherwise a changed `value` replaces the first and the others stay.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html#functions-event-structure-multivalue
 */
function valuesOf(given: readonly string[], { value, multiValue }: JsonObject): string[] | undefined {
  const first = scalar(value);
  if (multiValue === undefined) return first === undefined ? undefined : [first];
  if (!Array.isArray(multiValue)) return undefined;
  const several = multiValue.map((one) => (isObject(one) ? scalar(one['value']) : undefined));
  if (several.includes(undefined)) return undefined;
  const values = several as string[];
  const unchanged = values.length === given.length && values.every((one, at) => one === given[at]);
  return unchanged && first !== undefined ? [first, ...values.slice(1)] : values;
}

function scalar(value: Json | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}
