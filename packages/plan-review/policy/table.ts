import type { BrokenRule, Check } from './findings';
import type { Rule } from './rule';

/** What one cell says: of all resources that a rule is about, in one environment. */
function cell(checks: readonly Check[], waived: readonly BrokenRule[]): string {
  if (checks.length === 0) return '-';
  const failed = checks.filter(({ verdict }) => verdict === 'fail').length;
  if (failed > waived.length) return `FAIL ${failed - waived.length}`;
  const unknown = checks.filter(({ verdict }) => verdict === 'unknown').length;
  const passed = checks.length - failed - unknown;
  const parts = [
    passed > 0 ? `ok ${passed}` : '',
    waived.length > 0 ? `waived ${waived.length}` : '',
    unknown > 0 ? `unknown ${unknown}` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/**
 * Every rule in a row, every environment in a column: how many resources keep it (`ok`), may break it (`waived`),
 * break it (`FAIL`), or cannot be told before Terraform runs (`unknown`). `-` where it is about nothing.
 */
export function policyTable(
  environments: readonly string[],
  checks: readonly Check[],
  findings: readonly BrokenRule[],
  rules: readonly Rule[],
): string {
  const demands = new Map(rules.map(({ ids, demand }) => [ids[0], demand]));
  const rows = [...demands].map(([rule, demand]) => [
    rule,
    ...environments.map((environment) => {
      const here = (each: Check) => each.rule === rule && each.environment === environment;
      return cell(
        checks.filter(here),
        findings.filter((finding) => here(finding) && finding.waiver),
      );
    }),
    demand,
  ]);
  return aligned([['rule', ...environments, 'demand'], ...rows]);
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
