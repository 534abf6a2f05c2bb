import type { Json, JsonObject } from '../../../core/json';
import type { Definition } from '../../../services/stepfunctions/asl/definition';
import { playBack } from '../../../services/stepfunctions/conformance/playback';
import type { RecordedTask, Result } from '../../../services/stepfunctions/conformance/vector';

/** Runs states of our own with given outcomes of their tasks, on a clock that jumps. */
export function run(
  states: JsonObject,
  input: Json = {},
  tasks: readonly RecordedTask[] = [],
  more: JsonObject = {},
): Result {
  const [StartAt = ''] = Object.keys(states);
  const definition = { StartAt, States: states, ...more } as unknown as Definition;
  const expected = { status: '', events: null };
  return playBack({
    name: '',
    machineType: 'STANDARD',
    definition,
    input,
    tasks,
    expected,
    placeholderPaths: {},
  });
}

/** The types of the events, in order, with the state's name or the iteration's index where they have one. */
export function story(result: Result): string[] {
  return (result.events ?? []).map(({ type, state, index }) => {
    const where =
      index === undefined
        ? state === undefined
          ? ''
          : ` ${String(state)}`
        : ` ${String(state)}[${String(index)}]`;
    return `${String(type)}${where}`;
  });
}

export const task = (more: JsonObject = {}): JsonObject => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'f' },
  End: true,
  ...more,
});

export const failed = (state: string, error: string, cause = ''): RecordedTask => ({
  state,
  outcome: 'failed',
  error,
  cause,
});

export const succeeded = (state: string, output: Json): RecordedTask => ({
  state,
  outcome: 'succeeded',
  output,
});
