import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSite, type StaticSite } from '../../stacks/constructs/site';

/** Inside the repository, where packages are found. */
const WORK = join(__dirname, '../../.keyhold');
mkdirSync(WORK, { recursive: true });
const folder = mkdtempSync(join(WORK, 'site-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SOURCE = {
  'main.tsx': `import { render } from 'preact';
    const Page = () => <p class="welcome">Welcome</p>;
    render(<Page />, document.body);`,
  'styles.css': '.welcome { color: rebeccapurple; }',
  'index.html': '<link rel="stylesheet" href="/styles.css"><script type="module" src="/main.js"></script>',
  'favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'errors/frame.html': '<link rel="stylesheet" href="/styles.css"><p>{text}</p>',
  'errors/pages.json': '{"404":{"text":"Not here."}}',
};

let pages = 0;

/** Builds a page of these files, as if by a process that has built nothing yet. */
function built(files: Record<string, string>): StaticSite {
  const source = join(folder, String(pages++));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(source, name)), { recursive: true });
    writeFileSync(join(source, name), content);
  }
  return buildSite(source);
}

function content(site: StaticSite, key: string): string {
  return readFileSync(join(site.folder, key), 'utf8');
}

function keyOf(site: StaticSite, name: string): string {
  return site.files.find((file) => file.name === name)?.key ?? `no ${name}`;
}

test('names script and styles by their content, and refers to them so in all HTML', () => {
  const site = built(SOURCE);
  expect(site.files.map(({ key }) => key)).toEqual([
    expect.stringMatching(/^assets\/main-[0-9a-f]{16}\.js$/),
    expect.stringMatching(/^assets\/styles-[0-9a-f]{16}\.css$/),
    'index.html',
    'errors/404.html',
    'favicon.svg',
  ]);
  const styles = `href="/${keyOf(site, 'styles.css')}"`;
  expect(content(site, 'index.html')).toContain(styles);
  expect(content(site, 'index.html')).toContain(`src="/${keyOf(site, 'main.js')}"`);
  expect(content(site, 'errors/404.html')).toContain(styles);
});

test('keeps assets for ever and asks for documents anew', () => {
  const { files } = built(SOURCE);
  expect(
    Object.fromEntries(
      files.map(({ name, cacheControl, contentType }) => [name, [contentType, cacheControl]]),
    ),
  ).toEqual({
    'main.js': ['text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    'styles.css': ['text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
    'index.html': ['text/html; charset=utf-8', 'public, max-age=0, must-revalidate'],
    'errors/404.html': ['text/html; charset=utf-8', 'public, max-age=0, must-revalidate'],
    'favicon.svg': ['image/svg+xml', 'public, max-age=86400'],
  });
});

test('the same source gives the same files, wherever it lies', () => {
  expect(built(SOURCE)).toEqual(built(SOURCE));
});

test('another style is another name, in another document; the script keeps its own', () => {
  const before = built(SOURCE);
  const after = built({ ...SOURCE, 'styles.css': '.welcome { color: teal; }' });
  expect(keyOf(after, 'styles.css')).not.toBe(keyOf(before, 'styles.css'));
  expect(keyOf(after, 'main.js')).toBe(keyOf(before, 'main.js'));
  expect(after.hash).not.toBe(before.hash);
});

test('bundles the script whole and small: no import is left for the browser', () => {
  const site = built(SOURCE);
  const script = content(site, keyOf(site, 'main.js'));
  expect(script).not.toMatch(/\bimport\b|\brequire\(/);
  expect(script.split('\n').length).toBeLessThan(5);
});

test('an error page is the frame with its own texts', () => {
  expect(content(built(SOURCE), 'errors/404.html')).toMatch(/^<link .*><p>Not here\.<\/p>$/);
});

test('an error page without a text of the frame is an error that says so', () => {
  const pages = '{"404":{"title":"Not here."}}';
  expect(() => built({ ...SOURCE, 'errors/pages.json': pages })).toThrow('The page for 404 has no text.');
});

test.each([
  ['main.tsx', /has no .*main\.tsx/],
  ['favicon.svg', /has no .*favicon\.svg/],
  ['index.html', /has no .*index\.html/],
  ['errors/frame.html', /has no .*frame\.html/],
])('a page without %s is an error that says so', (name, message) => {
  const { [name as keyof typeof SOURCE]: _, ...rest } = SOURCE;
  expect(() => built(rest)).toThrow(message);
});

test('a document that does not refer to the script once is an error that says so', () => {
  const html = SOURCE['index.html'].replace('/main.js', '/script.js');
  expect(() => built({ ...SOURCE, 'index.html': html })).toThrow(
    /index\.html must refer to "\/main\.js" once/,
  );
});
