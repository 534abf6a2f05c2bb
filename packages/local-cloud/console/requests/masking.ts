import { AwsError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';

/** Stands for a secret; sent back unchanged it means the secret that it stood for. */
export const MASK = '••••••';

const SECRET_NAMES =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|x-origin-secret|x-amz-security-token|stripe-signature|secret-?access-?key|session-?token|random-?password|secret-?string)$/i;

/** AppSync's API keys, wherever they stand. */
const API_KEY = /da2-[a-z0-9]{26}/g;

/**
 * A payload for the eyes of a developer: secrets masked, and JSON that stands in a text as the JSON it is.
 * `edited` goes the other way.
 */
export function readable(value: Json): Json {
  if (typeof value === 'string') return readableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(readable);
  // SSM: the value of a SecureString.
  const secret = value['Type'] === 'SecureString';
  const shown = Object.entries(value).map(([name, member]): [string, Json] => {
    const masked = (secret && name === 'Value') || SECRET_NAMES.test(name);
    return [name, masked && isPresent(member) ? MASK : readable(member)];
  });
  return Object.fromEntries(shown);
}

function isPresent(value: Json): boolean {
  return Array.isArray(value) || (typeof value === 'string' && value !== '');
}

function readableText(text: string): Json {
  const json = parsedObject(text);
  return json === undefined ? text.replace(API_KEY, MASK) : readable(json);
}

/** The JSON object or list that a text is. */
function parsedObject(text: string): Json | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/**
 * What a developer has made of a `readable` payload, as the service takes it: masks are the secrets of the
 * original again, and JSON is text again where it was.
 * @throws AwsError where a mask stands where the original has no secret
 */
export function edited(value: Json, original: Json | undefined): Json {
  if (value === MASK) return unmasked(original);
  if (typeof original === 'string' && typeof value === 'object' && value !== null) {
    return JSON.stringify(edited(value, parsedObject(original)));
  }
  if (typeof value === 'string' && value.includes(MASK) && original !== undefined)
    return unmaskedWithin(value, original);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const originals = Array.isArray(original) ? original : [];
    return value.map((member, index) => edited(member, originals[index]));
  }
  const originals: JsonObject =
    typeof original === 'object' && original !== null && !Array.isArray(original) ? original : {};
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, edited(member, originals[name])]),
  );
}

function unmasked(original: Json | undefined): Json {
  if (original === undefined) throw nothingBehindMask();
  return original;
}

function unmaskedWithin(value: string, original: Json): string {
  const keys = typeof original === 'string' ? [...original.matchAll(API_KEY)].map(([key]) => key) : [];
  const parts = value.split(MASK);
  if (parts.length - 1 > keys.length) throw nothingBehindMask();
  return parts.map((part, index) => part + (index < parts.length - 1 ? (keys[index] ?? '') : '')).join('');
}

function nothingBehindMask(): AwsError {
  return new AwsError(
    'InvalidInput',
    `Write a value where ${MASK} stands: there was no secret in its place.`,
  );
}
