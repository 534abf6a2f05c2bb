import { ExpressionError } from '../errors';
import { toList, toNumber, toText } from '../language/values';
import { anything, type TerraformFunction, takes, takesMany } from './definition';
import { format } from './format';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a person sees as one character: Terraform counts these. */
export function characters(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

function substring(text: string, offset: number, length: number): string {
  const all = characters(text);
  const start = offset < 0 ? Math.max(0, all.length + offset) : offset;
  return all.slice(start, length < 0 ? undefined : start + length).join('');
}

/** A search between slashes is a regular expression; groups are `$1` or `${1}` in the replacement. */
function replace(text: string, search: string, replacement: string): string {
  if (search.length < 2 || !search.startsWith('/') || !search.endsWith('/')) {
    return text.replaceAll(search, () => replacement);
  }
  let pattern: RegExp;
  try {
    // Terraform names a group by `(?P<name>…)`.
    pattern = new RegExp(search.slice(1, -1).replaceAll('(?P<', '(?<'), 'gu');
  } catch (error) {
    throw new ExpressionError(error instanceof Error ? error.message : String(error));
  }
  return text.replace(pattern, replacement.replace(/\$\{(\d+)\}/g, '$$$1').replace(/\$\{(\w+)\}/g, '$$<$1>'));
}

/** One character stays one: Terraform leaves an `ß`, which JavaScript makes `SS`. */
function mapCase(text: string, change: (character: string) => string): string {
  return Array.from(text, (character) => {
    const changed = change(character);
    return Array.from(changed).length === 1 ? changed : character;
  }).join('');
}

export const textFunctions: Readonly<Record<string, TerraformFunction>> = {
  format: takesMany([toText], anything, ([pattern], values) => format(pattern, values)),
  join: takesMany([toText], toList, ([separator], lists) => lists.flat().map(toText).join(separator)),
  split: takes([toText, toText], ([separator, text]) => text.split(separator)),
  replace: takes([toText, toText, toText], ([text, search, replacement]) =>
    replace(text, search, replacement),
  ),
  lower: takes([toText], ([text]) => mapCase(text, (character) => character.toLowerCase())),
  upper: takes([toText], ([text]) => mapCase(text, (character) => character.toUpperCase())),
  substr: takes([toText, toNumber, toNumber], ([text, offset, length]) => substring(text, offset, length)),
  trimprefix: takes([toText, toText], ([text, prefix]) =>
    text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  trimsuffix: takes([toText, toText], ([text, suffix]) =>
    suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
};
