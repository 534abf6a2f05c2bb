import './failure';
import { basename } from 'node:path';
import {
  type FileResult,
  failedCases,
  parseVectors,
  runFile,
  textTable,
  type Vector,
} from '@keyhold/local-cloud/conformance';
import { conformancePage } from './conformance-page';
import { endCommand } from './end-command';
import { program } from './program';
import { readText, writeText } from './text-files';

interface Options {
  readonly actual?: string;
  readonly table?: string;
}

/** Plays recorded executions back on the local engine. Answers with the exit code: 1 where one differs. */
function conformance(paths: readonly string[], { actual, table }: Options): number {
  // All are read before any is run: a mistake in the last is told at once.
  const files = paths
    .map((path): [string, Vector[]] => [path, parseVectors(readText('The file', path), path)])
    .map(([path, vectors]) => runFile(basename(path), vectors));
  if (actual !== undefined) writeText('--actual', actual, actualLines(files));
  if (table !== undefined) writeText('--table', table, conformancePage(files));
  process.stdout.write(textTable(files));
  return files.some((file) => failedCases(file).length > 0) ? 1 : 0;
}

function actualLines(files: readonly FileResult[]): string {
  const lines = files.flatMap(({ cases }) =>
    cases.map(({ name, actual }) => JSON.stringify({ name, ...actual })),
  );
  return lines.map((line) => `${line}\n`).join('');
}

const command = program(
  'npm run conformance',
  'Plays executions recorded on AWS Step Functions back on the local engine, and compares.',
)
  .argument('<file...>', 'files of recorded executions, one JSON object a line')
  .option('--actual <file>', 'write what the engine answered to each case there, one JSON object a line')
  .option('--table <file>', 'write the table there as a page of Markdown, with every case')
  .parse();

endCommand(async () => conformance(command.args, command.opts<Options>()));
