import type { GraphQLSchema } from 'graphql';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { GraphqlExample } from '../../../../product';
import type { ShownApi } from '../../../../services/appsync/console';
import { sentence } from '../../api';
import { Trouble } from '../../parts/notices';
import { problemOf as jsonProblem } from '../start-form';
import { CodeEditor } from './code-editor';
import { graphqlTokens, jsonTokens } from './highlight';
import { History } from './history';
import { type Draft, keepDraft, keepSent, kept } from './memory';
import { operationAt, problemsIn } from './operation';
import { type Outcome, send } from './request';
import { Result } from './result';
import { SchemaDocs } from './schema-docs';
import { suggestionsAt } from './suggestions';

interface Props {
  readonly api: ShownApi;
  readonly schema: GraphQLSchema;
  readonly examples: readonly GraphqlExample[];
}

const EMPTY: Draft = { query: '# Choose an operation of the schema, or write one.\n', variables: '{}' };

/** The editor of one API: operation, variables and headers; the result; the schema. */
export function Playground({ api, schema, examples }: Props) {
  const [draft, setDraft] = useState<Draft>(() => kept().draft ?? draftOf(examples[0]) ?? EMPTY);
  const [headers, setHeaders] = useState(() => indented(api.apiKey ? { 'x-api-key': api.apiKey } : {}));
  const [outcome, setOutcome] = useState<Outcome>();
  const [trouble, setTrouble] = useState<string>();
  const [history, setHistory] = useState(() => kept().history);
  const [running, setRunning] = useState<AbortController>();
  const caret = useRef(0);
  const problems = useMemo(() => problemsIn(schema, draft.query), [schema, draft.query]);
  const variablesProblem = jsonProblem(draft.variables || '{}');
  const headersProblem = jsonProblem(headers || '{}');

  const write = (next: Draft): void => {
    setDraft(next);
    keepDraft(next);
  };
  const run = async (at: number): Promise<void> => {
    const operation = operationAt(draft.query, at);
    const problem = whyNot(operation?.operation, draft, headers);
    setTrouble(problem);
    if (problem !== undefined) return;
    running?.abort();
    const stop = new AbortController();
    setRunning(stop);
    const name = operation?.name?.value;
    const variables = JSON.parse(draft.variables || '{}') as unknown;
    setHistory(keepSent({ ...draft, name: name ?? operation?.operation ?? 'request', at: Date.now() }));
    try {
      const given = JSON.parse(headers || '{}') as Record<string, string>;
      const request = { query: draft.query, operationName: name, variables };
      setOutcome(await send(api.path, given, request, stop.signal));
    } catch (error) {
      if (!stop.signal.aborted) setTrouble(sentence(error));
    } finally {
      setRunning((current) => (current === stop ? undefined : current));
    }
  };
  return (
    <div class="playground">
      <section class="pane" aria-label="Request">
        <div class="title">
          <button
            type="button"
            class="primary"
            title="Ctrl+Enter: runs the operation at the cursor"
            onClick={() => run(caret.current)}
          >
            Run
          </button>
          {running && (
            <button type="button" onClick={() => running.abort()}>
              Stop
            </button>
          )}
          {examples.length > 0 && (
            <label>
              Examples{' '}
              <select
                value=""
                onChange={({ currentTarget }) => {
                  const chosen = draftOf(examples[Number(currentTarget.value)]);
                  currentTarget.value = '';
                  if (chosen) write(chosen);
                }}
              >
                <option value="">choose one</option>
                {examples.map(({ name }, at) => (
                  <option key={name} value={at}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          )}
          <span class="note">Ctrl+Enter runs, Ctrl+Space suggests</span>
        </div>
        <Trouble text={trouble} />
        <h2>Operation</h2>
        <CodeEditor
          label="Operation"
          value={draft.query}
          rows={18}
          tokens={graphqlTokens}
          invalid={problems.length > 0}
          describedBy="operation-problems"
          suggest={(text, at) => suggestionsAt(schema, text, at)}
          onChange={(query) => write({ ...draft, query })}
          onCaret={(at) => {
            caret.current = at;
          }}
          onRun={run}
        />
        <ul class="problem" id="operation-problems">
          {problems.map(({ message, line }) => (
            <li key={`${line} ${message}`}>
              {line !== undefined && `Line ${line}: `}
              {message}
            </li>
          ))}
        </ul>
        <h2>Variables (JSON)</h2>
        <CodeEditor
          label="Variables"
          value={draft.variables}
          rows={6}
          tokens={jsonTokens}
          invalid={variablesProblem !== undefined}
          describedBy="variables-problem"
          onChange={(variables) => write({ ...draft, variables })}
          onRun={() => run(caret.current)}
        />
        <p class="problem" id="variables-problem">
          {variablesProblem}
        </p>
        <details>
          <summary>Headers (JSON)</summary>
          <CodeEditor
            label="Headers"
            value={headers}
            rows={3}
            tokens={jsonTokens}
            invalid={headersProblem !== undefined}
            describedBy="headers-problem"
            onChange={setHeaders}
            onRun={() => run(caret.current)}
          />
          <p class="problem" id="headers-problem">
            {headersProblem}
          </p>
        </details>
        <History history={history} onUse={({ query, variables }) => write({ query, variables })} />
      </section>
      <Result outcome={outcome} running={running !== undefined} />
      <SchemaDocs
        schema={schema}
        onUse={({ query, variables }) => write({ query, variables: indented(variables) })}
      />
    </div>
  );
}

/** Why it cannot be sent. What the schema does not allow can: the API's own words are worth seeing. */
function whyNot(
  operation: 'mutation' | 'query' | 'subscription' | undefined,
  { query, variables }: Draft,
  headers: string,
): string | undefined {
  if (query.replace(/#.*/g, '').trim() === '') return 'There is no operation to run.';
  if (operation === 'subscription') return 'A subscription needs a client that keeps a WebSocket open.';
  if (jsonProblem(variables || '{}') !== undefined) return 'The variables are not JSON.';
  return jsonProblem(headers || '{}') === undefined ? undefined : 'The headers are not JSON.';
}

function draftOf(example: GraphqlExample | undefined): Draft | undefined {
  return example && { query: example.query, variables: indented(example.variables ?? {}) };
}

function indented(value: object): string {
  return JSON.stringify(value, undefined, 2);
}
