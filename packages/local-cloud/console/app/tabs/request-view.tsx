import { useState } from 'preact/hooks';
import type { TraceDetail, TraceLine } from '../../requests/requests';
import { address } from '../api';
import { clockTime, duration } from '../format';
import { Empty, Trouble } from '../parts/notices';
import { usePolled } from '../polled';
import { CallView } from './call-view';

/** One request as a waterfall of its calls. */
export function RequestView({ id }: { id: string }) {
  const { data, trouble } = usePolled<TraceDetail>(address('/request', { id }));
  const [chosen, setChosen] = useState<string>();
  if (!data) return trouble === undefined ? <Empty>Looking …</Empty> : <Trouble text={trouble} />;
  const call = data.lines.find((line) => line.id === chosen) ?? data.lines[0];
  return (
    <>
      <div class="title">
        <h2>{data.name}</h2>
        <span class="note">trace {data.id}</span>
      </div>
      <Trouble text={trouble} />
      <table class="waterfall">
        <thead>
          <tr>
            <th scope="col">Call</th>
            <th scope="col">By</th>
            <th scope="col">Took</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        {data.bursts.map((burst, index) => (
          <tbody key={burst.startedAt}>
            {index > 0 && (
              <tr class="pause">
                <td colSpan={4}>
                  {sinceLast(data, index)} later, at {clockTime(burst.startedAt)}
                </td>
              </tr>
            )}
            {data.lines
              .filter((line) => line.burst === index)
              .map((line) => (
                <Line
                  key={line.id}
                  line={line}
                  whole={burst.milliseconds}
                  chosen={line.id === call?.id}
                  onChoose={() => setChosen(line.id)}
                />
              ))}
          </tbody>
        ))}
      </table>
      {call && <CallView key={call.id} call={call} />}
    </>
  );
}

interface LineProps {
  readonly line: TraceLine;
  /** Of its burst, in milliseconds. */
  readonly whole: number;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function Line({ line, whole, chosen, onChoose }: LineProps) {
  const { service, action, principal, depth, offset, milliseconds, error } = line;
  const share = (part: number): number => (whole === 0 ? 0 : (100 * part) / whole);
  return (
    <tr class={`${chosen ? 'chosen' : ''}${error === undefined ? '' : ' failed'}`}>
      <th scope="row" style={{ paddingInlineStart: `${0.4 + depth * 0.9}rem` }}>
        <button type="button" class="link" aria-pressed={chosen} onClick={onChoose}>
          <b>{service}</b> {action}
        </button>
        {error !== undefined && <span class="mark"> {error}</span>}
      </th>
      <td title={principal}>{principal}</td>
      <td class="number">{duration(milliseconds)}</td>
      <td class="bars">
        <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          <rect
            class={`bar is-${service}`}
            x={share(offset)}
            y="1"
            width={Math.max(0.6, share(milliseconds))}
            height="8"
          />
        </svg>
      </td>
    </tr>
  );
}

function sinceLast({ bursts }: TraceDetail, index: number): string {
  const [before, now] = [bursts[index - 1], bursts[index]];
  return before && now ? duration(now.startedAt - before.startedAt - before.milliseconds) : '';
}
