import { relative, sep } from 'node:path';
import { UserError } from '@keyhold/local-cloud/errors';
import { bugs } from '../package.json';

// Commands import this first: a mistake in a file that they import later is then told like any other.

const ROOT = `${__dirname.split(sep).slice(0, -1).join(sep)}${sep}`;
const REPORT = `This is a fault of Keyhold, not of yours. Report it with the lines above: ${bugs}`;

/** What a person can correct, of ours or of a package: such errors are told by their form, not by their class. */
type Correctable = Pick<UserError, 'sentence' | 'nextStep'> & { readonly exitCode?: number };

/** Ends a command by another exit code than 1. */
export class CommandEnded extends UserError {
  constructor(
    code: string,
    sentence: string,
    nextStep: string,
    readonly exitCode: number,
  ) {
    super(code, sentence, nextStep);
  }
}

/** A program that we started has ended in a failure, and has said all there is to say. */
export class ChildFailed extends Error {
  override readonly name = 'ChildFailed';

  /** @param output what it printed on stderr */
  constructor(
    readonly output: string,
    readonly exitCode: number,
  ) {
    super(output);
  }
}

process.on('uncaughtException', fail);

/** Ends the process: what a person can correct in a few plain lines, a fault of ours by its stack and where to report it. */
export function fail(error: unknown): void {
  const { text, exitCode } = explanation(error);
  process.stderr.write(`${text}\n`);
  process.exit(exitCode);
}

/** How a command that met this error ends: what it says, and its exit code. */
export function explanation(error: unknown): { readonly text: string; readonly exitCode: number } {
  if (error instanceof ChildFailed) return { text: error.output, exitCode: error.exitCode };
  if (isCorrectable(error)) {
    return { text: told(error.sentence, error.nextStep), exitCode: error.exitCode ?? 1 };
  }
  const mistake = sourceMistake(error);
  if (mistake !== undefined)
    return { text: told(mistake, 'Correct it there, then run this again.'), exitCode: 1 };
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text: `${stack}\n\n✗ ${REPORT}`, exitCode: 1 };
}

function told(sentence: string, nextStep: string): string {
  const lines = nextStep === '' ? [] : nextStep.split('\n').map((line) => `  ${line}`);
  return [`✗ ${sentence}`, ...lines].join('\n');
}

function isCorrectable(error: unknown): error is Correctable {
  const { code, sentence, nextStep } = (error ?? {}) as Record<string, unknown>;
  return [code, sentence, nextStep].every((part) => typeof part === 'string');
}

interface BuildError {
  readonly errors?: readonly {
    readonly text?: string;
    readonly location?: { readonly file: string; readonly line: number; readonly column: number } | null;
  }[];
}

/**
 * A mistake in the source itself: what does not parse or bundle, and what config/ refers to and is not there.
 * @returns the file, the place and what is wrong there; undefined where it is none
 */
function sourceMistake(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const [first] = (error as BuildError).errors ?? [];
  if (first?.location) {
    const { file, line, column } = first.location;
    return `${inRepository(file)}:${line}:${column + 1}: ${first.text}`;
  }
  // As tsx reports a file that it cannot read.
  const [, transformed, at, problem] = /^(\/.*?):(\d+:\d+): ERROR: (.*)$/m.exec(error.message) ?? [];
  if (transformed !== undefined) return `${inRepository(transformed)}:${at}: ${problem}`;
  const [, path, place] =
    /^\s+at (?:.* \()?(?:file:\/\/)?(\/[^():]+):(\d+:\d+)\)?$/m.exec(error.stack ?? '') ?? [];
  if (path === undefined || !inRepository(path).startsWith(`config${sep}`)) return undefined;
  return `${inRepository(path)}:${place}: ${error.message}`;
}

function inRepository(path: string): string {
  return path.startsWith(ROOT) ? relative(ROOT, path) : path;
}
