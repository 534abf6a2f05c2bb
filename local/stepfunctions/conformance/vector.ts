import type { Json, JsonObject } from '../../service';
import type { Definition } from '../asl/definition';

/** One execution as recorded on AWS, with the outcomes of its tasks: a line of a vectors file. */
export interface Vector {
  readonly name: string;
  readonly machineType: 'STANDARD' | 'EXPRESS';
  readonly definition: Definition;
  readonly input: Json;
  readonly tasks: readonly RecordedTask[];
  readonly expected: Result;
  /** JSON pointers to strings in which the recording has tokens in place of what changes with every run. */
  readonly placeholderPaths: Readonly<Record<string, readonly string[]>>;
  /** JSON pointers to causes that are JSON texts, whose form is free. */
  readonly jsonCauses?: readonly string[];
  /** Whether random numbers are part of the result. */
  readonly nondeterministic?: boolean;
}

/** What a task was asked and how it ended. */
export interface RecordedTask {
  readonly state: string;
  readonly scope?: readonly string[];
  readonly outcome: 'succeeded' | 'failed' | 'timedOut';
  /** What the call answered at once, where the task then waited for a job or a token. */
  readonly submitted?: Json;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
}

/** How an execution ended and what happened in it; `events` is null where only the end was recorded. */
export interface Result {
  readonly status: string;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  readonly events: readonly RecordedEvent[] | null;
}

/** An event with its details beside its type. Events of concurrent branches may lack their order (`unorderedIn`). */
export type RecordedEvent = JsonObject;

/** Reads a vectors file: one JSON object a line. */
export function parseVectors(text: string): Vector[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Vector);
}
