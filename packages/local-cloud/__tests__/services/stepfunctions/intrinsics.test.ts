import type { Json } from '../../../core/json';
import type { Scope } from '../../../services/stepfunctions/data/scope';
import { evaluateIntrinsic } from '../../../services/stepfunctions/intrinsics/evaluate';

const scope: Scope = {
  input: { list: [1, 2, 2, 3], name: 'Foo', object: { a: [1, null], b: 'x' }, csv: 'a,b|c,,d', index: 1 },
  context: () => ({ Execution: { Name: 'e1' } }),
  variable: (name) => (name === 'known' ? { deep: 'variable' } : undefined),
  chance: { random: () => 0.5, uuid: () => 'some-uuid' },
};

describe('an intrinsic function gives', () => {
  it.each<[string, Json]>([
    ["States.Format('Hello, {}!', $.name)", 'Hello, Foo!'],
    ["States.Format('{} is {}', 'Pi', 3.14)", 'Pi is 3.14'],
    ["States.Format('\\{{}\\} \\'quoted\\' \\\\', $.name)", "{Foo} 'quoted' \\"],
    ["States.Format('{}', $.object)", '{a=[1, null], b=x}'],
    ["States.Format('{} {} {}', null, true, -1.5e2)", 'null true -150'],
    ["States.Format('{}', $$.Execution.Name)", 'e1'],
    ["States.Format('{}', $known.deep)", 'variable'],
    ['States.Format($.name)', 'Foo'],
    ['States.Array()', []],
    ["States.Array('a, (b)', $.name, States.Array(1))", ['a, (b)', 'Foo', [1]]],
    ['States.ArrayPartition($.list, 3)', [[1, 2, 2], [3]]],
    ['States.ArrayContains($.list, 3)', true],
    ['States.ArrayContains(States.Array($.object), $.object)', true],
    ['States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9]],
    ['States.ArrayRange(5, 1, -2)', [5, 3, 1]],
    ['States.ArrayRange(5, 1, 1)', []],
    ['States.ArrayGetItem($.list, $.index)', 2],
    ['States.ArrayLength($.list)', 4],
    ['States.ArrayLength($.list[?(@ > 1)])', 3],
    ['States.ArrayUnique($.list)', [1, 2, 3]],
    ["States.Base64Encode('Data to encode')", 'RGF0YSB0byBlbmNvZGU='],
    ["States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", 'Data to encode'],
    ["States.Hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    [
      'States.JsonMerge(States.StringToJson(\'\\{"a":1,"b":2\\}\'), $.object, false)',
      { a: [1, null], b: 'x' },
    ],
    ['States.JsonToString($.object)', '{"a":[1,null],"b":"x"}'],
    ["States.StringToJson('[1, 2.50]')", [1, 2.5]],
    ['States.MathAdd($.index, -3)', -2],
    ['States.MathRandom(1, 999)', 500],
    ["States.StringSplit($.csv, ',|')", ['a', 'b', 'c', 'd']],
    ['States.UUID()', 'some-uuid'],
  ])('%s', (text, expected) => {
    expect(evaluateIntrinsic(text, scope)).toEqual(expected);
  });

  it('the same random number for the same seed', () => {
    const draw = () => evaluateIntrinsic('States.MathRandom(0, 1000000, 42)', scope);
    expect(draw()).toBe(draw());
  });
});

describe('an intrinsic function fails', () => {
  it.each([
    ['States.ArrayGetItem($.list, 4)', 'there is no item at index 4'],
    ['States.ArrayPartition($.list, 0)', 'the size of a chunk must be positive'],
    ['States.ArrayRange(0, 10000, 1)', 'a range has at most 1,000 elements'],
    ['States.ArrayRange(0, 1, 0)', 'the increment must not be 0'],
    ["States.ArrayLength('text')", 'argument 1 must be an array'],
    ["States.Hash('x', 'SHA-3')", 'the algorithm must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512'],
    ['States.JsonMerge($.object, $.object, true)', 'the deep merging mode is not supported: pass false'],
    ["States.StringToJson('{')", 'JSON'],
    ["States.Format('{}')", 'the template has 1 places for 0 arguments'],
    ["States.Format('', 1)", 'the template has 0 places for 1 arguments'],
    ['States.MathRandom(2, 1)', 'the start must be less than the end'],
    ['States.Unknown()', 'there is no such function'],
  ])('%s', (text, reason) => {
    expect(() => evaluateIntrinsic(text, scope)).toThrow(
      expect.objectContaining({ error: 'States.IntrinsicFailure', message: expect.stringContaining(reason) }),
    );
  });

  it.each([
    ['States.Format(', 'Invalid intrinsic function'],
    ["States.Array('a' 'b')", 'Invalid intrinsic function'],
    ['States.Array(name)', 'Invalid intrinsic function'],
    ["States.Format('{}', $.nothing)", "The JsonPath argument for the field '$.nothing' could not be found"],
    ["States.Format('{}', $unknown)", "Variable '$unknown'"],
    ["States.Format('\\n')", "Invalid escape sequence '\\n'"],
  ])('as a States.Runtime: %s', (text, reason) => {
    expect(() => evaluateIntrinsic(text, scope)).toThrow(
      expect.objectContaining({ error: 'States.Runtime', message: expect.stringContaining(reason) }),
    );
  });
});
