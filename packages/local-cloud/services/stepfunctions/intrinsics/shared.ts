import { createHash } from 'node:crypto';
import type { Json } from '../../../core/json';

/** The parts that the intrinsic functions and the JSONata functions of Step Functions share. */

const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

/** A range has at most 1,000 elements. */
const LONGEST_RANGE = 1_000;

/** The hexadecimal hash of a string, or of a value's JSON. */
export function hash(value: Json, algorithm: string): string {
  const name = ALGORITHMS.get(algorithm);
  if (name === undefined)
    throw new RangeError(`the algorithm must be one of ${[...ALGORITHMS.keys()].join(', ')}`);
  return createHash(name)
    .update(typeof value === 'string' ? value : JSON.stringify(value))
    .digest('hex');
}

/** The items in chunks of `size`; the last may be shorter. */
export function partition(items: readonly Json[], size: number): Json[][] {
  if (size < 1) throw new RangeError('the size of a chunk must be positive');
  const chunks: Json[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}

/** The numbers from `first` to `last`, both included, by `step`, which may be negative. */
export function range(first: number, last: number, step: number): number[] {
  if (step === 0) throw new RangeError('the increment must not be 0');
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > LONGEST_RANGE) throw new RangeError('a range has at most 1,000 elements');
  return Array.from({ length: count }, (_, index) => first + index * step);
}

/** A fraction of [0, 1) that depends on the seed alone. */
export function seededRandom(seed: number): number {
  return createHash('sha256').update(String(seed)).digest().readUInt32BE() / 2 ** 32;
}
