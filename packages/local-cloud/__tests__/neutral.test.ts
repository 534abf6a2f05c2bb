import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const PACKAGE = join(__dirname, '..');
/** The npm scope, and the names that AWS and the language of workflows have themselves. */
const ALLOWED = /@keyhold\//g;
const WORDS = /keyhold|apartment|\breservations?\b|reserveApartment/i;

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === '__tests__') return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

test('the package does not know what runs on it: code, console and pages name no product', () => {
  const files = filesIn(PACKAGE);
  expect(files.length).toBeGreaterThan(300);
  const found = files.filter((file) => WORDS.test(readFileSync(file, 'utf8').replaceAll(ALLOWED, '')));
  expect(found.map((file) => relative(PACKAGE, file))).toEqual([]);
});
