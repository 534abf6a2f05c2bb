import { useState } from 'preact/hooks';

/** Where somebody is among pages that are known by tokens only. */
export interface Pages {
  /** Of the page that is shown; empty for the first. */
  readonly token: string;
  readonly number: number;
  readonly forward: (token: string) => void;
  readonly back: () => void;
}

/** @param list what the pages are of: another list begins with its first page */
export function usePages(list: string): Pages {
  const [state, setState] = useState<{ list: string; tokens: readonly string[] }>({ list, tokens: [] });
  const tokens = state.list === list ? state.tokens : [];
  return {
    token: tokens.at(-1) ?? '',
    number: tokens.length + 1,
    forward: (token) => setState({ list, tokens: [...tokens, token] }),
    back: () => setState({ list, tokens: tokens.slice(0, -1) }),
  };
}

export function Pager({ pages, next }: { pages: Pages; next: string | undefined }) {
  if (pages.number === 1 && next === undefined) return null;
  return (
    <nav class="pager" aria-label="Pages">
      <button type="button" disabled={pages.number === 1} onClick={pages.back}>
        Previous
      </button>
      <span>page {pages.number}</span>
      <button
        type="button"
        disabled={next === undefined}
        onClick={() => next !== undefined && pages.forward(next)}
      >
        Next
      </button>
    </nav>
  );
}
