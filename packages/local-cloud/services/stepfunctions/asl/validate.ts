import aslValidator from 'asl-validator';
import { LRUCache } from 'lru-cache';
import { isObject, type Json } from '../../../core/json';
import { LARGEST_DEFINITION_BYTES } from '../data/limits';
import type { Definition } from './definition';
import { brokenExpressions } from './expressions';

/** An error in a definition, with AWS's code. */
export interface Diagnostic {
  readonly code: string;
  readonly message: string;
  /** A JSON pointer into the definition, where it is known: `/States/Wait/Next`. */
  readonly location?: string;
}

export type Validated =
  | { readonly definition: Definition; readonly diagnostics: readonly [] }
  | { readonly definition?: never; readonly diagnostics: readonly Diagnostic[] };

/** asl-validator compiles its schemas for every call: some 100 ms, for the same text again and again. */
const known = new LRUCache<string, Validated>({ max: 100 });

/** Parses a definition's text and lists its errors. */
export function validateDefinition(text: string): Validated {
  const validated = known.get(text) ?? validate(text);
  known.set(text, validated);
  return validated;
}

function validate(text: string): Validated {
  if (Buffer.byteLength(text) > LARGEST_DEFINITION_BYTES) {
    return invalid(
      'INVALID_DEFINITION_SIZE',
      `The definition is larger than ${LARGEST_DEFINITION_BYTES} bytes.`,
    );
  }
  let parsed: Json;
  try {
    parsed = JSON.parse(text) as Json;
  } catch (error) {
    return invalid('INVALID_JSON_DESCRIPTION', error instanceof Error ? error.message : String(error));
  }
  if (!isObject(parsed)) return invalid('INVALID_JSON_DESCRIPTION', 'The definition is not a JSON object.');

  const { errors } = aslValidator(forValidator(parsed));
  if (errors.length === 0) return validateExpressions(parsed as unknown as Definition);
  return {
    diagnostics: errors.map((error) => {
      const location = error.schemaError?.instancePath;
      return { code: error['Error code'], message: error.Message, ...(location && { location }) };
    }),
  };
}

/** asl-validator does not look into payload templates and JSONata. */
function validateExpressions(definition: Definition): Validated {
  const broken = brokenExpressions(definition);
  if (broken.length === 0) return { definition, diagnostics: [] };
  return { diagnostics: broken.map((each) => ({ code: 'SCHEMA_VALIDATION_FAILED', ...each })) };
}

function invalid(code: string, message: string): Validated {
  return { diagnostics: [{ code, message }] };
}

/**
 * The definition as asl-validator 4 should see it: a copy, since it writes into what it is given, and without
 * what it refuses though AWS takes it: an Output that is no object, null in a list of Assign, and a fraction
 * as ToleratedFailurePercentage.
 */
function forValidator(value: Json): Json {
  if (Array.isArray(value)) return value.map(forValidator);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, each]): [string, Json] => {
    if (name === 'Output' || name === 'Assign') return [name, {}];
    if (name === 'ToleratedFailurePercentage' && typeof each === 'number') return [name, Math.round(each)];
    return [name, forValidator(each)];
  });
  return Object.fromEntries(entries);
}
