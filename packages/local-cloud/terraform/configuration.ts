import type { Json } from '../core/json';
import { addressOf } from './declaration';
import { at, ExpressionError } from './errors';
import { parse } from './language/expression-parser';
import { type EvaluationScope, evaluate } from './language/interpreter';
import { references } from './language/references';

/**
 * The addresses of what the strings of a configuration refer to. `place` names it in what goes wrong; an
 * attribute or an index is added to it on the way down.
 */
export function* dependenciesIn(value: Json, place: string): Generator<string> {
  if (typeof value === 'string') {
    yield* at(place, () => [...references(parse(value))].flatMap((reference) => addressOf(reference) ?? []));
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* dependenciesIn(item, `${place}[${index}]`);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      yield* dependenciesIn(key, inside(place, key));
      yield* dependenciesIn(item, inside(place, key));
    }
  }
}

/** The configuration with every string in it, keys too, evaluated. */
export function evaluated(value: Json, place: string, scope: EvaluationScope): Json {
  if (typeof value === 'string') return at(place, () => evaluate(parse(value), scope));
  if (Array.isArray(value)) return value.map((item, index) => evaluated(item, `${place}[${index}]`, scope));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const itemPlace = inside(place, key);
      return [evaluatedKey(key, itemPlace, scope), evaluated(item, itemPlace, scope)];
    }),
  );
}

function evaluatedKey(key: string, place: string, scope: EvaluationScope): string {
  return at(place, () => {
    const name = evaluate(parse(key), scope);
    if (typeof name === 'string') return name;
    throw new ExpressionError('a key has to be a string');
  });
}

/** `aws_lambda_function.booking: environment.variables.TABLE` */
function inside(place: string, key: string): string {
  return place.includes(': ') ? `${place}.${key}` : `${place}: ${key}`;
}
