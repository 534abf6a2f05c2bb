/** One line of a difference: come, gone, changed, or said about it. */
export interface Line {
  readonly sign: '+' | '-' | '~' | ' ';
  readonly text: string;
}

/** What a subject makes of a change. */
export interface Reading {
  readonly lines: readonly Line[];
  /** What must not be overlooked, each a whole sentence. */
  readonly warnings: readonly string[];
  /** It only looks like a change: it says what was said before. */
  readonly isSame?: true;
}
