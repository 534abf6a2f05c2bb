import type { Json } from '../../../core/json';
import { fillJsonata, type JsonataScope } from '../../../services/stepfunctions/jsonata/template';
import { run, succeeded } from './played-back';

const scope: JsonataScope = {
  states: {
    input: { list: [1, 2, 3], empty: [], one: [1], name: 'Foo' },
    context: { Execution: { Name: 'e1' } },
  },
  variables: { rate: 2 },
  chance: { random: () => 0.25, uuid: () => 'some-uuid' },
  now: Date.parse('2026-06-01T12:00:00Z'),
};
const fill = (template: Json) => fillJsonata(template, 'Output', scope);

describe('a field in JSONata', () => {
  it.each<[Json, Json]>([
    ['{% $states.input.name %}', 'Foo'],
    ['{%$sum($states.input.list) * $rate%}', 12],
    ['{% $states.context.Execution.Name %}', 'e1'],
    [' {% 1 %}', ' {% 1 %}'],
    ['$states.input', '$states.input'],
    [
      { a: ['{% 1 + 1 %}', { b: '{% "x" %}' }], 'c.$': '$.d' },
      { a: [2, { b: 'x' }], 'c.$': '$.d' },
    ],
    ['{% $states.input.list[$ > 1] %}', [2, 3]],
    ['{% $states.input.empty %}', []],
    ['{% $states.input.one %}', [1]],
    ['{% [1..3] %}', [1, 2, 3]],
    ['{% $map([1..2000], function($n) { $n * 2 })[-1] %}', 4000],
    ['{% $partition([1,2,3], 2) %}', [[1, 2], [3]]],
    ['{% $range(0, 6, 3) %}', [0, 3, 6]],
    ["{% $hash('input data', 'MD5') %}", '812f45842bc6d66ee14572ce20db8e86'],
    ['{% $uuid() %}', 'some-uuid'],
    ['{% $random() %}', 0.25],
    ['{% $random(7) = $random(7) %}', true],
    ['{% $parse(\'{"a": [1]}\') %}', { a: [1] }],
    ['{% $now() %}', '2026-06-01T12:00:00.000Z'],
    ["{% $now('[Y]/[M]', '+0200') %}", '2026/6'],
    ['{% $millis() %}', scope.now],
  ])('%j gives %j', (template, expected) => {
    expect(fill(template)).toEqual(expected);
  });

  it.each([
    [
      '{% $nothing %}',
      "The JSONata expression '$nothing' specified for the field 'Output' returned nothing (undefined).",
    ],
    ['{% 1 + "a" %}', /threw an error during evaluation\. T2002: The right side of the "\+" operator/],
    ['{% 1 + %}', /S0207/],
    ['{% function($x) { $x } %}', /unsupported result type/],
    ["{% $parse('{') %}", /threw an error during evaluation/],
    ["{% $eval('1') %}", /threw an error during evaluation/],
    ['{% ($f := function($n) { 1 + $f($n) }; $f(1)) %}', /D1011: Stack overflow/],
  ])('%s fails', (template, message) => {
    expect(() => fill(template)).toThrow(message);
    expect(() => fill(template)).toThrow(expect.objectContaining({ error: 'States.QueryEvaluationError' }));
  });

  it('names the field that failed', () => {
    expect(() => fill({ a: [{ b: '{% $nothing %}' }] })).toThrow(
      expect.objectContaining({ location: 'Output/a[0]/b' }),
    );
  });

  it('does not run for ever', () => {
    expect(() => fill('{% ($f := function($n) { $f($n + 1) }; $f(1)) %}')).toThrow(
      /D1012: Evaluation timeout/,
    );
  });
});

describe('states in JSONata', () => {
  it('let a Task read its result and set variables that the next state reads', () => {
    const states = {
      Work: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
        Assign: { total: '{% $states.result.Payload.total %}' },
        Output: '{% $states.result.StatusCode %}',
        Next: 'Report',
      },
      Report: { Type: 'Pass', Output: { status: '{% $states.input %}', total: '{% $total %}' }, End: true },
    };
    const outcome = succeeded('Work', { StatusCode: 200, Payload: { total: 7 } });
    const result = run(states, {}, [outcome], { QueryLanguage: 'JSONata' });
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: { status: 200, total: 7 } });
  });

  it('keep the variables of branches to themselves, and see those around them', () => {
    const Inner = { Type: 'Pass', Assign: { own: '{% $outer + 1 %}' }, Next: 'Tell' };
    const Tell = { Type: 'Pass', Output: '{% $own %}', End: true };
    const states = {
      Begin: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Both' },
      Both: { Type: 'Parallel', Branches: [{ StartAt: 'Inner', States: { Inner, Tell } }], Next: 'After' },
      After: { Type: 'Pass', Output: '{% [$states.input, $exists($own)] %}', End: true },
    };
    expect(run(states, {}, [], { QueryLanguage: 'JSONata' })).toMatchObject({ output: [2, false] });
  });
});
