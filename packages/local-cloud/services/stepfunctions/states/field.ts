import type { Json } from '../../../core/json';
import { lookUp, valueAt } from '../data/scope';
import { QueryEvaluationError } from '../execution/failure';
import { fillJsonata, isExpression } from '../jsonata/template';
import { jsonataScopeOf, queryLanguageOf, scopeOf, type Visit } from './visit';

/** The value of a field and where it came from, for the message when it does not fit. */
export interface FieldValue {
  readonly value: Json;
  /** The path of the `…Path` form. */
  readonly path?: string;
}

/**
 * Reads a field that has a `…Path` form in JSONPath and an expression form in JSONata (TimeoutSeconds,
 * MaxConcurrency, …). Undefined when the state has it in no form.
 */
export function fieldOf(visit: Visit, name: string, input: Json): FieldValue | undefined {
  const fields = visit.state as unknown as Readonly<Record<string, Json | undefined>>;
  const path = fields[`${name}Path`];
  if (typeof path === 'string') return { value: valueAt(path, scopeOf(visit, input)), path };
  const literal = fields[name];
  if (literal === undefined) return undefined;
  if (queryLanguageOf(visit) === 'JSONPath') return { value: literal };
  return { value: fillJsonata(literal, name, jsonataScopeOf(visit)) };
}

/** Whether a path leads to a value, for fields with their own message where it does not. */
export function isFound(visit: Visit, path: string, input: Json): boolean {
  return lookUp(path, scopeOf(visit, input)).found;
}

/** A JSONata field whose value is of the wrong type. */
export function unexpectedType(
  visit: Visit,
  name: string,
  expected: string,
  value: Json,
): QueryEvaluationError {
  const literal = (visit.state as unknown as Readonly<Record<string, Json | undefined>>)[name];
  const subject = isExpression(literal)
    ? `The JSONata expression '${literal.slice(2, -2).trim()}'`
    : 'The value';
  return new QueryEvaluationError(
    `${subject} specified for the field '${name}' returned an unexpected result type. Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
    name,
  );
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
