import type { Json, JsonObject } from '../../../../core/json';
import type { Subscriber } from '../../../../testing/subscriber';
import { FunctionFailed, STAFF } from '../api-under-test';
import { ITEM, RealtimeUnderTest, STAFF_KEY, signature } from './realtime-under-test';

let realtime: RealtimeUnderTest;
let subscriber: Subscriber;

beforeEach(async () => {
  realtime = await RealtimeUnderTest.start();
  subscriber = await realtime.subscriber();
});

afterEach(() => realtime.stop());

const PRICE = '{ amount currency }';
const EVERYTHING = `id size weight kind note ready tags named price ${PRICE} prices ${PRICE}`;
const PUBLISH = `mutation { publish { ${EVERYTHING} } }`;

/** The payloads that subscription `s` got, which ends it. */
async function told(): Promise<Json[]> {
  subscriber.say({ type: 'stop', id: 's' });
  const payloads: Json[] = [];
  for (;;) {
    const { type, payload = null } = await subscriber.next();
    if (type === 'complete') return payloads;
    payloads.push(payload);
  }
}

function subscribe(query: string, variables: JsonObject = {}): Promise<void> {
  return subscriber.started('s', realtime.key, `subscription${query}`, variables);
}

/** https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html#using-subscription-arguments */
describe('arguments filter', () => {
  test.each<[string, string, JsonObject, boolean]>([
    ['none given', '', {}, true],
    ['equal', 'id: "7"', {}, true],
    ['not equal', 'id: "8"', {}, false],
    ['a number for an ID', 'id: 7', {}, true],
    ['another text for the number', 'id: "07"', {}, false],
    ['an Int', 'size: 3', {}, true],
    ['another Int', 'size: 4', {}, false],
    ['a Float', 'weight: 1.50', {}, true],
    ['an Int for a Float', 'weight: 1', {}, false],
    ['an enum', 'kind: SMALL', {}, true],
    ['another enum', 'kind: LARGE', {}, false],
    ['a Boolean', 'ready: true', {}, true],
    ['another Boolean', 'ready: false', {}, false],
    ['a list', 'tags: ["a", "b"]', {}, true],
    ['a list in another order', 'tags: ["b", "a"]', {}, false],
    ['null for null', 'note: null', {}, true],
    ['null for a value', 'size: null', {}, false],
    ['a value for null', 'note: "n"', {}, false],
    ['all equal', 'id: "7", size: 3, note: null', {}, true],
    ['all but one equal', 'id: "7", size: 3, kind: LARGE', {}, false],
    ['another value than the default', 'named: "y"', {}, false],
    ['a variable that is equal', 'id: $id', { id: '7' }, true],
    ['a variable that is equal once coerced', 'id: $id', { id: 7 }, true],
    ['a variable that is not equal', 'id: $id', { id: '8' }, false],
    ['a variable that is omitted', 'id: $id', {}, true],
    ['a variable that is null', 'id: $id', { id: null }, false],
  ])('%s (%s %j): %p', async (_label, given, variables, matches) => {
    const declared = given.includes('$id') ? '($id: ID)' : '';
    await subscribe(`${declared} { onItem${given && `(${given})`} { id } }`, variables);
    await realtime.api.query(PUBLISH);
    expect(await told()).toEqual(matches ? [{ data: { onItem: { id: '7' } } }] : []);
  });

  test.each([
    ['a value does not match', '7', []],
    ['null matches', null, [{ data: { onItem: { size: 3 } } }]],
  ])('a field that the mutation did not select is absent: %s', async (_label, id, payloads) => {
    await subscribe('($id: ID) { onItem(id: $id, named: null) { size } }', { id });
    await realtime.api.query('mutation { publish { size } }');
    expect(await told()).toEqual(payloads);
  });
});

describe('a subscriber gets', () => {
  test.each<[string, string, string, Json]>([
    ['its own selection', PUBLISH, '{ all { id size } }', { all: { id: '7', size: 3 } }],
    [
      'its own aliases, nested and through fragments',
      PUBLISH,
      '{ it: all { key: id ...money } } fragment money on Item { cost: price { cents: amount } prices { amount } }',
      { it: { key: '7', cost: { cents: 129 }, prices: [{ amount: 1 }, { amount: 2 }] } },
    ],
    [
      'null for what the mutation did not select',
      'mutation { publish { id } }',
      '{ all { id size } }',
      { all: { id: '7', size: null } },
    ],
    [
      'null for what the mutation gave an alias',
      'mutation { publish { id much: size } }',
      '{ all { id size } }',
      { all: { id: '7', size: null } },
    ],
    [
      'what the mutation selected by fragments and an alias of the whole',
      'mutation { it: publish { ...most } } fragment most on Item { id ... on Item { size } }',
      '{ all { id size } }',
      { all: { id: '7', size: 3 } },
    ],
    ['the name of the type', PUBLISH, '{ all { __typename id } }', { all: { __typename: 'Item', id: '7' } }],
    ['each mutation of its directive', 'mutation { touch { id } }', '{ all { id } }', { all: { id: '7' } }],
    [
      'mutations of its directive, not of its name',
      'mutation { touch { id } }',
      '{ publish { id } }',
      { publish: { id: '7' } },
    ],
  ])('%s', async (_label, mutation, query, data) => {
    await subscribe(query);
    await realtime.api.query(mutation);
    expect(await told()).toEqual([{ data }]);
  });

  test('an error for a field that is never null and that the mutation did not select', async () => {
    await subscribe('{ all { id price { amount } } }');
    await realtime.api.query('mutation { publish { id } }');
    const message = "Cannot return null for non-nullable type: 'Price' within parent 'Item' (/all/price)";
    expect(await told()).toEqual([
      { data: { all: null }, errors: [{ path: ['all', 'price'], locations: null, message }] },
    ]);
  });

  test('an error for a field that it may not read, though the mutation could', async () => {
    await subscribe('{ all { id secret } }');
    await realtime.api.queryAs(STAFF, 'mutation { publish { id secret } }');
    expect(await told()).toMatchObject([
      {
        data: { all: { id: '7', secret: null } },
        errors: [{ errorType: 'Unauthorized', message: 'Not Authorized to access secret on type Item' }],
      },
    ]);
  });

  test('one event for each field of the mutation, in their order', async () => {
    await subscribe('{ all { id size } }');
    await realtime.api.query('mutation { a: publish { id } unrelated { id } b: touch { size id } }');
    expect(await told()).toEqual([
      { data: { all: { id: '7', size: null } } },
      { data: { all: { id: '7', size: 3 } } },
    ]);
  });

  test('what every other subscriber gets, on whatever connection', async () => {
    const second = await realtime.subscriber();
    await second.started('other', signature(STAFF_KEY), 'subscription { signed { secret } }');
    await subscribe('{ all { id } }');
    await realtime.api.queryAs(STAFF, 'mutation { publish { id secret } }');
    expect(await told()).toEqual([{ data: { all: { id: '7' } } }]);
    expect(await second.next()).toMatchObject({ payload: { data: { signed: { secret: 'for staff' } } } });
  });
});

describe('nothing is published by', () => {
  test.each<[string, string, unknown]>([
    [
      'a mutation that fails',
      PUBLISH,
      new FunctionFailed({ errorType: 'Taken', errorMessage: 'It is taken.' }),
    ],
    ['a mutation with an error below its field', PUBLISH, { ...ITEM, kind: 'HUGE' }],
    ['a mutation that answers null', 'mutation { touch { id } }', null],
    ['a mutation that is refused', 'mutation { publish { none } }', ITEM],
    ['another mutation', 'mutation { unrelated { id } }', ITEM],
    ['a query', '{ nothing }', null],
  ])('%s', async (_label, mutation, answer) => {
    await subscribe('{ all { id } }');
    realtime.api.answer = () => answer;
    await realtime.api.query(mutation);
    expect(await told()).toEqual([]);
  });

  test('a mutation that is not of the directive', async () => {
    await subscribe('{ onTouch { id } }');
    await realtime.api.query(PUBLISH);
    expect(await told()).toEqual([]);
  });

  test('any mutation, for a subscription without a directive', async () => {
    await subscribe('{ silent { id } }');
    await realtime.api.query(PUBLISH);
    expect(await told()).toEqual([]);
  });

  test('the failed field of a mutation whose other field succeeds', async () => {
    await subscribe('{ all { id } }');
    realtime.api.answer = (event) =>
      (event as { info: { fieldName: string } }).info.fieldName === 'touch'
        ? new FunctionFailed({ errorType: 'Taken', errorMessage: 'It is taken.' })
        : ITEM;
    await realtime.api.query('mutation { publish { id } touch { id } }');
    expect(await told()).toEqual([{ data: { all: { id: '7' } } }]);
  });
});

describe('limits', () => {
  test('a message of more than 240 KB is not delivered, and the log says so', async () => {
    await subscribe('{ all { note } }');
    realtime.api.answer = () => ({ ...ITEM, note: 'n'.repeat(240 * 1024) });
    await realtime.api.query('mutation { publish { note } }');
    realtime.api.answer = () => ({ ...ITEM, note: 'n'.repeat(239 * 1024) });
    await realtime.api.query('mutation { publish { note } }');
    const payloads = (await told()) as { data: { all: { note: string } } }[];
    expect(payloads.map(({ data }) => data.all.note.length)).toEqual([239 * 1024]);
    expect(realtime.api.lines).toEqual([
      expect.stringMatching(/^appsync: A message of \d+ bytes is not delivered/),
    ]);
  });

  test('a client that sends more than 240 KB is cut off', async () => {
    subscriber.socket.send('x'.repeat(241 * 1024));
    expect(await subscriber.closed).toBe(1009);
  });

  test('a subscriber that does not read is dropped; the others are not', async () => {
    const slow = await realtime.subscriber();
    await slow.started('s', realtime.key, 'subscription { all { note } }');
    slow.socket.pause();
    realtime.api.answer = () => ({ ...ITEM, note: 'n'.repeat(200 * 1024) });
    await subscribe('{ all { id } }');
    const dropped = 'appsync: A subscriber that does not read is dropped.';
    // What the kernel holds between the two is some MB.
    for (let sent = 0; sent < 500 && !realtime.api.lines.includes(dropped); sent += 1)
      await realtime.api.query('mutation { publish { id note } }');
    expect(realtime.api.lines).toContain(dropped);
    expect((await told()).length).toBeGreaterThan(5);
    slow.socket.resume();
    expect(await slow.closed).toBe(1006);
  });
});

test('a stop closes every connection at once, also one that does not answer', async () => {
  const silent = await realtime.subscriber();
  silent.socket.pause();
  const started = performance.now();
  await realtime.server.close();
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(await subscriber.closed).toBe(1001);
});
