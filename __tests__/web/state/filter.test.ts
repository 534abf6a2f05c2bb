import fc from 'fast-check';
import { filterFrom, searchOf, shownIds } from '../../../web/state/filter';
import { apartment } from '../samples';

test('a filter survives its way through the address', () => {
  const filter = fc.record({
    complexId: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
    vacantOnly: fc.boolean(),
  });
  fc.assert(fc.property(filter, (one) => expect(filterFrom(searchOf(one))).toEqual(one)));
});

test.each([
  ['', { complexId: undefined, vacantOnly: false }],
  ['?complex=mill-yard&vacant', { complexId: 'mill-yard', vacantOnly: true }],
  ['?complex=&utm=x', { complexId: undefined, vacantOnly: false }],
])('the address %p', (search, filter) => {
  expect(filterFrom(search)).toEqual(filter);
});

const apartments = [
  apartment({ id: 'a', complexId: 'x' }),
  apartment({ id: 'b', complexId: 'x', bookedStatus: 'RESERVED' }),
  apartment({ id: 'c', complexId: 'y', bookedStatus: 'PAID' }),
];

test.each([
  ['all', undefined, false, [], [], ['a', 'b', 'c']],
  ['one complex', 'x', false, [], [], ['a', 'b']],
  ['vacant', undefined, true, [], [], ['a']],
  ['vacant, and what was when the filter was set', undefined, true, ['b'], [], ['a', 'b']],
  ['vacant, and what is mine', undefined, true, [], ['c'], ['a', 'c']],
  ['another complex has nothing of mine', 'y', true, ['b'], ['b'], []],
])('%s', (_, complexId, vacantOnly, shownBefore, mine, shown) => {
  const ids = shownIds(apartments, { complexId, vacantOnly }, new Set(shownBefore), new Set(mine));
  expect([...ids]).toEqual(shown);
});
