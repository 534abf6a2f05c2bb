import {
  isObject,
  listOf,
  objectOf,
  objectsOf,
  parseJson,
  parseObject,
  stringOf,
  stringsOf,
} from '../../core/json';

describe('JSON values', () => {
  it.each([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    ['{}', false],
    [undefined, false],
  ])('%j is an object: %s', (value, expected) => {
    expect(isObject(value)).toBe(expected);
    expect(objectOf(value)).toEqual(expected ? value : {});
  });

  it('are read by their type, and are nothing where they have another', () => {
    expect(objectsOf([{ a: 1 }, 'b', null, []])).toEqual([{ a: 1 }]);
    expect(objectsOf({ a: 1 })).toEqual([]);
    expect(stringOf('')).toBe('');
    expect(stringOf(1)).toBeUndefined();
    expect(stringsOf(['a', 1, null, 'b'])).toEqual(['a', 'b']);
    expect(stringsOf('a')).toEqual([]);
    expect(listOf('a')).toEqual(['a']);
    expect(listOf(['a', 'b'])).toEqual(['a', 'b']);
  });

  it('are read from text, and are nothing where it is no JSON', () => {
    expect(parseJson('null')).toBeNull();
    expect(parseJson('{')).toBeUndefined();
    expect(parseObject('{"a":1}')).toEqual({ a: 1 });
    expect(parseObject('[1]')).toBeUndefined();
    expect(parseObject('')).toBeUndefined();
  });
});
