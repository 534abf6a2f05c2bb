import type { Json } from '../../../core/json';
import { RuntimeError } from '../execution/failure';

/** What a path starts from: `$` the data at hand, `$$` the context object, `$name` a variable. */
export type PathRoot = 'input' | 'context' | { readonly variable: string };

export type PathStep =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'properties'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'descendants' }
  | { readonly kind: 'filter'; readonly condition: FilterCondition }
  | { readonly kind: 'function'; readonly name: string };

/** A JSONPath, parsed. */
export interface Path {
  readonly text: string;
  readonly root: PathRoot;
  readonly steps: readonly PathStep[];
  /** Whether it selects one value. Any other path gives the list of all matches, which may be empty. */
  readonly definite: boolean;
}

/** What a definite path leads to. `pastEnd`: it ended at an index beyond the array's end. */
export type PathResult =
  | { readonly found: true; readonly value: Json }
  | { readonly found: false; readonly reason: string; readonly pastEnd: boolean };

export type FilterCondition =
  | { readonly kind: 'or' | 'and'; readonly all: readonly FilterCondition[] }
  | { readonly kind: 'not'; readonly condition: FilterCondition }
  | { readonly kind: 'exists'; readonly path: FilterPath }
  | {
      readonly kind: 'compare';
      readonly operator: string;
      readonly left: FilterOperand;
      readonly right: FilterOperand;
    };

/** A path inside a filter: from the element at hand (`@`) or from the document (`$`). */
export interface FilterPath {
  readonly kind: 'path';
  readonly from: 'element' | 'document';
  readonly path: Path;
}

export type FilterOperand =
  | FilterPath
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'pattern'; readonly pattern: RegExp };

/** The text is not a valid JSONPath. */
export class PathSyntaxError extends RuntimeError {
  constructor(text: string, position: number) {
    super(`Invalid path '${text}' : not understood from '${text.slice(position)}' on.`);
  }
}

export function isDefinite(steps: readonly PathStep[]): boolean {
  const last = steps.at(-1);
  if (last?.kind === 'function') return true;
  return steps.every(
    (step) => step.kind === 'property' || step.kind === 'index' || step.kind === 'properties',
  );
}
