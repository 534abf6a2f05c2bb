import { useCallback, useEffect, useState } from 'preact/hooks';
import { ask, sentence } from './api';

export interface Polled<T> {
  /** Undefined until the first answer. */
  readonly data: T | undefined;
  /** Why the last question was not answered. */
  readonly trouble: string | undefined;
  /** Asks again at once. */
  readonly refresh: () => void;
}

const EVERY_MS = 1_000;

interface Answer {
  readonly question: string;
  readonly text: string;
  readonly data: unknown;
}

/** Asks again every second while the page is seen. @param question undefined: there is nothing to ask */
export function usePolled<T>(question: string | undefined): Polled<T> {
  const [answer, setAnswer] = useState<Answer>();
  const [trouble, setTrouble] = useState<string>();
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is there to ask again.
  useEffect(() => {
    if (question === undefined) return undefined;
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      if (document.visibilityState === 'visible')
        await askOnce(question, leaving.signal, setAnswer, setTrouble);
      if (!leaving.signal.aborted) timer = setTimeout(look, EVERY_MS);
    };
    void look();
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [question, round]);
  const refresh = useCallback(() => setRound((number) => number + 1), []);
  const data = answer && answer.question === question ? (answer.data as T) : undefined;
  return { data, trouble, refresh };
}

async function askOnce(
  question: string,
  signal: AbortSignal,
  setAnswer: (next: (known: Answer | undefined) => Answer) => void,
  setTrouble: (trouble: string | undefined) => void,
): Promise<void> {
  try {
    const text = await ask(question, signal);
    setAnswer((known) =>
      known?.question === question && known.text === text
        ? known
        : { question, text, data: JSON.parse(text) },
    );
    setTrouble(undefined);
  } catch (error) {
    if (!signal.aborted) setTrouble(sentence(error));
  }
}
