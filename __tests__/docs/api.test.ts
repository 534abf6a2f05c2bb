import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const GENERATOR = join(ROOT, 'docs', 'typedoc');
const OPTIONS = join(GENERATOR, 'typedoc.json');
const TYPEDOC = join(
  dirname(require.resolve('typedoc/package.json', { paths: [GENERATOR] })),
  'bin',
  'typedoc',
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyhold-api-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What `npm run api` runs, by these options, written to `out`. */
function typedoc(options: string, out: string) {
  const asked = [TYPEDOC, '--options', options, '--out', out];
  return spawnSync(process.execPath, asked, { cwd: GENERATOR, encoding: 'utf8' });
}

/** Every page of a folder, by its path. */
function pages(of: string): Record<string, string> {
  const files = readdirSync(of, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(join(of, file), 'utf8')]));
}

test('every export has a docstring, and the pages are those of the docstrings (else: npm run api)', () => {
  const { status, stdout, stderr } = typedoc(OPTIONS, folder);
  expect([stdout + stderr, status]).toEqual([expect.not.stringContaining('does not have'), 0]);
  const written = pages(folder);
  expect(Object.keys(written).length).toBeGreaterThan(3);
  expect(pages(join(ROOT, 'docs', 'api'))).toEqual(written);
}, 180_000);

test('every entry point of the packages has its page', () => {
  const exported = ['local-cloud', 'plan-review'].flatMap((name) => {
    const text = readFileSync(join(ROOT, 'packages', name, 'package.json'), 'utf8');
    const { exports } = JSON.parse(text) as { exports: Record<string, string> };
    return Object.values(exports).map((file) => join('..', '..', 'packages', name, file));
  });
  expect(exported.length).toBeGreaterThan(2);
  for (const [file, list] of [
    [OPTIONS, 'entryPoints'],
    [join(GENERATOR, 'tsconfig.json'), 'files'],
  ] as const) {
    const settings = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[]>;
    expect(settings[list]?.toSorted()).toEqual(exported.toSorted());
  }
});

test('an export without a docstring is found', () => {
  writeFileSync(join(folder, 'package.json'), '{ "name": "@keyhold/plan-review", "version": "1.0.0" }');
  writeFileSync(join(folder, 'tsconfig.json'), '{ "files": ["index.ts"] }');
  const text = '/** Has one. */\nexport function told() {}\nexport function untold() {}\n';
  writeFileSync(join(folder, 'index.ts'), text);
  const options = { extends: [OPTIONS], entryPoints: ['index.ts'], tsconfig: 'tsconfig.json' };
  writeFileSync(join(folder, 'typedoc.json'), JSON.stringify(options));
  const { status, stdout, stderr } = typedoc(join(folder, 'typedoc.json'), join(folder, 'out'));
  expect(stdout + stderr).toMatch(/untold .*does not have any documentation/);
  expect(stdout + stderr).not.toMatch(/\btold .*does not have any documentation/);
  expect(status).not.toBe(0);
}, 120_000);
