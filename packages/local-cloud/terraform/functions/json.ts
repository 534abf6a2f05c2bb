import type { Json } from '../../core/json';
import { ExpressionError } from '../errors';
import { numberText, sortedEntries, toText } from '../language/values';
import { anything, type TerraformFunction, takes } from './definition';

const ESCAPED: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** JSON in the very bytes that Terraform writes: keys in order, and what is special to HTML escaped. */
export function jsonencode(value: Json): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return encodeString(value);
  if (Array.isArray(value)) return `[${value.map(jsonencode).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = sortedEntries(value).map(([key, item]) => `${encodeString(key)}:${jsonencode(item)}`);
    return `{${entries.join(',')}}`;
  }
  return String(value);
}

function encodeString(value: string): string {
  return escapeForHtml(JSON.stringify(value));
}

/** JSON in which no character is special to HTML: Go writes it so, and with it Terraform and its providers. */
export function escapeForHtml(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (character) => ESCAPED[character] ?? character);
}

function jsondecode(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ExpressionError(`the text is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

export const jsonFunctions: Readonly<Record<string, TerraformFunction>> = {
  jsonencode: takes([anything], ([value]) => jsonencode(value)),
  jsondecode: takes([toText], ([text]) => jsondecode(text)),
};
