import type { Json } from '../../../core/json';
import { RuntimeError } from '../execution/failure';

/** What a backslash may stand before in a string of an intrinsic function; anything else is an error. */
const ESCAPED = /\\([\s\S]?)/g;
const ESCAPABLE = new Set(["'", '{', '}', '\\']);

/** Takes the backslashes away from the characters that the language escapes: `'`, `{`, `}` and `\`. */
export function unescapeText(raw: string): string {
  return raw.replace(ESCAPED, (_match, character: string) => escaped(character, raw));
}

/** States.Format: each `{}` of the template becomes the next argument; `\{` and `\}` stay braces. */
export function expandFormat(template: Json, values: readonly Json[]): string {
  if (typeof template !== 'string') throw new RangeError('the template must be a string');
  let used = 0;
  const text = template.replace(/\{\}|\\([\s\S]?)/g, (_match, character: string | undefined) => {
    if (character !== undefined) return escaped(character, template);
    const value = values[used++];
    return value === undefined ? '' : asText(value);
  });
  if (used === values.length) return text;
  throw new RangeError(`the template has ${used} places for ${values.length} arguments`);
}

function escaped(character: string, text: string): string {
  if (ESCAPABLE.has(character)) return character;
  throw new RuntimeError(`Invalid escape sequence '\\${character}' in '${text}'`);
}

/** As AWS's Java prints values: a string bare, an object as `{Id=1, Name=x}`, an array as `[1, 2]`. */
function asText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(asText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(([name, each]) => `${name}=${asText(each)}`);
  return `{${fields.join(', ')}}`;
}
