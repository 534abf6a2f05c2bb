import { randomInt } from 'node:crypto';
import { AwsError } from '../../core/errors';
import type { JsonObject } from '../../core/json';

/** The character types, by the parameter of GetRandomPassword that excludes one. */
const KINDS = {
  ExcludeLowercase: 'abcdefghijklmnopqrstuvwxyz',
  ExcludeUppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  ExcludeNumbers: '0123456789',
  ExcludePunctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
} as const;

const SWITCHES = [...Object.keys(KINDS), 'IncludeSpace', 'RequireEachIncludedType'];
const LENGTH = { default: 32, longest: 4096 };
const MOST_EXCLUDED = 4096;

/**
 * A password from the operating system's randomness.
 *
 * @param input of GetRandomPassword
 *   (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html)
 * @throws AwsError `InvalidParameterException` where no password can meet the request
 */
export function randomPassword(input: JsonObject): string {
  requireBooleans(input);
  const length = lengthOf(input);
  const excluded = excludedCharacters(input);
  const kinds = Object.entries(KINDS)
    .filter(([exclude]) => input[exclude] !== true)
    .map(([, characters]) => without(characters, excluded));
  const space = input.IncludeSpace === true ? without(' ', excluded) : '';
  const all = kinds.join('') + space;
  if (all === '') throw invalid('All characters are excluded: allow at least one.');
  const required = input.RequireEachIncludedType === false ? [] : kinds;
  refuseImpossible(required, length);
  const password = [
    ...required.map(oneOf),
    ...Array.from({ length: length - required.length }, () => oneOf(all)),
  ];
  return shuffled(password).join('');
}

function refuseImpossible(required: readonly string[], length: number): void {
  if (required.includes(''))
    throw invalid(
      'ExcludeCharacters excludes a whole character type that RequireEachIncludedType requires: exclude that type as well.',
    );
  if (required.length > length)
    throw invalid(
      `A PasswordLength of ${length} is too short for one of each of the ${required.length} included character types.`,
    );
}

function requireBooleans(input: JsonObject): void {
  for (const name of SWITCHES) {
    const value = input[name] ?? false;
    if (typeof value !== 'boolean')
      throw new AwsError(
        'SerializationException',
        `${name} must be true or false; it is ${JSON.stringify(value)}.`,
      );
  }
}

function lengthOf({ PasswordLength }: JsonObject): number {
  const length = PasswordLength ?? LENGTH.default;
  if (typeof length !== 'number' || !Number.isInteger(length))
    throw new AwsError('SerializationException', 'PasswordLength must be a whole number.');
  if (length < 1 || length > LENGTH.longest)
    throw invalid(`PasswordLength must be from 1 to ${LENGTH.longest}; it is ${length}.`);
  return length;
}

function excludedCharacters({ ExcludeCharacters }: JsonObject): string {
  const excluded = ExcludeCharacters ?? '';
  if (typeof excluded !== 'string')
    throw new AwsError('SerializationException', 'ExcludeCharacters must be a string.');
  if (excluded.length > MOST_EXCLUDED)
    throw invalid(`ExcludeCharacters must be at most ${MOST_EXCLUDED} characters; it is ${excluded.length}.`);
  return excluded;
}

function without(characters: string, excluded: string): string {
  return [...characters].filter((character) => !excluded.includes(character)).join('');
}

function oneOf(characters: string): string {
  return characters.charAt(randomInt(characters.length));
}

/** Fisher-Yates shuffle: the positions of the required characters are as random as the rest. */
function shuffled(characters: readonly string[]): string[] {
  const result = [...characters];
  for (let last = result.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [result[last], result[other]] = [result[other] ?? '', result[last] ?? ''];
  }
  return result;
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
