import type { Json } from '../../service';

/** Takes the backslash away from the characters that the language escapes: `'`, `{`, `}` and `\`. */
export function unescapeText(raw: string): string {
  return raw.replace(/\\(['{}\\])/g, '$1');
}

/** States.Format: each `{}` of the template becomes the next argument; `\{` and `\}` stay braces. */
export function expandFormat(template: Json, values: readonly Json[]): string {
  if (typeof template !== 'string') throw new RangeError('the template must be a string');
  let used = 0;
  const text = template.replace(/\{\}|\\(['{}\\])/g, (_match, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    const value = values[used++];
    return value === undefined ? '' : asText(value);
  });
  if (used !== values.length) {
    throw new RangeError(`the template has ${used} places for ${values.length} arguments`);
  }
  return text;
}

/** As AWS's Java prints values: a string bare, an object as `{Id=1, Name=x}`, an array as `[1, 2]`. */
function asText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(asText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(([name, each]) => `${name}=${asText(each)}`);
  return `{${fields.join(', ')}}`;
}
