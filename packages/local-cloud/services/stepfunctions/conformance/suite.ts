import { type Difference, differences } from './compare';
import { playBack } from './playback';
import type { Result, Vector } from './vector';

/** How the engine did on one case. */
export interface CaseResult {
  readonly name: string;
  readonly actual: Result;
  readonly outcome: 'passed' | 'failed' | 'not compared';
  readonly differences: readonly Difference[];
}

/** The cases of one file. */
export interface FileResult {
  /** Its name without the folder. */
  readonly file: string;
  readonly cases: readonly CaseResult[];
}

/** Plays the cases of a file back on the engine and compares. */
export function runFile(file: string, vectors: readonly Vector[]): FileResult {
  return { file, cases: vectors.map(runCase) };
}

/** The cases that ran to another result than AWS recorded. */
export function failedCases({ cases }: FileResult): CaseResult[] {
  return cases.filter(({ outcome }) => outcome === 'failed');
}

function runCase(vector: Vector): CaseResult {
  const { name, expected } = vector;
  try {
    const actual = playBack(vector);
    const found = differences(vector, actual);
    if (expected === undefined) return { name, actual, outcome: 'not compared', differences: [] };
    return { name, actual, outcome: found.length === 0 ? 'passed' : 'failed', differences: found };
  } catch (error) {
    // A definition that the engine cannot run at all must not keep the other cases from being run.
    const cause = error instanceof Error ? error.message : String(error);
    const actual: Result = { status: 'NOT_RUN', error: 'Playback', cause, events: null };
    const difference = { at: '', expected: 'an execution', actual: cause };
    return { name, actual, outcome: 'failed', differences: [difference] };
  }
}
