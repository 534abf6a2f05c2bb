import { all, any, changeOf, not, type Transition } from '../../../functions/tables/transition';

test.each([
  ['one condition stays as it is', all('a = :a'), 'a = :a'],
  ['AND needs no parentheses around comparisons', all('a = :a', 'b = :b'), 'a = :a AND b = :b'],
  ['AND keeps an OR together', all(any('a = :a', 'b = :b'), 'c = :c'), '(a = :a OR b = :b) AND c = :c'],
  ['AND binds tighter than OR', any(all('a = :a', 'b = :b'), 'c = :c'), 'a = :a AND b = :b OR c = :c'],
  ['NOT negates all of it', not(all('a = :a', 'b = :b')), 'NOT (a = :a AND b = :b)'],
])('%s', (_, joined, expected) => {
  expect(joined).toBe(expected);
});

const end: Transition = {
  condition: all('#status = :HELD', 'reservationId = :reservationId'),
  update: 'SET #status = :ENDED, endedAt = :now REMOVE holdExpiresAt',
};

test('a transition is one update with exactly the names and values that it mentions', () => {
  expect(changeOf(end, { reservationId: 'r1', now: 'today', guestId: 'not mentioned' })).toEqual({
    UpdateExpression: 'SET #status = :ENDED, endedAt = :now REMOVE holdExpiresAt',
    ConditionExpression: '#status = :HELD AND reservationId = :reservationId',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: {
      ':ENDED': 'ENDED',
      ':HELD': 'HELD',
      ':now': 'today',
      ':reservationId': 'r1',
    },
  });
});

test('DynamoDB refuses empty maps: what mentions nothing has none', () => {
  expect(changeOf({ update: 'REMOVE holdExpiresAt' })).toEqual({ UpdateExpression: 'REMOVE holdExpiresAt' });
});
