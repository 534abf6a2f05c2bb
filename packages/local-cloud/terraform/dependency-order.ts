import { stackUnusable } from './errors';

/** Something that refers to other things by their addresses. */
export interface Dependent {
  readonly address: string;
  /** Each with the place at which it is referred to. */
  readonly dependencies: readonly string[];
}

/**
 * All of `nodes`, each after what it depends on, otherwise in the order given. A cycle is an error that names
 * it; so is a dependency that is not among them.
 */
export function inDependencyOrder<T extends Dependent>(nodes: readonly T[]): T[] {
  const byAddress = new Map(nodes.map((node) => [node.address, node]));
  const ordered = new Set<T>();

  const visit = (node: T, path: readonly string[]): void => {
    if (ordered.has(node)) return;
    const start = path.indexOf(node.address);
    if (start >= 0) {
      const cycle = [...path.slice(start), node.address].join(' -> ');
      throw stackUnusable(`The stack's references form a circle: ${cycle}`);
    }
    for (const address of node.dependencies) {
      const dependency = byAddress.get(address);
      if (!dependency)
        throw stackUnusable(`${node.address} refers to ${address}, which the stack does not declare`);
      visit(dependency, [...path, node.address]);
    }
    ordered.add(node);
  };
  for (const node of nodes) visit(node, []);
  return [...ordered];
}
