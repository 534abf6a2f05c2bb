import { parseValue } from 'graphql';
import { SCALARS } from '../../../services/appsync/scalars';

/** https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html */
const CASES: Record<string, { good: unknown[]; bad: unknown[] }> = {
  AWSDate: {
    good: ['2026-11-24', '1970-01-01Z', '1970-01-01-07:00', '1970-01-01+05:30:15'],
    bad: ['2026-02-30', '2026-13-01', '24.11.2026', '2026-11-24T00:00Z', 20261124, null],
  },
  AWSTime: {
    good: ['12:30', '12:30Z', '12:30:24-07:00', '12:30:24.500+05:30'],
    bad: ['24:00', '12:60', '12', 'noon', 12],
  },
  AWSDateTime: {
    good: [
      '2026-11-24T12:30:24Z',
      '2026-11-24T12:30Z',
      '2026-11-24T12:30:24.500+05:30',
      '2026-11-24T12:30:24.123456789-07:00:10',
    ],
    bad: [
      '2026-11-24',
      '2026-11-24T12:30:24',
      '2026-02-30T12:30:24Z',
      '2026-11-24T25:00:00Z',
      '2026-11-24 12:30:24Z',
      5,
    ],
  },
  AWSTimestamp: { good: [0, 1_764_000_000, -1], bad: [1.5, '0', 'now', true] },
  AWSEmail: {
    good: ['a@example.com', 'first.last+tag@sub.example.org'],
    bad: ['example.com', 'a@', '@b.c', 'a b@c.d', 'a@-b.c'],
  },
  AWSURL: {
    good: ['https://aws.amazon.com/', 'mailto:a@example.com', 'http://localhost:8080/x?y#z'],
    bad: ['aws.amazon.com', '/x', 'http://', 7],
  },
  AWSPhone: {
    good: ['+44 20 7946 0958', '+49-30-901820', '5412224455', '541-222-4455', '1 541 222 4455'],
    bad: ['1110004444', '12345', 'call me', '+0 123 4567', 5412224455],
  },
  AWSIPAddress: {
    good: ['127.0.0.1', '10.0.0.0/8', '::1', '2001:db8::/32'],
    bad: ['256.0.0.1', '10.0.0.0/33', '10.0.0.0/', '::1/129', 'localhost', '1.2.3'],
  },
};

const rows = (kind: 'good' | 'bad') =>
  Object.entries(CASES).flatMap(([name, cases]) => cases[kind].map((value) => [name, value] as const));

function scalar(name: string) {
  const found = SCALARS.find((one) => one.name === name);
  if (!found) throw new Error(`There is no scalar ${name}.`);
  return found;
}

test.each(rows('good'))('%s takes %j', (name, value) => {
  expect(scalar(name).parseValue(value)).toBe(value);
  expect(scalar(name).serialize(value)).toBe(value);
});

test.each(rows('bad'))('%s refuses %j', (name, value) => {
  expect(() => scalar(name).parseValue(value)).toThrow(/^Unable to parse `/);
  expect(() => scalar(name).serialize(value)).toThrow(/^Unable to serialize `/);
});

test.each([
  ['AWSDateTime', '"2026-11-24T12:30Z"', '2026-11-24T12:30Z'],
  ['AWSTimestamp', '1764000000', 1_764_000_000],
  ['AWSJSON', '"[1, null]"', [1, null]],
])('%s takes the literal %s', (name, literal, value) => {
  expect(scalar(name).parseLiteral(parseValue(literal))).toEqual(value);
});

describe('AWSJSON', () => {
  test.each([
    ['{"a":1}', { a: 1 }],
    ['"text"', 'text'],
    ['null', null],
    ['5', 5],
  ])('takes %s', (text, value) => {
    expect(scalar('AWSJSON').parseValue(text)).toEqual(value);
    expect(scalar('AWSJSON').serialize(value)).toBe(text);
  });

  test.each(['plain', '{', '', { a: 1 }])('refuses %j', (value) => {
    expect(() => scalar('AWSJSON').parseValue(value)).toThrow('as valid JSON');
  });
});
