import type { Json, JsonObject } from '../../../core/json';
import { RuntimeError } from '../execution/failure';
import { followPath } from '../paths/evaluate';
import { parsePath } from '../paths/parse';
import type { PathResult } from '../paths/path';

/** Everything an expression of a state may read. */
export interface Scope {
  /** `$` */
  readonly input: Json;
  /** `$$`, the context object; made when asked for. */
  context(): JsonObject;
  /** `$name`, the variables visible here. */
  variable(name: string): Json | undefined;
  /** For States.UUID and States.MathRandom: given from outside, so that a playback is repeatable. */
  readonly chance: Randomness;
}

/** The source of random values. */
export interface Randomness {
  /** At least 0, less than 1. */
  random(): number;
  uuid(): string;
}

/** Follows any path: into the input, the context object or a variable. */
export function lookUp(text: string, scope: Scope): PathResult {
  const path = parsePath(text);
  if (path.root === 'input') return followPath(path, scope.input);
  if (path.root === 'context') return followPath(path, scope.context());
  const variable = scope.variable(path.root.variable);
  if (variable === undefined) {
    throw new RuntimeError(`Variable '$${path.root.variable}' referenced by '${text}' is not assigned.`);
  }
  return followPath(path, variable);
}

/**
 * The value at a path of InputPath, OutputPath and their like.
 * An index past an array's end gives null, as on AWS; anything else missing is a States.Runtime.
 */
export function valueAt(text: string, scope: Scope): Json {
  const place = lookUp(text, scope);
  if (place.found) return place.value;
  if (place.pastEnd) return null;
  throw new RuntimeError(`Invalid path '${text}' : ${place.reason}`);
}
