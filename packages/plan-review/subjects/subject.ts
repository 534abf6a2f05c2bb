import type { ResourceChange } from '../plan/terraform-plan';

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

/** What resources of some types are about, and how a change of one is read. */
export interface Subject {
  readonly types: readonly string[];
  /** The attributes that the reading tells of; all others are told one by one. */
  readonly tells: RegExp;
  /** Whether it also reads what is made or destroyed, of which only the name is told otherwise. */
  readonly readsAllOf?: true;
  /**
   * @param isNewHolder whether what holds the permission is made by this very plan
   * @returns undefined where there is nothing to say: then the attributes are told one by one
   */
  readonly read: (change: ResourceChange, isNewHolder: boolean) => Reading | undefined;
}
