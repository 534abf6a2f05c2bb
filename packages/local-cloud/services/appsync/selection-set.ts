import { type FieldNode, type FragmentDefinitionNode, Kind, print, type SelectionSetNode } from 'graphql';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** What a client selected below a field, in the two forms of a resolver's `info`. */
export interface SelectionSet {
  /** `["id", "price", "price/amount"]`: by alias, fragments dissolved. */
  readonly selectionSetList: string[];
  /** `{\n  id\n  price {\n    amount\n  }\n}`: as the client wrote it, fragments by name. */
  readonly selectionSetGraphQL: string;
}

/** https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html#aws-appsync-resolver-context-reference-info-js */
export function selectionSetOf(fields: readonly FieldNode[], fragments: Fragments): SelectionSet {
  const selections = fields.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
  const set: SelectionSetNode = { kind: Kind.SELECTION_SET, selections };
  return {
    selectionSetList: [...new Set(paths(set, fragments, ''))],
    selectionSetGraphQL: selections.length > 0 ? print(set) : '',
  };
}

function paths(set: SelectionSetNode | undefined, fragments: Fragments, prefix: string): string[] {
  return (set?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return paths(selection.selectionSet, fragments, prefix);
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      return paths(fragments[selection.name.value]?.selectionSet, fragments, prefix);
    }
    const path = prefix + (selection.alias ?? selection.name).value;
    return [path, ...paths(selection.selectionSet, fragments, `${path}/`)];
  });
}
