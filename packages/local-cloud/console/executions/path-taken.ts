import { END, START } from './definition-graph';
import type { PlacedEdge, PlacedGraph, PlacedNode } from './layout';
import type { Step } from './steps';

export type NodeStatus = Step['status'] | 'untouched';

export interface TracedGraph extends Omit<PlacedGraph, 'nodes' | 'edges'> {
  readonly nodes: readonly (PlacedNode & { readonly status: NodeStatus; readonly visits: number })[];
  readonly edges: readonly (PlacedEdge & { readonly taken: boolean })[];
}

/** The graph with the way that an execution went, and where it is. */
export function traced(graph: PlacedGraph, steps: readonly Step[], status: string): TracedGraph {
  const stays = new Map<string, Step[]>();
  for (const step of steps) stays.set(step.state, [...(stays.get(step.state) ?? []), step]);
  const ended = status === 'SUCCEEDED' || status === 'FAILED';
  const joins = new Set(graph.nodes.flatMap(({ id, type }) => (type === 'Join' ? [id] : [])));
  const moves = new Set(steps.map(({ after, state }) => `${after ?? START}\n${state}`));
  const left = (state: string): boolean =>
    stays.get(state)?.some(({ exitedAt }) => exitedAt !== undefined) ?? false;
  const lastState = steps.at(-1)?.state;
  const taken = ({ from, to }: PlacedEdge): boolean => {
    if (joins.has(from)) return left(from.slice(from.indexOf(' ') + 1));
    if (joins.has(to)) return left(from);
    if (to === END) return ended && from === lastState;
    return moves.has(`${from}\n${to}`);
  };
  return {
    ...graph,
    nodes: graph.nodes.map((node) => {
      const own = stays.get(node.id) ?? [];
      const reached = node.id === START ? steps.length > 0 : node.id === END && ended;
      const standing = node.id === END && status === 'FAILED' ? 'failed' : 'succeeded';
      return {
        ...node,
        status: own.at(-1)?.status ?? (reached ? standing : 'untouched'),
        visits: own.length,
      };
    }),
    edges: graph.edges.map((edge) => ({ ...edge, taken: taken(edge) })),
  };
}
