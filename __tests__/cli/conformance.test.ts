import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@keyhold/local-cloud';
import { parseVectors, runFile } from '@keyhold/local-cloud/conformance';
import { conformancePage } from '../../cli/conformance-page';
import { compiled } from '../programs';

const ROOT = join(__dirname, '..', '..');
const VECTORS = join(ROOT, 'packages', 'local-cloud', '__tests__', 'services', 'stepfunctions', 'vectors');

const held: JsonObject = {
  name: 'a pass',
  machineType: 'STANDARD',
  definition: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } },
  input: { a: 1 },
  tasks: [],
  expected: { status: 'SUCCEEDED', output: { a: 1 }, events: null },
  placeholderPaths: {},
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyhold-conformance-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, ...lines: (JsonObject | string)[]): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  return path;
}

function conformance(...args: string[]) {
  const command = [...compiled('cli/conformance.ts'), ...args];
  return spawnSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' });
}

test('the page in docs/ is what the recordings give now', () => {
  const files = readdirSync(VECTORS)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => runFile(name, parseVectors(readFileSync(join(VECTORS, name), 'utf8'), name)));
  // Stale? Write it anew: npm run conformance -- --table docs/conformance.md packages/local-cloud/__tests__/services/stepfunctions/vectors/*.jsonl
  expect(readFileSync(join(ROOT, 'docs', 'conformance.md'), 'utf8')).toBe(conformancePage(files));
});

test('it prints a row a file and a total, and names each failed case with its first difference', () => {
  const other = { ...held, name: 'another end', expected: { status: 'FAILED', error: 'E', events: null } };
  const { status, stdout } = conformance(file('one.jsonl', held), file('two.jsonl', held, '', other));
  expect(stdout.split('\n')).toEqual([
    'file       cases  passed  failed',
    'one.jsonl      1       1       0',
    'two.jsonl      2       1       1',
    'total          3       2       1',
    '',
    'two.jsonl: another end',
    '  /expected/status: expected "FAILED", got "SUCCEEDED"',
    '',
  ]);
  expect(status).toBe(1);
});

test('--actual writes what the engine answered, expected or not; --table writes the page', () => {
  const { expected: _, ...open } = held;
  const fails = {
    ...open,
    name: 'a fail',
    definition: { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E', Cause: 'C' } } },
  };
  const [actual, table] = [join(folder, 'actual.jsonl'), join(folder, 'page.md')];
  const { status, stdout } = conformance('--actual', actual, '--table', table, file('a.jsonl', held, fails));
  expect(status).toBe(0);
  expect(stdout).toContain('Run and not compared, since they say nothing of their end: 1');
  const answers = readFileSync(actual, 'utf8').trim().split('\n');
  expect(answers.map((line) => JSON.parse(line))).toEqual([
    {
      name: 'a pass',
      status: 'SUCCEEDED',
      output: { a: 1 },
      events: ['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'].map((type) =>
        expect.objectContaining({ type }),
      ),
    },
    { name: 'a fail', status: 'FAILED', error: 'E', cause: 'C', events: expect.any(Array) },
  ]);
  expect(readFileSync(table, 'utf8')).toContain('| `a pass` | passed |');
});

test('a case that cannot be run at all fails, and the others are run', () => {
  const lost = { ...held, name: 'lost', definition: { StartAt: 'Nowhere', States: {} } };
  const { status, stdout } = conformance(file('a.jsonl', lost, held));
  expect(stdout).toMatch(/a\.jsonl +2 +1 +1/);
  expect(stdout).toContain("There is no state 'Nowhere'.");
  expect(status).toBe(1);
});

describe('what a person can mend is told in two lines at most, with exit code 1', () => {
  test.each([
    ['a line that is no JSON', [held, '{"name":'], /bad\.jsonl, line 2: .*JSON/],
    ['a line without a definition', [{ ...held, definition: null }], /bad\.jsonl, line 1: definition: /],
    ['another format', [held, '', { ...held, format: 2 }], /bad\.jsonl, line 3: format: /],
  ])('%s', (_, lines, message) => {
    const { status, stdout, stderr } = conformance(file('good.jsonl', held), file('bad.jsonl', ...lines));
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  });

  test('a file that is not there', () => {
    const { status, stderr } = conformance(join(folder, 'none.jsonl'));
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/none\.jsonl cannot be read/),
    });
  });
});
