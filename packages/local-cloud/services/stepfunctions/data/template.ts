import type { Json, JsonObject } from '../../../core/json';
import { RuntimeError } from '../execution/failure';
import { evaluateIntrinsic } from '../intrinsics/evaluate';
import { isIntrinsic } from '../intrinsics/parse';
import { lookUp, type Scope } from './scope';

/** Templates without any path in them, by identity: they are used as they are. */
const constant = new WeakMap<object, boolean>();

/**
 * Fills in a payload template (Parameters, ResultSelector, ItemSelector, Assign): the value of every field
 * whose name ends in `.$` is a path or an intrinsic function, and is replaced by what it gives.
 */
export function fillTemplate(template: Json, scope: Scope): Json {
  if (typeof template !== 'object' || template === null || isConstant(template)) return template;
  if (Array.isArray(template)) return template.map((each) => fillTemplate(each, scope));
  const filled: JsonObject = {};
  for (const [name, value] of Object.entries(template)) {
    if (name.endsWith('.$')) filled[name.slice(0, -2)] = resolve(name, value, scope);
    else filled[name] = fillTemplate(value, scope);
  }
  return filled;
}

/** The value of a path or intrinsic function that stands in the field `field`. */
export function resolve(field: string, expression: Json, scope: Scope): Json {
  if (typeof expression !== 'string') {
    throw new RuntimeError(`The value for the field '${field}' must be a STRING that contains a JSONPath.`);
  }
  if (isIntrinsic(expression)) return evaluateIntrinsic(expression, scope);
  const place = lookUp(expression, scope);
  if (place.found) return place.value;
  if (place.pastEnd) return null;
  throw new RuntimeError(
    `The JSONPath '${expression}' specified for the field '${field}' could not be found in the input '${JSON.stringify(scope.input)}'`,
  );
}

function isConstant(template: Json[] | JsonObject): boolean {
  let known = constant.get(template);
  if (known === undefined) {
    known = Object.entries(template).every(([name, value]) => {
      if (!Array.isArray(template) && name.endsWith('.$')) return false;
      return typeof value !== 'object' || value === null || isConstant(value);
    });
    constant.set(template, known);
  }
  return known;
}
