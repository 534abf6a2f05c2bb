import type { Json, JsonObject } from '../../../core/json';
import type { Randomness } from '../data/scope';
import { QueryEvaluationError } from '../execution/failure';
import { stepFunctionsBindings } from './functions';
import { evaluateNow, isJsonataError } from './synchronous';

/** What the expressions of a state in JSONata mode may read. */
export interface JsonataScope {
  /** `$states`: input, context, and where there is one, result or errorOutput. */
  readonly states: JsonObject;
  /** `$name` */
  readonly variables: JsonObject;
  readonly chance: Randomness;
  /** `$millis()`, `$now()`: ms since the epoch. */
  readonly now: number;
}

export function isExpression(value: Json | undefined): value is string {
  return typeof value === 'string' && value.startsWith('{%') && value.endsWith('%}');
}

/** Fills in a field of any form: every string in it that is wholly `{% … %}` becomes the expression's value. */
export function fillJsonata(template: Json, location: string, scope: JsonataScope): Json {
  if (isExpression(template)) return evaluateJsonata(template, location, scope);
  if (typeof template !== 'object' || template === null) return template;
  if (Array.isArray(template)) {
    return template.map((each, index) => fillJsonata(each, `${location}[${index}]`, scope));
  }
  const fields = Object.entries(template);
  return Object.fromEntries(
    fields.map(([name, each]) => [name, fillJsonata(each, `${location}/${name}`, scope)]),
  );
}

function evaluateJsonata(template: string, location: string, scope: JsonataScope): Json {
  const expression = template.slice(2, -2).trim();
  const said = `The JSONata expression '${expression}' specified for the field '${location}'`;
  const result = run(expression, said, location, scope);
  if (result === undefined) {
    throw new QueryEvaluationError(`${said} returned nothing (undefined).`, location);
  }
  return plain(
    result,
    () => new QueryEvaluationError(`${said} returned an unsupported result type.`, location),
  );
}

/** jsonata marks arrays of its own making with hidden properties; what leaves here is plain JSON without functions. */
function plain(result: unknown, refusal: () => Error): Json {
  const text = JSON.stringify(result, (_name, value: unknown) => {
    const isLambda = typeof value === 'object' && value !== null && '_jsonata_lambda' in value;
    if (isLambda || typeof value === 'function') throw refusal();
    return value;
  });
  return JSON.parse(text) as Json;
}

function run(expression: string, said: string, location: string, scope: JsonataScope): unknown {
  const bindings = {
    ...stepFunctionsBindings(scope.chance, scope.now),
    ...scope.variables,
    states: scope.states,
  };
  try {
    return evaluateNow(expression, bindings);
  } catch (error) {
    if (!isJsonataError(error) && !(error instanceof Error)) throw error;
    const code = isJsonataError(error) ? `${error.code}: ` : '';
    throw new QueryEvaluationError(
      `${said} threw an error during evaluation. ${code}${error.message}`,
      location,
    );
  }
}
