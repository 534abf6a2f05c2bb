import type { Json } from '../../../core/json';
import { lookUp, type Scope } from '../data/scope';
import { RuntimeError, StateError } from '../execution/failure';
import { expandFormat, unescapeText } from './format';
import { INTRINSICS } from './functions';
import { type IntrinsicExpression, parseIntrinsic } from './parse';

/** Evaluates a call such as `States.Array($.a, 1)`. An error inside is a States.IntrinsicFailure. */
export function evaluateIntrinsic(text: string, scope: Scope): Json {
  return evaluate(parseIntrinsic(text), scope);
}

function evaluate(expression: IntrinsicExpression, scope: Scope): Json {
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'string':
      return unescapeText(expression.raw);
    case 'path':
      return argumentAt(expression.path, scope);
    case 'call':
      return call(expression, scope);
  }
}

function argumentAt(path: string, scope: Scope): Json {
  const place = lookUp(path, scope);
  if (place.found) return place.value;
  if (place.pastEnd) return null;
  throw new RuntimeError(
    `The JsonPath argument for the field '${path}' could not be found in the input '${JSON.stringify(scope.input)}'`,
  );
}

function call(expression: IntrinsicExpression & { kind: 'call' }, scope: Scope): Json {
  const [template, ...rest] = expression.arguments;
  try {
    if (expression.name === 'States.Format') {
      if (!template) throw new RangeError('a template is required');
      const text = template.kind === 'string' ? template.raw : evaluate(template, scope);
      return expandFormat(
        text,
        rest.map((each) => evaluate(each, scope)),
      );
    }
    const apply = INTRINSICS.get(expression.name);
    if (!apply) throw new RangeError('there is no such function');
    return apply(
      expression.arguments.map((each) => evaluate(each, scope)),
      scope.chance,
    );
  } catch (error) {
    throw failureOf(expression.text, error);
  }
}

function failureOf(text: string, error: unknown): unknown {
  if (error instanceof RuntimeError) {
    return new RuntimeError(`The function '${text}' had the following error: ${error.message}`);
  }
  if (error instanceof RangeError || error instanceof SyntaxError) {
    const message = `The function '${text}' had the following error: ${error.message}`;
    return new StateError('States.IntrinsicFailure', message);
  }
  return error;
}
