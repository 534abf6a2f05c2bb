import type { Json } from '../../../core/json';
import type { Randomness } from '../data/scope';
import * as expect from '../intrinsics/arguments';
import { hash, partition, range, seededRandom } from '../intrinsics/shared';
import { compileExpression } from './synchronous';

/**
 * The functions that Step Functions adds to JSONata, or has in place of JSONata's own
 * (https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html). `$eval` does not exist there.
 */
export function stepFunctionsBindings(chance: Randomness, now: number): Record<string, unknown> {
  return {
    partition: (...args: Json[]) => partition(expect.array(args, 0), whole(args, 1)),
    range: (...args: Json[]) => sequence(range(whole(args, 0), whole(args, 1), whole(args, 2))),
    hash: (...args: Json[]) => hash(expect.any(args, 0), typeof args[1] === 'string' ? args[1] : 'SHA-256'),
    random: (seed?: number) => (typeof seed === 'number' ? seededRandom(seed) : chance.random()),
    uuid: () => chance.uuid(),
    parse: (...args: Json[]) => JSON.parse(expect.string(args, 0)) as Json,
    millis: () => now,
    now: (picture?: string, timezone?: string) =>
      compileExpression('$fromMillis($instant, $picture, $timezone)').evaluate(undefined, {
        instant: now,
        picture,
        timezone,
      }),
    eval: undefined,
  };
}

function whole(args: readonly Json[], index: number): number {
  return Math.round(expect.number(args, index));
}

/** In JSONata a sequence of one is its element. */
function sequence(numbers: number[]): Json {
  const [first] = numbers;
  return numbers.length === 1 && first !== undefined ? first : numbers;
}
