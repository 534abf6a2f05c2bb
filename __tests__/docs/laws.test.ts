import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transitions } from '../../functions/tables/apartments/transitions';
import type { Transition } from '../../functions/tables/transition';
import { readStack, resources } from '../stacks/synthesized';
import { workingTree } from '../working-tree';

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const page = read('docs/laws.md');

const laws = [...page.matchAll(/^## Law (\d+)$/gm)].map(([, number = '']) => number);
const proofs = [...page.matchAll(/^- `([^`]+)`: "(.+)"$/gm)].map(([, file = '', name = '']) => ({
  file,
  name,
}));

/** The texts of this checkout, among these folders and files. */
function files(...paths: string[]): string[] {
  return workingTree(...paths).filter((file) => /\.(ts|tsx|mjs|js|md|json|graphql|yml)$/.test(file));
}

/** The numbers of `law 4`, `Laws 4 and 6`, `laws 1, 2 and 3`. */
function cited(text: string): string[] {
  const places = text.match(/\blaws? \d+(?:(?:, | and |, and |[–-])\d+)*/gi) ?? [];
  return places.flatMap((place) => place.match(/\d+/g) ?? []);
}

test('the laws are numbered from one', () => {
  expect(laws.length).toBeGreaterThan(0);
  expect(laws).toEqual(laws.map((_, index) => String(index + 1)));
});

test('every law that code, tests and docs cite exists', () => {
  const citations = files('.').flatMap((file) => cited(read(file)).map((law) => ({ file, law })));
  expect(citations.length).toBeGreaterThan(50);
  expect(citations.filter(({ law }) => !laws.includes(law))).toEqual([]);
});

test('every law that an alarm cites exists', () => {
  const descriptions = resources(readStack('keyhold-prod'), 'aws_cloudwatch_metric_alarm').map(([, alarm]) =>
    String(alarm['alarm_description']),
  );
  const citations = cited(descriptions.join('\n'));
  expect(citations).not.toEqual([]);
  for (const law of citations) expect(laws).toContain(law);
});

test('every law has a row that says how much of it holds, and a test, unless it is not built', () => {
  for (const law of laws) {
    const row = page.split('\n').find((line) => line.startsWith(`| [${law}](#law-${law}) `));
    const isBuilt = !row?.endsWith('| not built |');
    expect(row).toMatch(/\| [^|]{3,} \|$/);
    const section = page.split(`## Law ${law}\n`)[1]?.split(/^## /m)[0] ?? '';
    expect([law, /^- `/m.test(section)]).toEqual([law, isBuilt]);
  }
});

// A name that the source goes on with `${…}` is cited up to there.
test.each(proofs)('$file has the test "$name"', ({ file, name }) => {
  const source = existsSync(join(ROOT, file)) ? read(file) : '';
  const starts = [`'${name}'`, `"${name}"`, `\`${name}`].some((literal) => source.includes(literal));
  expect([file, name, starts]).toEqual([file, name, true]);
});

test('the transitions have the conditions that the workflow and the functions write with', () => {
  expect(conditionsOfPage()).toEqual(new Set([...conditionsOfWorkflow(), ...conditionsOfFunctions()]));
});

function conditionsOfPage(): Set<string> {
  const [, transitions = '', , unsettled = ''] = (
    page.split('The conditions as DynamoDB reads them:')[1] ?? ''
  ).split('```');
  const conditions = transitions
    .trim()
    .split('\n')
    .map((line) => line.replace(/^T\d +/, ''));
  return new Set(conditions.map((condition) => condition.replaceAll('UNSETTLED', unsettled.trim())));
}

function conditionsOfWorkflow(): string[] {
  return [...read('asl/booking.asl.json').matchAll(/"ConditionExpression": "([^"]+)"/g)].map(
    ([, condition = '']) => condition,
  );
}

/** Every condition of functions/ that is about `bookedStatus`. */
function conditionsOfFunctions(): string[] {
  return Object.values<Transition>(transitions)
    .map(({ condition = '' }) => condition)
    .filter((condition) => condition.includes('bookedStatus'));
}
