import { clockTime } from '../../format';
import { Empty } from '../../parts/notices';
import type { Sent } from './memory';

interface Props {
  readonly history: readonly Sent[];
  readonly onUse: (sent: Sent) => void;
}

/** What was sent since the browser's tab was opened, the latest first. */
export function History({ history, onUse }: Props) {
  return (
    <details class="history">
      <summary>History ({history.length})</summary>
      {history.length === 0 ? (
        <Empty>Nothing was sent yet.</Empty>
      ) : (
        <ul>
          {history.map((sent) => (
            <li key={sent.at}>
              <button type="button" class="link" title={sent.variables} onClick={() => onUse(sent)}>
                <span class="note">{clockTime(sent.at).slice(0, 8)}</span> {sent.name}
              </button>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
