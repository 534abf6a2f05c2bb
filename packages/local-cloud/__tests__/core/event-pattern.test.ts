import { matchesPattern, unknownOperator } from '../../core/event-pattern';
import type { Json, JsonObject } from '../../core/json';

const event = {
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  resources: ['arn:one', 'arn:two'],
  detail: { name: 'r1', status: 'FAILED', attempts: 3, path: 'a*b', nothing: null, output: { code: 'X' } },
};

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
test.each<[string, JsonObject, boolean]>([
  ['a field', { source: ['aws.states'] }, true],
  ['one of several values', { detail: { status: ['TIMED_OUT', 'FAILED'] } }, true],
  ['another value', { detail: { status: ['SUCCEEDED'] } }, false],
  ['all fields', { source: ['aws.states'], detail: { status: ['SUCCEEDED'] } }, false],
  ['an element of a list', { resources: ['arn:two'] }, true],
  ['null', { detail: { nothing: [null] } }, true],
  ['a nested field', { detail: { output: { code: ['X'] } } }, true],
  ['a field that is not there', { detail: { absent: ['X'] } }, false],
  ['exists', { detail: { name: [{ exists: true }] } }, true],
  ['exists not', { detail: { absent: [{ exists: false }] } }, true],
  ['exists not, though it does', { detail: { name: [{ exists: false }] } }, false],
  ['a prefix', { resources: [{ prefix: 'arn:t' }] }, true],
  ['a suffix', { detail: { name: [{ suffix: '1' }] } }, true],
  ['letters of either case', { detail: { status: [{ 'equals-ignore-case': 'failed' }] } }, true],
  ['anything but', { detail: { status: [{ 'anything-but': ['SUCCEEDED', 'ABORTED'] }] } }, true],
  ['anything but this', { detail: { status: [{ 'anything-but': 'FAILED' }] } }, false],
  ['anything but a prefix', { detail: { status: [{ 'anything-but': { prefix: 'FAIL' } }] } }, false],
  ['numbers in a range', { detail: { attempts: [{ numeric: ['>', 0, '<=', 3] }] } }, true],
  ['numbers out of a range', { detail: { attempts: [{ numeric: ['>', 3] }] } }, false],
  ['a wildcard', { detail: { name: [{ wildcard: 'r*' }] } }, true],
  ['a wildcard that is an asterisk', { detail: { path: [{ wildcard: 'a\\*b' }] } }, true],
  ['an asterisk, not a run', { detail: { status: [{ wildcard: 'F\\*' }] } }, false],
  ['either of two', { $or: [{ source: ['x'] }, { detail: { status: ['FAILED'] } }] }, true],
  ['neither of two', { $or: [{ source: ['x'] }, { source: ['y'] }] }, false],
])('a pattern for %s', (_, pattern, matches) => {
  expect(unknownOperator(pattern)).toBeUndefined();
  expect(matchesPattern(pattern, event)).toBe(matches);
});

test.each<[string, Json, string]>([
  ['cidr', { cidr: '10.0.0.0/24' }, 'cidr'],
  [
    'a prefix of either case',
    { prefix: { 'equals-ignore-case': 'F' } },
    '{"prefix":{"equals-ignore-case":"F"}}',
  ],
  ['numeric without a bound', { numeric: ['>'] }, '{"numeric":[">"]}'],
  ['exists without a truth', { exists: 'yes' }, '{"exists":"yes"}'],
  ['anything but what is unknown', { 'anything-but': { cidr: '1' } }, '{"anything-but":{"cidr":"1"}}'],
])('%s is named as not supported', (_, operator, named) => {
  expect(unknownOperator({ detail: { status: [operator] } })).toBe(named);
  expect(unknownOperator({ $or: [{ source: ['x'] }, { detail: { status: [operator] } }] })).toBe(named);
});
