import { useState } from 'preact/hooks';
import type { ExecutionPage } from '../../executions/executions';
import { address } from '../api';
import { clockTime, duration } from '../format';
import { Empty, Trouble } from '../parts/notices';
import { Pager, usePages } from '../parts/pager';
import { Status } from '../parts/status';
import { usePolled } from '../polled';
import { hrefOf } from '../route';
import { ExecutionView } from './execution-view';
import type { TabProps } from './overview';
import { StartForm } from './start-form';

const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

export function Executions({ overview, subject }: TabProps) {
  const [machine, setMachine] = useState(overview.machines[0]?.arn ?? '');
  const [status, setStatus] = useState('');
  const pages = usePages(`${machine} ${status}`);
  const question = machine && address('/executions', { machine, status, token: pages.token });
  const { data, trouble, refresh } = usePolled<ExecutionPage>(question || undefined);
  if (overview.machines.length === 0) return <Empty>This stack has no state machine.</Empty>;
  return (
    <div class="two-panes">
      <section aria-label="List of executions" class="pane list">
        <div class="filters">
          {overview.machines.length > 1 && (
            <label>
              State machine
              <select value={machine} onChange={({ currentTarget }) => setMachine(currentTarget.value)}>
                {overview.machines.map(({ arn, name }) => (
                  <option key={arn} value={arn}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          )}
          <label>
            Status
            <select value={status} onChange={({ currentTarget }) => setStatus(currentTarget.value)}>
              <option value="">all</option>
              {STATUSES.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        </div>
        <StartForm machine={machine} onStarted={refresh} />
        <Trouble text={trouble} />
        <ExecutionList page={data} subject={subject} />
        <Pager pages={pages} next={data?.nextToken} />
      </section>
      <section aria-label="Execution" class="pane">
        {subject === '' ? (
          <Empty>Choose an execution to see its path through the workflow.</Empty>
        ) : (
          <ExecutionView key={subject} arn={subject} onChange={refresh} />
        )}
      </section>
    </div>
  );
}

function ExecutionList({ page, subject }: { page: ExecutionPage | undefined; subject: string }) {
  if (!page) return null;
  if (page.executions.length === 0) return <Empty>No execution. Start one here.</Empty>;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Status</th>
          <th scope="col">Started</th>
          <th scope="col">Took</th>
        </tr>
      </thead>
      <tbody>
        {page.executions.map(({ arn, name, status, startedAt, stoppedAt }) => (
          <tr key={arn} class={arn === subject ? 'chosen' : undefined}>
            <th scope="row">
              <a
                href={hrefOf('executions', arn)}
                aria-current={arn === subject ? 'true' : undefined}
                title={name}
              >
                {name}
              </a>
            </th>
            <td>
              <Status of={status} />
            </td>
            <td class="number">{clockTime(startedAt).slice(0, 8)}</td>
            <td class="number">{stoppedAt === undefined ? '' : duration(stoppedAt - startedAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
