import { duration } from '../../format';
import { Empty } from '../../parts/notices';
import { Scroll } from '../../parts/scroll';
import { jsonTokens } from './highlight';
import type { Outcome } from './request';

/** The last answer; its errors first. */
export function Result({ outcome, running }: { outcome: Outcome | undefined; running: boolean }) {
  return (
    <section class="pane result" aria-label="Result" aria-busy={running}>
      <div class="title">
        <h2>Result</h2>
        <span class="note" role="status">
          {running ? 'Running …' : outcome && `HTTP ${outcome.status}, ${duration(outcome.milliseconds)}`}
        </span>
      </div>
      {outcome && outcome.errors.length > 0 && (
        <ul class="failure" aria-label="Errors">
          {outcome.errors.map((error) => (
            <li key={error}>{error}</li>
          ))}
        </ul>
      )}
      {outcome ? (
        <Scroll label="Answer">
          <pre class="code">
            {jsonTokens(outcome.text).map(({ kind, text }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place.
              <span key={at} class={`is-${kind}`}>
                {text}
              </span>
            ))}
          </pre>
        </Scroll>
      ) : (
        <Empty>Run an operation to see its answer.</Empty>
      )}
    </section>
  );
}
