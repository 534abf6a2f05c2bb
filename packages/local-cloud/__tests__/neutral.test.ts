import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const PACKAGE = join(__dirname, '..');
/** The npm scope. */
const ALLOWED = /@keyhold\//g;
const WORDS = /keyhold|apartment|\breservations?\b/i;

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules' || path === __filename) return [];
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

test('the package does not know what runs on it: code, console, pages and tests name no product', () => {
  const files = filesIn(PACKAGE);
  expect(files.length).toBeGreaterThan(500);
  const found = files.filter((file) => WORDS.test(readFileSync(file, 'utf8').replaceAll(ALLOWED, '')));
  expect(found.map((file) => relative(PACKAGE, file))).toEqual([]);
});
