import { relative, sep } from 'node:path';
import { isUserError } from '../config/user-error';
import { bugs } from '../package.json';

// Commands import this first: a mistake in a file that they import later is then told like any other.

const ROOT = `${__dirname.split(sep).slice(0, -1).join(sep)}${sep}`;
const REPORT = `This is a fault of Keyhold, not of yours. Report it with the lines above: ${bugs}`;

/** Errors of the local cloud whose next step is in their sentence. */
const OF_THE_LOCAL_CLOUD = [
  'ArchiveUnusable',
  'DataFolderUnusable',
  'DefinitionError',
  'PortUnavailable',
  'StackError',
  'VectorError',
];

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
  if (isUserError(error)) return { text: told(error.message, error.nextStep), exitCode: exitCodeOf(error) };
  if (error instanceof Error && OF_THE_LOCAL_CLOUD.includes(error.name))
    return { text: told(error.message, ''), exitCode: 1 };
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

function exitCodeOf(error: object): number {
  return 'exitCode' in error && typeof error.exitCode === 'number' ? error.exitCode : 1;
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
