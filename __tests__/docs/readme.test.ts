import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'docs/laws.md'];
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** The anchors of a page's headings, as GitHub makes them. */
function anchors(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );
}

test.each(PAGES)('every link and picture of %s leads somewhere', (page) => {
  const text = read(page);
  const targets = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
  const broken = targets.filter((target) => {
    if (/^https?:/.test(target)) return false;
    const [file = '', anchor] = target.split('#');
    const path = join(page, '..', file);
    if (file !== '' && !existsSync(join(ROOT, path))) return true;
    return anchor !== undefined && !anchors(file === '' ? text : read(path)).includes(anchor);
  });
  expect(broken).toEqual([]);
});

test.each(['README.md', 'CONTRIBUTING.md'])('every command that %s names exists', (page) => {
  const named = [...read(page).matchAll(/npm run (?:-s |--silent )?([a-z]+)/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(1);
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});

test('the first screen has what it is, one picture, the two commands and the status', () => {
  const [screen = ''] = read('README.md').split(/^## /m);
  expect(screen.match(/!\[/g)).toHaveLength(1);
  expect(screen).toContain('npm start');
  expect(screen).toContain('npm test');
  expect(screen).toContain('Nothing was ever applied to an AWS account');
});

test('folders and files that the README names exist', () => {
  const named = [...read('README.md').matchAll(/`((?:[\w-]+\/)+[\w.-]*|[\w-]+\.(?:ts|json|graphql))`/g)].map(
    ([, path = '']) => path,
  );
  // Made by a run, or a file of `stacks/` that its row names by itself.
  const others = ['cdktf.out/', '.keyhold/dev', 'keyhold-stack.ts', 'constructs/', 'services/', 'index.html'];
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !others.includes(path) && !existsSync(join(ROOT, path)))).toEqual([]);
});
