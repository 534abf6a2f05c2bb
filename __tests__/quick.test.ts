import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const slow: readonly string[] = require('../jest.slow');

const ROOT = join(__dirname, '..');
/** Whatever starts another process or a browser. */
const PROCESSES =
  /from '(node:child_process|.*\/(browser|visits|keyhold-process|mortal-cloud|bench|programs|source-copy))'/;

function testsBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(ROOT, folder, file));
}

const tests = ['__tests__', 'packages/local-cloud/__tests__', 'packages/plan-review/__tests__'].flatMap(
  testsBelow,
);
const isSlow = (file: string) => slow.some((pattern) => new RegExp(pattern).test(file));

test('npm run test:quick starts no other process and no browser', () => {
  const starting = tests.filter((file) => PROCESSES.test(readFileSync(file, 'utf8')));
  expect(starting.length).toBeGreaterThan(0);
  expect(starting.filter((file) => !isSlow(file))).toEqual([]);
});

test('every suite that it leaves out exists', () => {
  for (const pattern of slow) expect(tests.filter((file) => new RegExp(pattern).test(file))).not.toEqual([]);
});
