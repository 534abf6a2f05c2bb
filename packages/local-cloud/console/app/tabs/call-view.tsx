import { useEffect, useState } from 'preact/hooks';
import type { ShownPayload } from '../../requests/payload';
import type { Replayed } from '../../requests/replay';
import type { TraceLine } from '../../requests/requests';
import { address, ask, sentence, tell } from '../api';
import { Trouble } from '../parts/notices';
import { Payload } from '../parts/payload';
import { hrefOf } from '../route';
import { problemOf } from './start-form';

/** What a call carried. */
interface Call {
  readonly input?: ShownPayload;
  readonly output?: ShownPayload;
  readonly about?: string;
  readonly replayable: boolean;
}

/** What a call carried, both ways; its input can be edited and sent again. */
export function CallView({ call: { id, service, action } }: { call: TraceLine }) {
  const [call, setCall] = useState<Call>();
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    const leaving = new AbortController();
    ask(address('/request/step', { id }), leaving.signal).then(
      (text) => setCall(JSON.parse(text) as Call),
      (error) => !leaving.signal.aborted && setTrouble(sentence(error)),
    );
    return () => leaving.abort();
  }, [id]);
  return (
    <section aria-label="Call" class="call">
      <h3>
        {service} {action}
      </h3>
      <Trouble text={trouble} />
      {call && (
        <>
          {call.about !== undefined && <p class="note">{call.about}</p>}
          <div class="side-by-side">
            <Payload title="Request" text={text(call.input)} note={noteOf(call.input)} />
            <Payload title="Response" text={text(call.output)} note={noteOf(call.output)} />
          </div>
          {call.replayable && <Replay id={id} input={text(call.input) ?? '{}'} />}
          {!call.input && <p class="note">Payloads are kept of the last calls only.</p>}
        </>
      )}
    </section>
  );
}

function Replay({ id, input }: { id: string; input: string }) {
  const [edited, setEdited] = useState(input);
  const [replayed, setReplayed] = useState<Replayed>();
  const [refused, setRefused] = useState<string>();
  const problem = problemOf(edited);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (problem !== undefined) return;
    try {
      setReplayed(await tell<Replayed>('/request/replay', { id, input: JSON.parse(edited) }));
      setRefused(undefined);
    } catch (error) {
      setRefused(sentence(error));
    }
  };
  return (
    <details class="replay">
      <summary>Edit and send again</summary>
      <form onSubmit={send}>
        <label for="replay-input">Request (•••••• stays the secret that it hides)</label>
        <textarea
          id="replay-input"
          rows={12}
          spellcheck={false}
          value={edited}
          aria-invalid={problem !== undefined}
          aria-describedby="replay-problem"
          onInput={({ currentTarget }) => setEdited(currentTarget.value)}
        />
        <p id="replay-problem" class="problem">
          {problem}
        </p>
        <button type="submit" class="primary" aria-disabled={problem !== undefined}>
          Send again
        </button>
        <Trouble text={refused} />
        <div aria-live="polite">{replayed && <Answer replayed={replayed} />}</div>
      </form>
    </details>
  );
}

function Answer({ replayed: { traceId, output, error } }: { replayed: Replayed }) {
  return (
    <>
      {error && (
        <p class="failure">
          <strong>{error.code}</strong> {error.message}
        </p>
      )}
      {output !== undefined && <Payload title="Answer" text={JSON.stringify(output, undefined, 2)} />}
      {traceId !== undefined && <a href={hrefOf('requests', traceId)}>See its calls</a>}
    </>
  );
}

function text(payload: ShownPayload | undefined): string | undefined {
  return payload && JSON.stringify(payload.value, undefined, 2);
}

function noteOf(payload: ShownPayload | undefined): string | undefined {
  return payload && !payload.complete ? 'cut: it is larger than 16 KiB' : undefined;
}
