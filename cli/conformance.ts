import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  type FileResult,
  failedCases,
  parseVectors,
  runFile,
  textTable,
  type Vector,
} from '@keyhold/local-cloud/conformance';
import { Command } from 'commander';
import { conformancePage } from './conformance-page';

interface Options {
  readonly actual?: string;
  readonly table?: string;
}

/** A file that cannot be read or written. */
class FileUnusable extends Error {
  override readonly name = 'FileUnusable';
}

/** Plays recorded executions back on the local engine. Answers with the exit code: 1 where one differs. */
function conformance(paths: readonly string[], { actual, table }: Options): number {
  // All are read before any is run: a mistake in the last is told at once.
  const files = paths
    .map((path): [string, Vector[]] => [path, parseVectors(read(path), path)])
    .map(([path, vectors]) => runFile(basename(path), vectors));
  if (actual !== undefined) write(actual, actualLines(files));
  if (table !== undefined) write(table, conformancePage(files));
  process.stdout.write(textTable(files));
  return files.some((file) => failedCases(file).length > 0) ? 1 : 0;
}

function actualLines(files: readonly FileResult[]): string {
  const lines = files.flatMap(({ cases }) =>
    cases.map(({ name, actual }) => JSON.stringify({ name, ...actual })),
  );
  return lines.map((line) => `${line}\n`).join('');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new FileUnusable(`${path} cannot be read: ${(error as Error).message}`);
  }
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new FileUnusable(`${path} cannot be written: ${(error as Error).message}`);
  }
}

const command = new Command('npm run conformance --')
  .description('Plays executions recorded on AWS Step Functions back on the local engine, and compares.')
  .argument('<file...>', 'files of recorded executions, one JSON object a line')
  .option('--actual <file>', 'write what the engine answered to each case there, one JSON object a line')
  .option('--table <file>', 'write the table there as a page of Markdown, with every case')
  .showHelpAfterError('(npm run conformance -- --help shows the options)')
  .parse();

try {
  process.exitCode = conformance(command.args, command.opts<Options>());
} catch (error) {
  const { name, message, stack } = error as Error;
  process.stderr.write(`${['FileUnusable', 'UserError'].includes(name) ? message : stack}\n`);
  process.exitCode = 1;
}
