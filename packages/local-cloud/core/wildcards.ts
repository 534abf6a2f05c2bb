/** A place in a pattern that stands for any run of characters, the empty one too: `*`. */
export const ANY_RUN = Symbol('*');

/** A place in a pattern that stands for exactly one character: `?`. */
export const ANY_CHARACTER = Symbol('?');

type Wildcard = typeof ANY_RUN | typeof ANY_CHARACTER;

/** A pattern as plain text and wildcards, so that a `*` in plain text is just an asterisk. */
export type WildcardPattern = readonly (string | Wildcard)[];

/** Reads a pattern in which `*` and `?` are wildcards wherever they stand. */
export function wildcardPattern(text: string): WildcardPattern {
  return text
    .split(/([*?])/)
    .filter((part) => part !== '')
    .map((part) => (part === '*' ? ANY_RUN : part === '?' ? ANY_CHARACTER : part));
}

/**
 * Whether the whole text matches; letters are compared as they are. The number of steps is at most the length
 * of the pattern times that of the text, whatever the pattern: only the last `*` is ever tried again.
 *
 * @example
 * matchesWildcards('/api/*', '/api/orders'); // true
 * matchesWildcards(['100', '*'], '100%'); // false: the asterisk is plain text here
 */
export function matchesWildcards(pattern: WildcardPattern | string, text: string): boolean {
  const places = placesOf(typeof pattern === 'string' ? wildcardPattern(pattern) : pattern);
  let place = 0;
  let at = 0;
  let lastRun: { readonly place: number; at: number } | undefined;
  while (at < text.length) {
    if (places[place] === ANY_RUN) {
      lastRun = { place, at };
      place += 1;
    } else if (places[place] === ANY_CHARACTER || places[place] === text[at]) {
      place += 1;
      at += 1;
    } else if (lastRun) {
      lastRun.at += 1;
      place = lastRun.place + 1;
      at = lastRun.at;
    } else {
      return false;
    }
  }
  return places.slice(place).every((rest) => rest === ANY_RUN);
}

/** The pattern with its text as single characters. */
function placesOf(pattern: WildcardPattern): WildcardPattern {
  return pattern.flatMap<string | Wildcard>((part) => (typeof part === 'string' ? part.split('') : [part]));
}
