import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const FOLDER = join(ROOT, 'docs', 'decisions');
const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8');
const records = readdirSync(FOLDER).filter((file) => /^\d{4}-/.test(file));

/** The rooms of the repository that are installed for production, as the table calls them. */
const ROOMS: [room: string, folder: string][] = [
  ['root', '.'],
  ['local cloud', 'packages/local-cloud'],
  ['plan review', 'packages/plan-review'],
];

/** Each production dependency, and the rooms that declare it. */
function declared(): Map<string, string[]> {
  const rooms = new Map<string, string[]>();
  for (const [room, folder] of ROOMS) {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies)) rooms.set(name, [...(rooms.get(name) ?? []), room]);
  }
  return rooms;
}

const rows = read('0016-dependencies.md')
  .split('\n')
  .filter((line) => /^\| `[^`]+` \| /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

test('every package of the repository is a room of the table', () => {
  const folders = readdirSync(join(ROOT, 'packages')).filter((name) =>
    existsSync(join(ROOT, 'packages', name, 'package.json')),
  );
  expect(folders.map((name) => `packages/${name}`).sort()).toEqual(
    ROOMS.map(([, folder]) => folder).slice(1),
  );
});

// The rows about the packages' own installations begin with a folder.
const dependencies = rows.filter(([, name = '']) => !name.startsWith('`packages/'));

test('every production dependency has a row, no row is stale, and each names who declares it', () => {
  const told = dependencies.map(([, name = '', rooms = '']) => [name.replaceAll('`', ''), rooms.split(', ')]);
  expect(told).toEqual([...declared()].sort(([one], [other]) => (one < other ? -1 : 1)));
});

test.each(dependencies)(
  '%s%s has a reason, and a risk unless it is ours',
  (_, name = '', __ = '', reason = '', risk = '') => {
    expect(reason.length).toBeGreaterThan(10);
    if (!name.startsWith('`@keyhold/')) expect(risk.length).toBeGreaterThan(2);
  },
);

test('every decision is in the list, and the list names no other', () => {
  const listed = [...read('README.md').matchAll(/\]\((\d{4}-[^)]+)\)/g)].map(([, file]) => file);
  expect(listed).toEqual(records.sort());
});

test.each(records)('every link of %s leads somewhere', (file) => {
  const targets = [...read(file).matchAll(/\]\(([^)#]+)/g)].map(([, target = '']) => target);
  const missing = targets.filter((target) => !/^https:/.test(target) && !existsSync(join(FOLDER, target)));
  expect(missing).toEqual([]);
});
