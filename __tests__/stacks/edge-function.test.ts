import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { edgeCode } from '../../stacks/constructs/edge-function';

const FUNCTIONS = join(__dirname, '../../functions/edge');

const folder = mkdtempSync(join(tmpdir(), 'keyhold-edge-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The code of a function with this body, without white space. */
function codeOf(body: string): string {
  const entry = join(folder, 'written.mjs');
  writeFileSync(entry, `export function handler(event) { ${body} }`);
  return edgeCode(entry)
    .replace(/^\/\/.*\n/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

describe('the language of cloudfront-js-2.0 is all that is deployed', () => {
  test.each([
    'class A {}',
    'for (const one of event.all) return one;',
    'const { request } = event;',
    'const uri = (request = event) => request;',
    'return [...event.all];',
    'function* all() {}',
    'return { uri() {} };',
    "return { ['u' + 'ri']: 1 };",
  ])('%s is an error when it is built', (body) => {
    expect(() => codeOf(body)).toThrow(/not supported/);
  });

  test.each([
    ['return { event };', 'return { event: event };'],
    ['return event?.uri;', 'return event == null ? void 0 : event.uri;'],
    ['event.uri ||= 1;', 'event.uri || (event.uri = 1);'],
    ['try { } catch { }', 'try { } catch (e) { }'],
  ])('%s is put into its terms', (body, terms) => {
    expect(codeOf(body)).toContain(terms);
  });

  test.each([
    'const one = 1; let two = one; two++;',
    'return `${event}`;',
    'return event.all.map((one) => one);',
    'return 2 ** 3;',
    'return async () => { await 1; };',
    'return (...all) => all;',
  ])('%s stays as it is', (body) => {
    expect(codeOf(body)).toBe(`function handler(event) { ${body} }`);
  });
});

test('what CloudFront would not take for its size is an error that says so', () => {
  expect(() => codeOf(`return '${'x'.repeat(10_240)}';`)).toThrow(
    /makes 10\d+ bytes; CloudFront takes 10240/,
  );
});

test('every function is a script with a handler, and no module', () => {
  const entries = readdirSync(FUNCTIONS).filter((name) => edgeCodeOf(name).includes('function handler('));
  expect(entries.sort()).toEqual(['answers.mjs', 'graphql.mjs', 'page.mjs', 'payments.mjs']);
  for (const name of entries) expect(edgeCodeOf(name)).not.toMatch(/^(import|export)/m);
});

function edgeCodeOf(name: string): string {
  return edgeCode(join('functions/edge', name), { CANONICAL_HOST: 'book.example.com' });
}
