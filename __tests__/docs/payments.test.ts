import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const TESTS = join(ROOT, '__tests__', 'functions', 'payments');
const page = readFileSync(join(ROOT, 'docs', 'payments.md'), 'utf8');
const table = page.split('## When something fails')[1] ?? '';
const rows = [...table.matchAll(/^\| (.+) \|$/gm)]
  .map(([, row = '']) => row.split(' | '))
  .filter(([failure]) => failure !== 'failure');

test('there is a row for every failure', () => {
  expect(rows.length).toBeGreaterThan(35);
});

test.each(rows.map((row) => [row[0], row.at(-1)]))('%s: its test is there', (_, cell) => {
  const [, file = '', title = ''] = /^`(.+?)`: (.+)$/.exec(cell ?? '') ?? [];
  const path = join(TESTS, file);
  expect(existsSync(path)).toBe(true);
  expect(readFileSync(path, 'utf8')).toContain(title);
});

test('every event that is read is one that the provider is told to send', () => {
  const code = readFileSync(join(ROOT, 'functions/payments/providers/event.ts'), 'utf8');
  const read = code.match(/'(?:checkout\.session|charge|refund)\.[a-z_.]+'/g) ?? [];
  expect(read.length).toBeGreaterThan(12);
  for (const type of read) expect(page).toContain(type.replaceAll("'", '`'));
});
