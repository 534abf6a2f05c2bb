import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../core/json';
import type { Definition } from '../../../services/stepfunctions/asl/definition';
import { brokenExpressions } from '../../../services/stepfunctions/asl/expressions';
import { parseVectors } from '../../../services/stepfunctions/conformance/vector';

const inState = (state: JsonObject, more: JsonObject = {}) =>
  ({ StartAt: 'A', States: { A: { Type: 'Pass', End: true, ...state } }, ...more }) as unknown as Definition;

it.each<[string, Definition, string]>([
  ['a field that is no path', inState({ Parameters: { 'a.$': 'text' } }), '/States/A/Parameters/a.$'],
  ['a field that is no text', inState({ Parameters: { b: { 'a.$': 1 } } }), '/States/A/Parameters/b/a.$'],
  ['half a path', inState({ ResultSelector: { 'a.$': '$.b[' } }), '/States/A/ResultSelector/a.$'],
  ['half a call', inState({ Assign: { 'a.$': 'States.Format(' } }), '/States/A/Assign/a.$'],
  [
    'half an expression',
    inState({ Output: ['{% 1 + %}'] }, { QueryLanguage: 'JSONata' }),
    '/States/A/Output/0',
  ],
  [
    'one inside a branch',
    inState({
      Type: 'Parallel',
      Branches: [inState({ Parameters: { 'a.$': '' } }) as unknown as JsonObject],
    }),
    '/States/A/Branches/0/States/A/Parameters/a.$',
  ],
])('finds %s', (_what, definition, location) => {
  expect(brokenExpressions(definition)).toEqual([{ message: expect.any(String), location }]);
});

it.each<[string, Definition]>([
  ['a Result, which is data', inState({ Result: { 'a.$': 'text' } })],
  ['an expression of the other language', inState({ Parameters: { a: '{% 1 + %}' } })],
  ['a path in JSONata', inState({ Output: { 'a.$': 'text' } }, { QueryLanguage: 'JSONata' })],
])('does not mind %s', (_what, definition) => {
  expect(brokenExpressions(definition)).toEqual([]);
});

test('no definition that AWS has run is refused', () => {
  const directory = join(__dirname, 'vectors');
  const files = readdirSync(directory).filter((file) => file.endsWith('.jsonl'));
  const vectors = files.flatMap((file) => parseVectors(readFileSync(join(directory, file), 'utf8'), file));
  const refused = vectors.filter(({ definition }) => brokenExpressions(definition).length > 0);
  expect(refused.map(({ name }) => name)).toEqual([]);
});
