import { useState } from 'preact/hooks';
import { sentence, tell } from '../api';
import { Trouble } from '../parts/notices';
import { hrefOf } from '../route';

interface Props {
  readonly machine: string;
  readonly onStarted: () => void;
}

/** Step Functions takes more; these are what people type. */
const NAME = /^[\w.-]{1,80}$/;

export function StartForm({ machine, onStarted }: Props) {
  const [name, setName] = useState('');
  const [input, setInput] = useState('{}');
  const [refused, setRefused] = useState<string>();
  const wrongName =
    name !== '' && !NAME.test(name) ? 'A name is 1 to 80 letters, digits, or . _ -' : undefined;
  const wrongInput = problemOf(input);
  const start = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (wrongName !== undefined || wrongInput !== undefined) return;
    try {
      const { arn } = await tell<{ arn: string }>('/executions/start', { machine, name, input });
      setRefused(undefined);
      setName('');
      onStarted();
      location.hash = hrefOf('executions', arn);
    } catch (error) {
      setRefused(sentence(error));
    }
  };
  return (
    <details class="start">
      <summary>Start an execution</summary>
      <form onSubmit={start}>
        <label for="start-name">Name (none: a new UUID)</label>
        <input
          id="start-name"
          value={name}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={wrongName !== undefined}
          aria-describedby="start-name-problem"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
        <p id="start-name-problem" class="problem">
          {wrongName}
        </p>
        <label for="start-input">Input (JSON)</label>
        <textarea
          id="start-input"
          rows={6}
          spellcheck={false}
          value={input}
          aria-invalid={wrongInput !== undefined}
          aria-describedby="start-input-problem"
          onInput={({ currentTarget }) => setInput(currentTarget.value)}
        />
        <p id="start-input-problem" class="problem">
          {wrongInput}
        </p>
        <button
          type="submit"
          class="primary"
          aria-disabled={wrongName !== undefined || wrongInput !== undefined}
        >
          Start
        </button>
        <Trouble text={refused} />
      </form>
    </details>
  );
}

/** Why a text is no JSON. */
export function problemOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `Not JSON: ${(error as Error).message}`;
  }
}
