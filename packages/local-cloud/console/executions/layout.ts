import type { DefinitionGraph, GraphEdge, GraphNode } from './definition-graph';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** In pixels; `x` and `y` are a node's middle. */
export interface PlacedNode extends GraphNode, Point {
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge extends GraphEdge {
  readonly points: readonly Point[];
}

export interface PlacedGraph {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

const LETTER = 7.2;
const PADDING = 28;
const HEIGHT = 38;
const ROUND = 26;
/** The usual way is to be straight, what happens on errors may go round it. */
const WEIGHTS = { next: 12, branch: 6, choice: 4, catch: 1 } as const;
const MARGIN = 12;

/** Where everything stands: from top to bottom, with as few crossings as dagre finds. */
export async function layout({ nodes, edges }: DefinitionGraph): Promise<PlacedGraph> {
  const { graphlib, layout: place } = await import('@dagrejs/dagre');
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 24, ranksep: 34, edgesep: 14, marginx: MARGIN, marginy: MARGIN });
  for (const node of nodes) graph.setNode(node.id, sizeOf(node));
  for (const { from, to, kind } of edges) graph.setEdge(from, to, { weight: WEIGHTS[kind] });
  place(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    nodes: nodes.map((node) => ({ ...node, ...(graph.node(node.id) as PlacedNode) })).map(withoutExtras),
    edges: edges.map((edge) => {
      const { points } = graph.edge(edge.from, edge.to) as { points: Point[] };
      return { ...edge, points: points.map(({ x, y }) => ({ x, y })) };
    }),
  };
}

/** Of what dagre puts on a node, what is ours. */
function withoutExtras({ id, label, type, x, y, width, height }: PlacedNode): PlacedNode {
  return { id, label, type, x, y, width, height };
}

function sizeOf({ label, type }: GraphNode): { width: number; height: number } {
  if (type === 'Join') return { width: 10, height: 10 };
  if (type === 'Start' || type === 'End') return { width: ROUND + 26, height: ROUND };
  return { width: Math.max(96, label.length * LETTER + PADDING), height: HEIGHT };
}
