import type { JsonObject } from '../../../core/json';
import type { Resource } from '../../../core/service';
import { block } from '../../../terraform/blocks';
import { refusal, text, texts } from '../configuration';

/** The headers, cookies or query parameters that a policy selects, by name. */
export type NameSelection =
  | { readonly kind: 'none' }
  | { readonly kind: 'all' }
  | { readonly kind: 'listed'; readonly names: ReadonlySet<string> }
  | { readonly kind: 'allExcept'; readonly names: ReadonlySet<string> };

export const nothing: NameSelection = { kind: 'none' };

export function selects(selection: NameSelection, name: string): boolean {
  switch (selection.kind) {
    case 'none':
      return false;
    case 'all':
      return true;
    case 'listed':
      return selection.names.has(name);
    case 'allExcept':
      return !selection.names.has(name);
  }
}

/** AWS's quota of names in one list of a policy. */
const LONGEST_LIST = 10;

/** The part of a policy for one kind of value: its block, and the fields of behavior and names in it. */
export interface SelectionBlock {
  readonly block: string;
  readonly behavior: string;
  readonly items: string;
  readonly allowed: readonly string[];
}

/** Reads `headers_config`, `cookies_config` or `query_strings_config` of a policy. */
export function resolveSelection(
  resource: Resource,
  config: JsonObject,
  part: SelectionBlock,
): NameSelection {
  const settings = block(config[part.block]);
  const behavior = text(settings, part.behavior) ?? 'none';
  if (!part.allowed.includes(behavior)) {
    throw refusal(
      resource,
      'InvalidArgument',
      `${part.behavior} ${behavior} is none of ${part.allowed.join(', ')}.`,
    );
  }
  const names = texts(block(settings?.[part.items])?.['items']);
  if (names.length > LONGEST_LIST) {
    throw refusal(
      resource,
      'InvalidArgument',
      `${part.items} lists ${names.length} names; ${LONGEST_LIST} are the most.`,
    );
  }
  // Header names are case-insensitive, the others case-sensitive.
  return selectionOf(behavior, part.items === 'headers' ? names.map((name) => name.toLowerCase()) : names);
}

function selectionOf(behavior: string, names: readonly string[]): NameSelection {
  if (behavior === 'none') return nothing;
  if (behavior === 'all' || behavior === 'allViewer') return { kind: 'all' };
  return { kind: behavior === 'allExcept' ? 'allExcept' : 'listed', names: new Set(names) };
}
