import { useState } from 'preact/hooks';
import type { ExecutionDetail } from '../../executions/executions';
import { address, sentence, tell } from '../api';
import { dateTime, duration, pretty } from '../format';
import { Graph } from '../parts/graph';
import { Empty, Trouble } from '../parts/notices';
import { Payload } from '../parts/payload';
import { Status } from '../parts/status';
import { usePolled } from '../polled';
import { History } from './history';

interface Props {
  readonly arn: string;
  readonly onChange: () => void;
}

export function ExecutionView({ arn, onChange }: Props) {
  const { data, trouble, refresh } = usePolled<ExecutionDetail>(address('/execution', { arn }));
  const [refused, setRefused] = useState<string>();
  const act = async (path: string): Promise<void> => {
    try {
      await tell(path, { arn });
      setRefused(undefined);
    } catch (error) {
      setRefused(sentence(error));
    }
    refresh();
    onChange();
  };
  if (!data) return trouble === undefined ? <Empty>Looking …</Empty> : <Trouble text={trouble} />;
  const { name, status, startedAt, stoppedAt, error, cause } = data;
  return (
    <>
      <div class="title">
        <h2>{name}</h2>
        <span role="status">
          <Status of={status} />
        </span>
        <span class="note">
          {dateTime(startedAt)}
          {stoppedAt !== undefined && `, took ${duration(stoppedAt - startedAt)}`}
        </span>
        <div class="buttons">
          {status === 'RUNNING' && (
            <button type="button" onClick={() => act('/executions/stop')}>
              Stop
            </button>
          )}
          {data.redrivable && (
            <button type="button" onClick={() => act('/executions/redrive')}>
              Redrive
            </button>
          )}
        </div>
      </div>
      <Trouble text={refused ?? trouble} />
      {error !== undefined && (
        <p class="failure">
          <strong>{error}</strong> {cause}
        </p>
      )}
      <Graph graph={data.graph} status={status} />
      <h3>History</h3>
      <History steps={data.steps} />
      {!data.whole && <Empty>It has more events than are shown here.</Empty>}
      <div class="side-by-side">
        <Payload title="Input" text={pretty(data.input)} />
        <Payload title="Output" text={data.output === undefined ? undefined : pretty(data.output)} />
      </div>
    </>
  );
}
