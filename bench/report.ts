import { cpus, totalmem } from 'node:os';

/** One measured number and its goal. */
export interface ReportRow {
  readonly what: string;
  readonly measured: string;
  /** Empty where there is none. */
  readonly goal?: string;
}

export interface ReportSection {
  readonly title: string;
  readonly remark: string;
  readonly rows: readonly ReportRow[];
}

export function textReport(sections: readonly ReportSection[]): string {
  const all = sections.flatMap(({ rows }) => rows);
  const width = (text: (row: ReportRow) => string) => Math.max(...all.map((row) => text(row).length));
  const [whats, measures] = [width(({ what }) => what), width(({ measured }) => measured)];
  const line = ({ what, measured, goal }: ReportRow) =>
    `  ${what.padEnd(whats)}  ${measured.padStart(measures)}${goal === undefined ? '' : `  (${goal})`}`;
  return sections.map(({ title, rows }) => [title, ...rows.map(line), ''].join('\n')).join('\n');
}

/** The page `docs/benchmarks.md`. */
export function markdownReport(sections: readonly ReportSection[], versions: readonly string[]): string {
  const table = ({ title, remark, rows }: ReportSection) =>
    [
      `## ${title}`,
      '',
      remark,
      '',
      '| | measured | goal |',
      '|---|--:|---|',
      ...rows.map(({ what, measured, goal = '' }) => `| ${what} | ${measured} | ${goal} |`),
      '',
    ].join('\n');
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench`: one run on one machine, one measurement after the other. Compare the ratios with other machines, not the numbers.',
    '',
    `- ${machine()}`,
    `- ${versions.join(', ')}`,
    '',
    ...sections.map(table),
  ].join('\n');
}

function machine(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown processor'}, ${memory} GiB, ${process.platform} ${process.arch}`;
}
