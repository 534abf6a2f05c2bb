import { z } from 'zod';
import { UserError } from '../../../core/errors';
import type { Json, JsonObject } from '../../../core/json';
import type { Definition } from '../asl/definition';

/** One execution as recorded on AWS, with the outcomes of its tasks: a line of a vectors file. */
export interface Vector {
  readonly name: string;
  readonly machineType: 'STANDARD' | 'EXPRESS';
  readonly definition: Definition;
  readonly input: Json;
  readonly tasks: readonly RecordedTask[];
  /** Without it the case is run and not compared. */
  readonly expected?: Result;
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

/** The form of a line as far as it is relied on. */
const form = z.looseObject({
  format: z.literal(1).optional(),
  name: z.string().min(1),
  machineType: z.enum(['STANDARD', 'EXPRESS']).default('STANDARD'),
  definition: z.looseObject({ StartAt: z.string(), States: z.record(z.string(), z.looseObject({})) }),
  input: z.json(),
  tasks: z
    .array(
      z.looseObject({
        state: z.string(),
        scope: z.array(z.string()).optional(),
        outcome: z.enum(['succeeded', 'failed', 'timedOut']),
      }),
    )
    .default([]),
  expected: z
    .looseObject({ status: z.string(), events: z.array(z.looseObject({ type: z.string() })).nullable() })
    .optional(),
  placeholderPaths: z.record(z.string(), z.array(z.string())).default({}),
  jsonCauses: z.array(z.string()).optional(),
});

/**
 * Reads the text of a vectors file: one JSON object a line.
 * @param file its name, for messages
 * @throws UserError naming the file and the line
 */
export function parseVectors(text: string, file: string): Vector[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    return parseLine(line, `${file}, line ${index + 1}`);
  });
}

function parseLine(line: string, place: string): Vector {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw invalid(place, (error as Error).message);
  }
  const read = form.safeParse(value);
  if (read.success) return read.data as unknown as Vector;
  const problems = read.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the line'}: ${message}`,
  );
  throw invalid(place, problems.join('; '));
}

/** A line of a vectors file that is no case. */
function invalid(place: string, problem: string): UserError {
  return new UserError('InvalidVector', `${place}: ${problem}.`, 'Correct the line, or record it again.');
}
