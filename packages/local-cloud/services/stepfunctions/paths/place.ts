import { isObject, type Json } from '../../../core/json';
import { StateError } from '../execution/failure';
import { parsePath } from './parse';
import type { PathStep } from './path';

/**
 * Puts `result` where a reference path (ResultPath) says, into a copy of `input` that shares all the rest.
 * Missing objects on the way are made. Fails with States.ResultPathMatchFailure where the input has
 * something else than an object or an array's element on the way.
 */
export function placeResult(input: Json, resultPath: string, result: Json): Json {
  return place(input, parsePath(resultPath).steps, result, resultPath);
}

function place(target: Json | undefined, steps: readonly PathStep[], result: Json, path: string): Json {
  const [step, ...rest] = steps;
  if (!step) return result;
  if (step.kind === 'property' && (target === undefined || isObject(target))) {
    return { ...target, [step.name]: place(target?.[step.name], rest, result, path) };
  }
  if (step.kind === 'index' && Array.isArray(target) && step.index < target.length) {
    return target.with(step.index, place(target[step.index], rest, result, path));
  }
  throw new StateError(
    'States.ResultPathMatchFailure',
    `Unable to apply ReferencePath ${path} to input ${JSON.stringify(target)}`,
  );
}
