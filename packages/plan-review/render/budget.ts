/** What GitHub takes for one comment; counted in bytes, which is never fewer than its characters. */
export const COMMENT_LIMIT = 65_536;

/** A piece that is shown whole or not at all. */
export interface Piece {
  readonly heading: string;
  readonly text: string;
  /** What it is one of, where it is left out: `change`, `warning`. */
  readonly noun: string;
  /** How many of them it tells of. */
  readonly count: number;
  /** The highest is kept first. */
  readonly weight: number;
}

export interface Fitted {
  /** The pieces that fitInto, in their order. */
  readonly kept: readonly Piece[];
  readonly left: readonly Piece[];
}

/** Keeps the weightiest pieces that fit into `bytes`, headings counted, in the order in which they were given. */
export function fitInto(pieces: readonly Piece[], bytes: number): Fitted {
  const byWeight = [...pieces].sort((one, other) => other.weight - one.weight);
  const chosen = new Set<Piece>();
  const headings = new Set<string>();
  let used = 0;
  for (const piece of byWeight) {
    const heading = headings.has(piece.heading) ? 0 : size(piece.heading) + 2;
    const cost = size(piece.text) + 1 + heading;
    if (used + cost > bytes) continue;
    used += cost;
    chosen.add(piece);
    headings.add(piece.heading);
  }
  return {
    kept: pieces.filter((piece) => chosen.has(piece)),
    left: pieces.filter((piece) => !chosen.has(piece)),
  };
}

export function size(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
