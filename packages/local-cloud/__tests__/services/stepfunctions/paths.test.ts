import type { Json } from '../../../core/json';
import { followPath } from '../../../services/stepfunctions/paths/evaluate';
import { parsePath } from '../../../services/stepfunctions/paths/parse';
import { placeResult } from '../../../services/stepfunctions/paths/place';

const store: Json = {
  book: [
    { title: 'Sayings', category: 'reference', price: 8.95, tags: ['a', 'b'] },
    { title: 'Sword', category: 'fiction', price: 12.99 },
    { title: 'Moby Dick', category: 'fiction', price: 8.99, isbn: '0-553' },
  ],
  'odd key': { 'it\'s "quoted"': 1 },
  dashed: { 'delivery-partner': 'UQS', under_score: 2, ünïcode: 3 },
  limit: 9,
  nothing: null,
  text: 'abc',
};

const TITLES = ['Sayings', 'Sword', 'Moby Dick'];
const titles = (...indexes: number[]): string[] => TITLES.filter((_, index) => indexes.includes(index));

describe('a path finds', () => {
  it.each<[string, Json]>([
    ['$', store],
    ['$.limit', 9],
    ['$.nothing', null],
    ['$.book[0].title', 'Sayings'],
    ['$.book[-1].title', 'Moby Dick'],
    ["$['book'][1]['title']", 'Sword'],
    ['$["book"][1]["title"]', 'Sword'],
    ['$.dashed.delivery-partner', 'UQS'],
    ['$.dashed.under_score', 2],
    ['$.dashed.ünïcode', 3],
    ["$['odd key']['it\\'s \"quoted\"']", 1],
    ["$.book[0]['title','price']", { title: 'Sayings', price: 8.95 }],
    ['$.book[*].title', titles(0, 1, 2)],
    ['$.book.*.title', titles(0, 1, 2)],
    ['$..title', titles(0, 1, 2)],
    ['$..book[0].title', titles(0)],
    ['$.book[0,2].title', titles(0, 2)],
    ['$.book[1:].title', titles(1, 2)],
    ['$.book[:2].title', titles(0, 1)],
    ['$.book[-2:].title', titles(1, 2)],
    ['$.book[0:-1].title', titles(0, 1)],
    ['$..tags[*]', ['a', 'b']],
    ['$.dashed.*', ['UQS', 2, 3]],
    ['$.book.length()', 3],
    ['$.text.length()', 3],
    ['$.book[*].price.max()', 12.99],
    ['$..price.min()', 8.95],
    ['$.nowhere[*]', []],
    ['$.limit[1:2]', []],
  ])('%s', (path, expected) => {
    expect(followPath(parsePath(path), store)).toEqual({ found: true, value: expected });
  });
});

describe('a filter passes', () => {
  it.each<[string, string[]]>([
    ['@.price < 10', titles(0, 2)],
    ['@.price <= 8.99 && @.category == "fiction"', titles(2)],
    ["@.category == 'reference' || @.price > 12", titles(0, 1)],
    ['@.price > 8.95 && (@.isbn || @.price > 12)', titles(1, 2)],
    ['@.isbn', titles(2)],
    ['!@.isbn', titles(0, 1)],
    ['@.isbn != null', titles(0, 1, 2)],
    ['@.price < $.limit', titles(0, 2)],
    ['@.title =~ /s.*/i', titles(0, 1)],
    ["@.category in ['reference', 'other']", titles(0)],
    ["@.category nin ['reference', 'other']", titles(1, 2)],
    ["@.tags subsetof ['a', 'b', 'c']", titles(0)],
    ["@.tags anyof ['b', 'z']", titles(0)],
    ["@.tags noneof ['z']", titles(0)],
    ["@.tags contains 'a'", titles(0)],
    ['@.tags size 2', titles(0)],
    ['@.tags empty false', titles(0)],
    ["@['price'] == 12.99", titles(1)],
  ])('%s', (condition, expected) => {
    expect(followPath(parsePath(`$.book[?(${condition})].title`), store)).toEqual({
      found: true,
      value: expected,
    });
  });
});

describe('a path finds nothing', () => {
  it.each([
    ['$.nowhere', "No results for path: $['nowhere']", false],
    ['$.nowhere.at.all', "Missing property in path $['nowhere']", false],
    ['$.book[3]', "Index out of bounds when evaluating path $['book'][3]", true],
    ['$.book[3].title', "Index out of bounds when evaluating path $['book'][3]", false],
    ['$.text.x', "Expected to find an object with property ['x'] in path $['text']", false],
    ['$.limit.min()', 'Function min() has no value here', false],
  ])('%s', (path, reason, pastEnd) => {
    expect(followPath(parsePath(path), store)).toEqual({ found: false, reason, pastEnd });
  });

  it('in what an object inherits', () => {
    expect(followPath(parsePath('$.constructor'), {})).toMatchObject({ found: false });
  });
});

it.each(['', 'a', '$.', '$[', '$.a[', '$.a[x]', '$.a b', '$.a[?(]', '$..', '$.a]'])(
  'is no path: %j',
  (text) => {
    expect(() => parsePath(text)).toThrow(/^Invalid path/);
  },
);

it.each([
  ['$.a', 'input'],
  ['$$.Execution.Name', 'context'],
  ['$count', { variable: 'count' }],
  ['$order.items[0]', { variable: 'order' }],
])('%s starts from %j', (text, root) => {
  expect(parsePath(text).root).toEqual(root);
});

describe('a result is placed', () => {
  it.each<[string, Json, string, Json]>([
    ['as the whole', { a: 1 }, '$', 'r'],
    ['beside the rest', { a: 1 }, '$.r', { a: 1, r: 'r' }],
    ['over what was there', { a: { b: 1, c: 2 } }, '$.a.b', { a: { b: 'r', c: 2 } }],
    ['in objects made for it', {}, '$.a.b.c', { a: { b: { c: 'r' } } }],
    ['in an array', { a: [1, 2, 3] }, '$.a[1]', { a: [1, 'r', 3] }],
  ])('%s', (_where, input, path, expected) => {
    const before = structuredClone(input);
    expect(placeResult(input, path, 'r')).toEqual(expected);
    expect(input).toEqual(before);
  });

  it.each<[Json, string]>([
    ['text', '$.a'],
    [{ a: 1 }, '$.a.b'],
    [{ a: [] }, '$.a[0]'],
  ])('not in %j at %s', (input, path) => {
    expect(() => placeResult(input, path, 'r')).toThrow(
      expect.objectContaining({ error: 'States.ResultPathMatchFailure' }),
    );
  });
});
