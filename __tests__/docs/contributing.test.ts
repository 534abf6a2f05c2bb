import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { copyWorkingTree } from '../working-tree';

const ROOT = join(__dirname, '..', '..');
const BIN = 'node_modules/.bin';

/** A step of a recipe: a new file, or lines beside or instead of one that is there. */
interface Step {
  readonly file: string;
  readonly where: 'create' | 'after' | 'after every' | 'before' | 'replace';
  readonly line: string;
  readonly text: string;
}

interface Recipe {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly checks: readonly string[];
}

const STEP =
  /(?:Create `(?<created>[^`]+)`|[Ii]n `(?<file>[^`]+)`, (?<where>after every|after|before|replace) `(?<line>[^`]+)`(?: by)?):\n\n```\w+\n(?<text>[\s\S]*?)\n```/g;

function recipes(page: string): Recipe[] {
  const [, part = ''] = page.split(/^# Recipes$/m);
  return part
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      name: section.split('\n', 1)[0] ?? '',
      steps: [...section.matchAll(STEP)].map(({ groups = {} }) => ({
        file: groups['created'] ?? groups['file'] ?? '',
        where: (groups['where'] ?? 'create') as Step['where'],
        line: groups['line'] ?? '',
        text: groups['text'] ?? '',
      })),
      checks: [...section.matchAll(/^Check: `([^`]+)`$/gm)].map(([, command = '']) => command),
    }));
}

const page = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
const all = recipes(page);

let copy: string;

/** The working tree without what git ignores. Packages are those of the copy; all other modules are ours. */
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'keyhold-recipes-'));
  copyWorkingTree(copy);
  const modules = join(copy, 'node_modules');
  mkdirSync(join(modules, '@keyhold'), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name !== '@keyhold') symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  for (const name of readdirSync(join(copy, 'packages'))) {
    symlinkSync(join(copy, 'packages', name), join(modules, '@keyhold', name));
  }
});
afterAll(() => rmSync(copy, { recursive: true }));

function run(command: string) {
  const { status, stdout, stderr } = spawnSync(command, { cwd: copy, encoding: 'utf8', shell: true });
  return { status, output: stdout + stderr };
}

function apply({ file, where, line, text }: Step): void {
  const path = join(copy, file);
  if (where === 'create') {
    expect([file, existsSync(path)]).toEqual([file, false]);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${text}\n`);
    return;
  }
  const lines = readFileSync(path, 'utf8').split('\n');
  const found = lines.filter((each) => each === line).length;
  // A recipe that could mean two places is no recipe.
  if (where === 'after every') expect([file, line, found > 1]).toEqual([file, line, true]);
  else expect([file, line, found]).toEqual([file, line, 1]);
  const edited = lines.flatMap((each) => {
    if (each !== line) return [each];
    if (where === 'replace') return [text];
    return where === 'before' ? [text, each] : [each, text];
  });
  writeFileSync(path, edited.join('\n'));
}

test('every step of a recipe is understood: no other code is in it', () => {
  expect(all.map(({ name }) => name)).toEqual([
    'A field of an apartment',
    'A state of the workflow',
    'An environment',
    'A payment provider',
    'A service of the local cloud',
    'A rule of the review',
  ]);
  const [, part = ''] = page.split(/^# Recipes$/m);
  const steps = all.flatMap(({ steps: each }) => each);
  expect(steps).toHaveLength((part.match(/^```\w+$/gm) ?? []).length);
  for (const { checks } of all) expect(checks).toHaveLength(1);
});

test.each(all)('$name: each step can be taken', ({ steps }) => {
  expect(steps.length).toBeGreaterThan(0);
  for (const step of steps) apply(step);
});

test('with all recipes followed, types and format are right', () => {
  const changed = [...new Set(all.flatMap(({ steps }) => steps.map(({ file }) => file)))].join(' ');
  const format = run(`${BIN}/biome check --vcs-enabled=false --colors=off ${changed}`);
  expect(format).toEqual({ status: 0, output: expect.any(String) });
  // Alone among other tests, one thread takes half the processor's time.
  expect(run(`${BIN}/tsc --noEmit --singleThreaded`)).toEqual({ status: 0, output: '' });
}, 240_000);

/** What Jest is to run, of all recipes at once: each start of it costs seconds. */
const tests = all.flatMap(({ checks }) => checks).filter((command) => command.startsWith('npx jest '));

/** None of these tests reads a synthesized stack, so none is made. The slow ones among them are left to a person. */
const CONFIG = `
const full = require('./jest.config');
const slow = require('./jest.slow');
const [keyhold, ...packages] = full.projects;
const { globalSetup: _, ...withoutSetup } = keyhold;
const ofPackages = packages.map((folder) => require(folder.replace('<rootDir>', __dirname) + '/jest.config.js'));
module.exports = {
  cacheDirectory: __dirname + '/.cache',
  projects: [withoutSetup, ...ofPackages].map((project) => ({ ...project, testPathIgnorePatterns: slow })),
};
`;

test('the tests that the recipes name pass', () => {
  expect(tests.length).toBeGreaterThan(3);
  writeFileSync(join(copy, 'jest.recipes.js'), CONFIG);
  const paths = tests.map((command) => command.replace('npx jest ', '')).join(' ');
  const { status, output } = run(`${BIN}/jest --config jest.recipes.js --runInBand ${paths}`);
  expect([status, status === 0 ? '' : output]).toEqual([0, '']);
}, 480_000);

test.each(all.flatMap(({ checks }) => checks).filter((command) => !tests.includes(command)))(
  '%s',
  (command) => {
    const { status, output } = run(command);
    expect([status, status === 0 ? '' : output]).toEqual([0, '']);
  },
  120_000,
);
