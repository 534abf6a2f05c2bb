import type { Point } from '../../executions/layout';
import type { TracedGraph } from '../../executions/path-taken';
import { Scroll } from './scroll';

type Node = TracedGraph['nodes'][number];
type Edge = TracedGraph['edges'][number];

/** The workflow with the way that an execution took, and where it is. */
export function Graph({ graph, status }: { graph: TracedGraph; status: string }) {
  const { width, height, nodes, edges } = graph;
  const order = [...edges].sort((a, b) => Number(a.taken) - Number(b.taken));
  return (
    <figure class="graph">
      <Scroll label="Graph of the workflow">
        <svg
          viewBox={`0 0 ${width} ${height}`}
          width={width}
          height={height}
          role="img"
          aria-label={inWords(graph, status)}
        >
          <defs>
            {(['plain', 'taken'] as const).map((kind) => (
              <marker
                key={kind}
                id={`arrow-${kind}`}
                class={`arrow is-${kind}`}
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerUnits="userSpaceOnUse"
                markerWidth="9"
                markerHeight="9"
                orient="auto"
              >
                <path d="M0 0L8 4L0 8Z" />
              </marker>
            ))}
          </defs>
          {order.map((edge) => (
            <EdgeLine key={`${edge.from} ${edge.to}`} edge={edge} />
          ))}
          {nodes.map((node) => (
            <NodeBox key={node.id} node={node} />
          ))}
        </svg>
      </Scroll>
      <figcaption>
        <span class="key is-succeeded">done</span>
        <span class="key is-running">now here</span>
        <span class="key is-caught">failed, and caught</span>
        <span class="key is-failed">failed</span>
        <span class="key is-catch">on an error</span>
      </figcaption>
    </figure>
  );
}

function EdgeLine({ edge }: { edge: Edge }) {
  const { points, kind, label, taken } = edge;
  return (
    <path
      class={`edge is-${kind}${taken ? ' is-taken' : ''}`}
      d={curve(points)}
      marker-end={`url(#arrow-${taken ? 'taken' : 'plain'})`}
    >
      {label !== '' && <title>{label}</title>}
    </path>
  );
}

function NodeBox({ node }: { node: Node }) {
  const { x, y, width, height, type, label, status, visits } = node;
  const round = type === 'Start' || type === 'End' || type === 'Join';
  return (
    <g class={`node is-${status}`} data-state={node.label} data-status={status}>
      <title>{`${label} (${type})`}</title>
      <rect x={x - width / 2} y={y - height / 2} width={width} height={height} rx={round ? height / 2 : 6} />
      {!round && (
        <text class="type" x={x} y={y - 6}>
          {type}
          {visits > 1 ? ` × ${visits}` : ''}
        </text>
      )}
      <text x={x} y={round ? y + 4 : y + 10}>
        {label}
      </text>
    </g>
  );
}

/** A line that goes smoothly by its points. */
function curve(points: readonly Point[]): string {
  const [first, ...others] = points;
  if (!first) return '';
  const last = others.at(-1) ?? first;
  const bends = others.slice(0, -1).map((point, index) => {
    const next = others[index + 1] ?? last;
    const end = index === others.length - 2 ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return `M${first.x} ${first.y}${bends.length > 0 ? bends.join('') : `L${last.x} ${last.y}`}`;
}

/** What the picture says, for those who hear it. */
function inWords({ nodes }: TracedGraph, status: string): string {
  const named = (wanted: string): string =>
    nodes
      .filter((node) => node.status === wanted && node.visits > 0)
      .map(({ label }) => label)
      .join(', ');
  const parts = [`Workflow, ${status}.`];
  for (const [wanted, words] of [
    ['running', 'Now in'],
    ['succeeded', 'Done'],
    ['caught', 'Failed and caught'],
    ['failed', 'Failed'],
    ['aborted', 'Stopped in'],
  ] as const) {
    const states = named(wanted);
    if (states !== '') parts.push(`${words}: ${states}.`);
  }
  return parts.join(' ');
}
