import type { Json } from '../../../core/json';
import type { Difference } from './compare';
import { type CaseResult, type FileResult, failedCases } from './suite';

const HEADINGS = ['file', 'cases', 'passed', 'failed'];
const LONGEST_VALUE = 200;

/** The table for the terminal, and below it the failed cases, each with its first difference. */
export function textTable(files: readonly FileResult[]): string {
  const rows = [HEADINGS, ...rowsOf(files)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  const failures = files.flatMap((file) =>
    failedCases(file).map((each) => `${file.file}: ${each.name}\n  ${firstDifference(each)}`),
  );
  const notCompared = files
    .flatMap(({ cases }) => cases)
    .filter(({ outcome }) => outcome === 'not compared').length;
  return [
    ...lines,
    ...(notCompared > 0
      ? ['', `Run and not compared, since they say nothing of their end: ${notCompared}`]
      : []),
    ...(failures.length > 0 ? ['', ...failures] : []),
    '',
  ].join('\n');
}

/** The same as a page of Markdown, with every case and its result. */
export function markdownTable(files: readonly FileResult[]): string {
  const rows = rowsOf(files).map((row) => `| ${row.join(' | ')} |`);
  const sections = files.map(({ file, cases }) =>
    [`### ${file}`, '', '| case | result |', '|---|---|', ...cases.map(caseRow), ''].join('\n'),
  );
  return [
    '| file | cases | passed | failed |',
    '|---|--:|--:|--:|',
    ...rows,
    '',
    '## Every case',
    '',
    ...sections,
  ].join('\n');
}

/** A difference in a line: `/expected/output: expected 1, got 2`. */
export function firstDifference({ differences: [first] }: CaseResult): string {
  if (!first) return 'no difference';
  const { at, expected, actual }: Difference = first;
  return `${at === '' ? '' : `${at}: `}expected ${shown(expected)}, got ${shown(actual)}`;
}

function rowsOf(files: readonly FileResult[]): string[][] {
  const rows = files.map(({ file, cases }) => [file, ...counts(cases)]);
  return [...rows, ['total', ...counts(files.flatMap(({ cases }) => cases))]];
}

function counts(cases: readonly CaseResult[]): string[] {
  const of = (wanted: CaseResult['outcome']) =>
    String(cases.filter(({ outcome }) => outcome === wanted).length);
  return [String(cases.length), of('passed'), of('failed')];
}

function caseRow(each: CaseResult): string {
  const result = each.outcome === 'failed' ? `failed: ${firstDifference(each)}` : each.outcome;
  return `| \`${each.name.replace(/[`|\n]/g, ' ')}\` | ${inCell(result)} |`;
}

/** A bar would end the cell, and what looks like HTML or emphasis would be taken for it. */
function inCell(text: string): string {
  return text.replace(/[|<>*_`\\[\]]/g, (character) => `\\${character}`).replaceAll('\n', ' ');
}

function shown(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
