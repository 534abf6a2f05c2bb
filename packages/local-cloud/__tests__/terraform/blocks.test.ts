import { block, blocks } from '../../terraform/blocks';

test.each([
  ['an object', { a: 1 }, [{ a: 1 }]],
  ['a list of one', [{ a: 1 }], [{ a: 1 }]],
  ['a list of several', [{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 2 }]],
  ['an empty list', [], []],
  ['null', null, []],
  ['nothing', undefined, []],
])('a block written as %s is read the same way', (_, value, expected) => {
  expect(blocks(value)).toEqual(expected);
  expect(block(value)).toEqual(expected[0]);
});
