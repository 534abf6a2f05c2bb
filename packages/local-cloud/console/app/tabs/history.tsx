import { useState } from 'preact/hooks';
import type { Step } from '../../executions/steps';
import { clockTime, duration, pretty } from '../format';
import { Payload } from '../parts/payload';
import { Status } from '../parts/status';

/** The stays in states, each with what went in and what came out. */
export function History({ steps }: { steps: readonly Step[] }) {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const toggle = (id: number): void => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  return (
    <table class="history">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Type</th>
          <th scope="col">Status</th>
          <th scope="col">Entered</th>
          <th scope="col">Took</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <StepRows key={step.id} step={step} open={open.has(step.id)} onToggle={() => toggle(step.id)} />
        ))}
      </tbody>
    </table>
  );
}

function StepRows({ step, open, onToggle }: { step: Step; open: boolean; onToggle: () => void }) {
  const { state, type, status, enteredAt, exitedAt } = step;
  return (
    <>
      <tr>
        <th scope="row">
          <button type="button" class="disclosure" aria-expanded={open} onClick={onToggle}>
            {state}
          </button>
        </th>
        <td>{type}</td>
        <td>
          <Status of={status} />
        </td>
        <td class="number">{clockTime(enteredAt)}</td>
        <td class="number">{exitedAt === undefined ? '' : duration(exitedAt - enteredAt)}</td>
      </tr>
      {open && (
        <tr class="details">
          <td colSpan={5}>
            <StepDetails step={step} />
          </td>
        </tr>
      )}
    </>
  );
}

function StepDetails({ step: { input, output, error, cause, events } }: { step: Step }) {
  return (
    <>
      {error !== undefined && (
        <p class="failure">
          <strong>{error}</strong> {cause}
        </p>
      )}
      <div class="side-by-side">
        <Payload title="Input of the state" text={input === undefined ? undefined : pretty(input)} />
        <Payload title="Output of the state" text={output === undefined ? undefined : pretty(output)} />
      </div>
      <ol class="events">
        {events.map(({ id, type, at, details }) => (
          <li key={id}>
            <details>
              <summary>
                {id} {type} <span class="number">{clockTime(at)}</span>
              </summary>
              <Payload title={`Event ${id}`} text={JSON.stringify(details, undefined, 2)} />
            </details>
          </li>
        ))}
      </ol>
    </>
  );
}
