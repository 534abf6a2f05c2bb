import { useState } from 'preact/hooks';
import type { Permissions as Answer, ShownDecision, ShownStatement } from '../../../services/iam/console';
import { clockTime } from '../format';
import { Empty, Trouble } from '../parts/notices';
import { Payload } from '../parts/payload';
import { Status } from '../parts/status';
import { usePolled } from '../polled';

export function Permissions() {
  const { data, trouble } = usePolled<Answer>('/permissions');
  return (
    <>
      <Trouble text={trouble} />
      {data && (
        <>
          <Decisions decisions={data.decisions} />
          <Statements statements={data.statements} />
        </>
      )}
    </>
  );
}

function Decisions({ decisions }: { decisions: readonly ShownDecision[] }) {
  const denied = decisions.filter(({ allowed }) => !allowed).length;
  return (
    <section aria-labelledby="decisions" class="pane">
      <div class="title">
        <h2 id="decisions">Decisions</h2>
        <span class="note">
          {denied} denied, {decisions.length - denied} allowed; equal ones are counted together
        </span>
      </div>
      {decisions.length === 0 && <Empty>Nobody has asked for anything yet.</Empty>}
      {decisions.length > 0 && (
        <table class="decisions">
          <thead>
            <tr>
              <th scope="col">Decision</th>
              <th scope="col">Who</th>
              <th scope="col">Action</th>
              <th scope="col">Resource</th>
              <th scope="col">Times</th>
              <th scope="col">Last</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {decisions.map((decision) => (
              <Decision key={keyOf(decision)} decision={decision} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Decision({ decision }: { decision: ShownDecision }) {
  const { allowed, principal, action, resource, count, lastAt } = decision;
  return (
    <tr class={allowed ? undefined : 'failed'}>
      <td>
        <Status of={allowed ? 'allowed' : 'denied'} />
      </td>
      <td title={principal}>{principal}</td>
      <td>{action}</td>
      <td title={resource}>{resource.split(':').slice(5).join(':') || resource}</td>
      <td class="number">{count}</td>
      <td class="number">{clockTime(lastAt).slice(0, 8)}</td>
      <td class="why">
        <Why decision={decision} />
      </td>
    </tr>
  );
}

function Why({ decision: { statement, suggestion, reason, remarks } }: { decision: ShownDecision }) {
  return (
    <details>
      <summary>{statement ? `statement ${statement.index + 1}` : reason}</summary>
      {statement && (
        <Payload
          title={`Statement ${statement.index + 1} of ${statement.policy}`}
          text={JSON.stringify(statement.document, undefined, 2)}
        />
      )}
      {suggestion && (
        <Payload
          title={`Would allow it, in ${suggestion.policies.join(' or ') || 'a policy of the role'}`}
          text={JSON.stringify(suggestion.document, undefined, 2)}
        />
      )}
      {remarks.map((remark) => (
        <p key={remark} class="note">
          {remark}
        </p>
      ))}
    </details>
  );
}

function Statements({ statements }: { statements: readonly ShownStatement[] }) {
  const [all, setAll] = useState(false);
  const unused = statements.filter(({ uses, testable }) => uses === 0 && testable);
  const shown = all ? statements : unused;
  return (
    <section aria-labelledby="statements" class="pane">
      <div class="title">
        <h2 id="statements">{all ? 'All statements' : 'Statements never used since the start'}</h2>
        <span class="note">
          {unused.length} of {statements.length}; those of services that do not run here cannot be used here
        </span>
        <label class="check">
          <input
            type="checkbox"
            checked={all}
            onChange={({ currentTarget }) => setAll(currentTarget.checked)}
          />
          show all
        </label>
      </div>
      {shown.length === 0 && <Empty>Every statement has been used.</Empty>}
      {shown.length > 0 && (
        <table class="statements">
          <thead>
            <tr>
              <th scope="col">Role</th>
              <th scope="col">Used</th>
              <th scope="col">Statement</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((statement) => (
              <tr key={`${statement.role} ${statement.policy} ${statement.index}`}>
                <td>{statement.role}</td>
                <td class="number">{usesOf(statement)}</td>
                <td class="why">
                  <details>
                    <summary>{actionsOf(statement)}</summary>
                    <Payload
                      title={`Statement ${statement.index + 1} of ${statement.policy}`}
                      text={JSON.stringify(statement.document, undefined, 2)}
                    />
                  </details>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function keyOf({ principal, action, resource, reason, statement }: ShownDecision): string {
  return [principal, action, resource, reason, statement?.policy, statement?.index].join(' ');
}

function usesOf({ uses, testable }: ShownStatement): string {
  if (uses > 0) return `${uses} ×`;
  return testable ? 'never' : 'not run locally';
}

function actionsOf({ document }: ShownStatement): string {
  const { Effect, Action, NotAction } = document as {
    Effect: string;
    Action?: string | string[];
    NotAction?: string | string[];
  };
  const actions = [Action ?? NotAction ?? []].flat().join(', ');
  return `${Effect} ${Action === undefined ? 'all but ' : ''}${actions}`;
}
