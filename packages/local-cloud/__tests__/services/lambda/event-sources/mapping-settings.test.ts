import type { JsonObject } from '../../../../core/json';
import { isWanted, parseFilter } from '../../../../services/lambda/event-sources/filter';
import { mappingSettings } from '../../../../services/lambda/event-sources/mapping-settings';

const QUEUE = 'arn:aws:sqs:eu-central-1:000000000000:tasks';
const STREAM = 'arn:aws:dynamodb:eu-central-1:000000000000:table/t/stream/1';

function settings(config: JsonObject) {
  const address = 'aws_lambda_event_source_mapping.it';
  const given = { function_name: 'it', event_source_arn: QUEUE, ...config };
  return mappingSettings(
    { type: 'aws_lambda_event_source_mapping', name: 'it', address, config: given },
    'arn:it',
  );
}

test('what is not said is as Lambda has it', () => {
  expect(settings({})).toMatchObject({ batchSize: 10, windowSeconds: 0, enabled: true, mostConcurrent: 5 });
  expect(settings({ event_source_arn: STREAM, starting_position: 'LATEST' })).toMatchObject({
    batchSize: 100,
    mostRetries: undefined,
    mostAgeSeconds: undefined,
    bisects: false,
  });
  expect(
    settings({ event_source_arn: STREAM, starting_position: 'LATEST', maximum_retry_attempts: 0 }),
  ).toMatchObject({ mostRetries: 0 });
});

test.each<[string, JsonObject, RegExp]>([
  ['another source', { event_source_arn: 'arn:aws:kinesis:x' }, /event_source_arn must be of a DynamoDB/],
  ['no source', { event_source_arn: null }, /event_source_arn is needed/],
  ['a stream without a start', { event_source_arn: STREAM }, /starting_position is needed/],
  ['a large batch without a window', { batch_size: 11 }, /needs maximum_batching_window_in_seconds/],
  ['a tumbling window', { tumbling_window_in_seconds: 10 }, /tumbling_window_in_seconds is not run locally/],
  [
    'a topic for failures',
    { destination_config: { on_failure: { destination_arn: 'arn:aws:sns:x' } } },
    /on_failure must be an SQS queue/,
  ],
  [
    'a filter rule that is not known',
    { filter_criteria: { filter: { pattern: '{"a":[{"cidr":"1"}]}' } } },
    /cidr/,
  ],
  ['a filter that is no JSON', { filter_criteria: { filter: { pattern: 'x' } } }, /must be a JSON object/],
])('%s is refused, with its name', (_, config, sentence) => {
  expect(() => settings(config)).toThrow(sentence);
});

test.each<[string, JsonObject, JsonObject, boolean]>([
  ['a value', { a: ['x'] }, { a: 'x' }, true],
  ['another value', { a: ['x'] }, { a: 'y' }, false],
  ['one of several', { a: ['x', 'y'] }, { a: 'y' }, true],
  ['all fields', { a: ['x'], b: [1] }, { a: 'x', b: 2 }, false],
  ['null', { a: [null] }, { a: null }, true],
  ['null, where the field is missing', { a: [null] }, {}, false],
  ['an element of a list', { a: ['x'] }, { a: ['w', 'x'] }, true],
  ['exists', { a: [{ exists: true }] }, { a: 0 }, true],
  ['exists not', { a: { b: [{ exists: false }] } }, {}, true],
  ['prefix', { a: [{ prefix: 'x' }] }, { a: 'xy' }, true],
  ['suffix', { a: [{ suffix: 'x' }] }, { a: 'xy' }, false],
  ['case', { a: [{ 'equals-ignore-case': 'X' }] }, { a: 'x' }, true],
  ['anything but', { a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'y' }, false],
  ['anything but a prefix', { a: [{ 'anything-but': { prefix: 'x' } }] }, { a: 'yx' }, true],
  ['numbers', { a: [{ numeric: ['>=', 1, '<', 5] }] }, { a: 5 }, false],
  ['or', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: 'y' }, true],
  ['neither', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: 'z' }, false],
])('filters know %s', (_, pattern, record, wanted) => {
  expect(isWanted(record, [parseFilter('it', JSON.stringify(pattern))])).toBe(wanted);
});
