import type { Json } from '../../../core/json';
import type { Randomness } from '../data/scope';
import { sameJson } from '../paths/equality';
import * as expect from './arguments';
import { hash, partition, range, seededRandom } from './shared';

type Intrinsic = (args: readonly Json[], chance: Randomness) => Json;

/** https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html; Format stands apart. */
export const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['States.Array', (args) => [...args]],
  ['States.ArrayPartition', (args) => partition(expect.array(args, 0), rounded(args, 1))],
  [
    'States.ArrayContains',
    (args) => expect.array(args, 0).some((each) => sameJson(each, expect.any(args, 1))),
  ],
  ['States.ArrayRange', (args) => range(rounded(args, 0), rounded(args, 1), rounded(args, 2))],
  ['States.ArrayGetItem', arrayGetItem],
  ['States.ArrayLength', (args) => expect.array(args, 0).length],
  ['States.ArrayUnique', (args) => unique(expect.array(args, 0))],
  ['States.Base64Encode', (args) => Buffer.from(short(args)).toString('base64')],
  ['States.Base64Decode', (args) => Buffer.from(short(args), 'base64').toString()],
  ['States.Hash', (args) => hash(expect.any(args, 0), expect.string(args, 1))],
  ['States.JsonMerge', jsonMerge],
  ['States.StringToJson', (args) => stringToJson(expect.string(args, 0))],
  ['States.JsonToString', (args) => JSON.stringify(expect.any(args, 0))],
  ['States.MathRandom', mathRandom],
  ['States.MathAdd', (args) => rounded(args, 0) + rounded(args, 1)],
  ['States.StringSplit', stringSplit],
  ['States.UUID', (_args, chance) => chance.uuid()],
]);

/** Base64 functions take at most 10,000 characters. */
const LONGEST_BASE64_ARGUMENT = 10_000;

/** AWS rounds numbers half up: -1.5 to -1, 2.5 to 3. Adding zero turns -0 into 0, which JSON lacks. */
function rounded(args: readonly Json[], index: number): number {
  return Math.round(expect.number(args, index)) + 0;
}

function short(args: readonly Json[]): string {
  const text = expect.string(args, 0);
  if (text.length > LONGEST_BASE64_ARGUMENT)
    throw new RangeError('the argument is longer than 10,000 characters');
  return text;
}

function arrayGetItem(args: readonly Json[]): Json {
  const index = rounded(args, 1);
  const item = index < 0 ? undefined : expect.array(args, 0)[index];
  if (item === undefined) throw new RangeError(`there is no item at index ${index}`);
  return item;
}

function unique(items: readonly Json[]): Json[] {
  return items.filter((item, index) => items.findIndex((each) => sameJson(each, item)) === index);
}

/** Only the shallow merge exists, on AWS as well. */
function jsonMerge(args: readonly Json[]): Json {
  if (expect.boolean(args, 2)) throw new RangeError('the deep merging mode is not supported: pass false');
  return { ...expect.object(args, 0), ...expect.object(args, 1) };
}

function stringToJson(text: string): Json {
  return text.trim() === '' ? null : (JSON.parse(text) as Json);
}

function mathRandom(args: readonly Json[], chance: Randomness): Json {
  const start = rounded(args, 0);
  const end = rounded(args, 1);
  if (start >= end) throw new RangeError('the start must be less than the end');
  const fraction = args.length > 2 ? seededRandom(rounded(args, 2)) : chance.random();
  return start + Math.floor(fraction * (end - start));
}

/** Every character of the second argument separates; empty parts are left out. */
function stringSplit(args: readonly Json[]): Json {
  const separators = new Set(expect.string(args, 1));
  const parts = [''];
  for (const character of expect.string(args, 0)) {
    if (separators.has(character)) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${character}`);
  }
  return parts.filter((part) => part !== '');
}
