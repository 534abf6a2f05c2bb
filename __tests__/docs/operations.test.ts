import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStack, resources } from '../stacks/synthesized';

const page = (name: string) => readFileSync(join(__dirname, '..', '..', 'docs', name), 'utf8');
const prod = readStack('keyhold-prod');
const alarms = resources(prod, 'aws_cloudwatch_metric_alarm').map(([, alarm]) =>
  String(alarm['alarm_name']).replace('keyhold-prod-', ''),
);

/** A page by its headings: what stands between one and the next. */
function sections(markdown: string): Map<string, string> {
  const parts = markdown.split(/^#{2,3} /m).slice(1);
  return new Map(parts.map((part) => [part.split('\n', 1)[0] ?? '', part.slice(part.indexOf('\n')).trim()]));
}

test.each(alarms)('%s has a section that says what it means and what to do', (name) => {
  const paragraphs = sections(page('operations.md')).get(name)?.split('\n\n') ?? [];
  expect(paragraphs.length).toBeGreaterThanOrEqual(1);
  expect(paragraphs.join(' ').length).toBeGreaterThan(100);
});

test('no section is about an alarm that there is not', () => {
  const headings = page('operations.md').split('## The alarms')[1]?.split(/^## /m)[0] ?? '';
  expect([...headings.matchAll(/^### (.+)$/gm)].map(([, name]) => name).sort()).toEqual([...alarms].sort());
});

test('the price of an idle environment is reckoned with as many alarms, rules and web ACLs as there are', () => {
  const queries = resources(prod, 'aws_cloudwatch_metric_alarm').flatMap(
    ([, alarm]) => alarm['metric_query'] as { metric?: unknown }[],
  );
  const acls = resources(prod, 'aws_wafv2_web_acl');
  const rules = acls.flatMap(([, acl]) => acl['rule'] as unknown[]);
  const costs = page('deploy.md');
  expect(costs).toContain(
    `| ${queries.filter(({ metric }) => metric !== undefined).length} metrics × 0.10 |`,
  );
  expect(costs).toContain(`| ${acls.length} × 5.00 |`);
  expect(costs).toContain(`| ${rules.length} × 1.00 |`);
});

test('the sums of the price tables are right', () => {
  const costs = page('deploy.md');
  const rows = [...costs.matchAll(/^\| (.+) \|$/gm)].map(([, row = '']) =>
    row.split('|').map((cell) => cell.trim()),
  );
  const begin = rows.findIndex(([name]) => name === 'CloudFront requests');
  const end = rows.findIndex(([name], at) => at > begin && name === '**a month**');
  for (const column of [2, 3, 4]) {
    const sum = rows.slice(begin, end).reduce((total, row) => total + Number(row[column]), 0);
    // Each row is rounded to a cent.
    expect(Math.abs(sum - Number(rows[end]?.[column]?.replaceAll('*', '')))).toBeLessThan(0.06);
  }
});

test.each(['deploy.md', 'operations.md', 'architecture.md'])('every link of %s leads somewhere', (name) => {
  const text = page(name);
  const anchors = new Set(
    [...sections(text).keys()].map((heading) => heading.toLowerCase().replaceAll(' ', '-')),
  );
  for (const [, target = ''] of text.matchAll(/\]\(([^)]+)\)/g)) {
    if (target.startsWith('#')) expect(anchors).toContain(target.slice(1));
    else if (!target.startsWith('https://')) expect(() => page(target)).not.toThrow();
  }
});
