import { useState } from 'preact/hooks';
import type { TraceSummary } from '../../requests/requests';
import { address } from '../api';
import { clockTime, duration } from '../format';
import { Empty, Trouble } from '../parts/notices';
import { usePolled } from '../polled';
import { hrefOf } from '../route';
import type { TabProps } from './overview';
import { RequestView } from './request-view';

export function Requests({ subject }: TabProps) {
  const [filter, setFilter] = useState('');
  const [failedOnly, setFailedOnly] = useState(false);
  const question = address('/requests', { filter, failed: failedOnly ? 'true' : '' });
  const { data, trouble } = usePolled<{ requests: readonly TraceSummary[] }>(question);
  return (
    <div class="two-panes">
      <section aria-label="List of requests" class="pane list">
        <div class="filters">
          <label>
            Containing
            <input
              type="search"
              value={filter}
              spellcheck={false}
              onInput={({ currentTarget }) => setFilter(currentTarget.value)}
            />
          </label>
          <label class="check">
            <input
              type="checkbox"
              checked={failedOnly}
              onChange={({ currentTarget }) => setFailedOnly(currentTarget.checked)}
            />
            failed only
          </label>
        </div>
        <Trouble text={trouble} />
        {data && <RequestList requests={data.requests} subject={subject} />}
      </section>
      <section aria-label="Request" class="pane">
        {subject === '' ? (
          <Empty>Choose a request to see which calls it came to.</Empty>
        ) : (
          <RequestView key={subject} id={subject} />
        )}
      </section>
    </div>
  );
}

function RequestList({ requests, subject }: { requests: readonly TraceSummary[]; subject: string }) {
  if (requests.length === 0) return <Empty>No request yet that fits.</Empty>;
  return (
    <table class="requests">
      <thead>
        <tr>
          <th scope="col">Request</th>
          <th scope="col">About</th>
          <th scope="col">At</th>
          <th scope="col">Calls</th>
          <th scope="col">Took</th>
        </tr>
      </thead>
      <tbody>
        {requests.map(({ id, name, about, startedAt, milliseconds, spans, failed }) => (
          <tr key={id} class={`${id === subject ? 'chosen' : ''}${failed ? ' failed' : ''}`}>
            <th scope="row">
              <a
                href={hrefOf('requests', id)}
                aria-current={id === subject ? 'true' : undefined}
                title={name}
              >
                {name}
              </a>
            </th>
            <td>
              {about}
              {failed && <span class="mark"> failed</span>}
            </td>
            <td class="number">{clockTime(startedAt).slice(0, 8)}</td>
            <td class="number">{spans}</td>
            <td class="number">{duration(milliseconds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
