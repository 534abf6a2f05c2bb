import { isObject, type Json } from './json';

/** Stands where the plan says that a value is a secret. */
export const SENSITIVE = '(sensitive value)';
/** The same, where the secret is another than before. */
export const SENSITIVE_CHANGED = '(another sensitive value)';
/** Stands where only AWS knows the value, once it is applied. */
export const UNKNOWN = '(known after apply)';

/**
 * The value without what `marks` calls sensitive. The marks have the value's own shape: `true` covers
 * everything below it (https://developer.hashicorp.com/terraform/internals/json-format#change-representation).
 */
export function masked(value: Json | undefined, marks: Json | undefined, mask = SENSITIVE): Json | undefined {
  if (marks === true) return value === undefined || value === null ? value : mask;
  if (Array.isArray(value) && Array.isArray(marks))
    return value.map((element, index) => masked(element, marks[index], mask) ?? null);
  if (!isObject(value) || !isObject(marks)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, masked(part, marks[name], mask)]),
  );
}

/**
 * Masks both sides. A secret that changes is still seen to change, though neither value is shown.
 */
export function maskedPair(
  before: Json | undefined,
  after: Json | undefined,
  beforeMarks: Json | undefined,
  afterMarks: Json | undefined,
): { before: Json | undefined; after: Json | undefined } {
  return { before: masked(before, beforeMarks), after: maskedAfter(before, after, beforeMarks, afterMarks) };
}

function maskedAfter(
  before: Json | undefined,
  after: Json | undefined,
  beforeMarks: Json | undefined,
  afterMarks: Json | undefined,
): Json | undefined {
  if (afterMarks === true || (beforeMarks === true && afterMarks === undefined)) {
    if (after === undefined || after === null) return after;
    const same = JSON.stringify(before) === JSON.stringify(after);
    return before === undefined || before === null || same ? SENSITIVE : SENSITIVE_CHANGED;
  }
  const part = (value: Json | undefined, name: string | number) =>
    (value as Record<string, Json> | undefined | null)?.[name];
  if (Array.isArray(after))
    return after.map(
      (element, index) =>
        maskedAfter(part(before, index), element, below(beforeMarks, index), below(afterMarks, index)) ??
        null,
    );
  if (!isObject(after)) return after;
  return Object.fromEntries(
    Object.entries(after).map(([name, element]) => [
      name,
      maskedAfter(part(before, name), element, below(beforeMarks, name), below(afterMarks, name)),
    ]),
  );
}

/** The mark of a part; a mark on the whole covers its parts. */
function below(marks: Json | undefined, name: string | number): Json | undefined {
  if (marks === true) return true;
  return (marks as Record<string, Json> | undefined | null)?.[name];
}

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

/** Stands where a value looks like a secret that the plan does not know to be one. */
export const SECRET_IN_CLEAR = '(looks like a secret: not shown)';

/** Access keys of AWS and private keys, wherever they stand. */
const SECRET_VALUE = /\b(AKIA|ASIA)[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----/;
/** What secrets go by among the variables of a function. */
const SECRET_NAME = /(secret|password|passwd|token|private_?key|api_?key)/i;
/** Where a secret lies is none. */
const PLACE = /^(arn:|https?:|\/)/;

/** The value without what looks like a secret: the second net, for what nobody has marked as sensitive. */
export function withoutSecrets(value: Json | undefined, name = '', isVariable = false): Json | undefined {
  if (typeof value === 'string') {
    const named = isVariable && value !== '' && SECRET_NAME.test(name) && !PLACE.test(value);
    return (named && !value.startsWith('(')) || SECRET_VALUE.test(value) ? SECRET_IN_CLEAR : value;
  }
  if (Array.isArray(value)) return value.map((element) => withoutSecrets(element) ?? null);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, withoutSecrets(part, key, name === 'variables')]),
  );
}
