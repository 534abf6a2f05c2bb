import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UserError } from '@keyhold/local-cloud/errors';
import { transformSync } from 'esbuild';

const ROOT = join(__dirname, '..');

/** Where in a file: a line and a column, both from 1, or a path into its JSON (`States.Wait.Next`). */
export type Place =
  | { readonly line: number; readonly column: number }
  | { readonly path: string }
  | undefined;

/** A mistake in a file that people edit: which file, where in it, and what is wrong there. */
export class SourceError extends UserError {
  constructor(file: string, place: Place, problem: string) {
    super(
      'SourceError',
      `${shown(file)}${shownPlace(place)}: ${problem}`,
      'Correct it there, then run this again.',
    );
  }
}

/**
 * The text of a file that people edit.
 * @throws SourceError where it cannot be read
 */
export function readSource(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SourceError(file, undefined, `It cannot be read: ${(error as Error).message}.`);
  }
}

/**
 * The JSON of a file that people edit.
 * @throws SourceError with line and column where it is not JSON
 */
export function readSourceJson(file: string): unknown {
  const text = readSource(file);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new SourceError(file, placeOfSyntaxError(text), `This is not JSON. ${(error as Error).message}.`);
  }
}

/** Not every version of Node tells where JSON ends to be JSON; esbuild does. */
function placeOfSyntaxError(text: string): Place {
  try {
    transformSync(text, { loader: 'json', logLevel: 'silent' });
  } catch (error) {
    const [first] =
      (error as { errors?: { location?: { line: number; column: number } | null }[] }).errors ?? [];
    if (first?.location) return { line: first.location.line, column: first.location.column + 1 };
  }
  return undefined;
}

/** A file as people name it: from the root of the repository. */
function shown(file: string): string {
  const inside = relative(ROOT, file);
  return inside.startsWith('..') ? file : inside;
}

function shownPlace(place: Place): string {
  if (place === undefined) return '';
  return 'path' in place ? ` at ${place.path}` : `:${place.line}:${place.column}`;
}
