/** What was written in the editor. */
export interface Draft {
  readonly query: string;
  /** JSON. */
  readonly variables: string;
}

/** One that was sent. */
export interface Sent extends Draft {
  readonly name: string;
  /** Milliseconds since the epoch, of this machine. */
  readonly at: number;
}

interface Kept {
  readonly draft?: Draft;
  readonly history: readonly Sent[];
}

const KEY = 'graphql';
const MOST = 30;

/** Kept while the browser's tab is open. Headers are not kept: they have the key of this run. */
export function kept(): Kept {
  try {
    return { history: [], ...(JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Partial<Kept>) };
  } catch {
    // Another version's, or storage is switched off.
    return { history: [] };
  }
}

export function keepDraft(draft: Draft): void {
  keep({ ...kept(), draft });
}

/** Puts what was sent first, once. */
export function keepSent(sent: Sent): readonly Sent[] {
  const others = kept().history.filter(
    ({ query, variables }) => query !== sent.query || variables !== sent.variables,
  );
  const history = [sent, ...others].slice(0, MOST);
  keep({ ...kept(), history });
  return history;
}

function keep(all: Kept): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // Storage is full or switched off: the page works without it.
  }
}
