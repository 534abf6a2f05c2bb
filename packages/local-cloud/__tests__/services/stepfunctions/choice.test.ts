import type { Json, JsonObject } from '../../../core/json';
import { ruleHolds } from '../../../services/stepfunctions/choice/rules';
import type { Scope } from '../../../services/stepfunctions/data/scope';

const input = {
  text: 'log-2026.txt',
  star: 'a*b',
  number: 5,
  flag: true,
  nothing: null,
  noon: '2026-06-01T12:00:00Z',
  noonElsewhere: '2026-06-01T14:00:00+02:00',
  date: '2026-06-01',
};
const scope: Scope = {
  input,
  context: () => ({ Execution: { Name: 'e1' } }),
  variable: (name) => (name === 'five' ? 5 : undefined),
  chance: { random: Math.random, uuid: () => '' },
};

it.each<[JsonObject, boolean]>([
  [{ Variable: '$.text', StringMatches: 'log-*.txt' }, true],
  [{ Variable: '$.text', StringMatches: 'log-*' }, true],
  [{ Variable: '$.text', StringMatches: 'log-' }, false],
  [{ Variable: '$.text', StringMatches: 'log-2026?txt' }, false],
  [{ Variable: '$.star', StringMatches: 'a\\*b' }, true],
  [{ Variable: '$.text', StringMatches: 'log\\*txt' }, false],
  [{ Variable: '$.number', NumericEqualsPath: '$five' }, true],
  [{ Variable: '$five', NumericLessThan: 6 }, true],
  [{ Variable: '$$.Execution.Name', StringEquals: 'e1' }, true],
  [{ Variable: '$.number', StringEquals: '5' }, false],
  [{ Variable: '$.number', NumericEquals: 5.0 }, true],
  [{ Variable: '$.noon', TimestampEquals: '2026-06-01T12:00:00.000Z' }, true],
  [{ Variable: '$.noon', TimestampEqualsPath: '$.noonElsewhere' }, true],
  [{ Variable: '$.noon', TimestampLessThan: '2026-06-01T12:00:01Z' }, true],
  [{ Variable: '$.date', TimestampEquals: '2026-06-01T00:00:00Z' }, false],
  [{ Variable: '$.noonElsewhere', IsTimestamp: true }, true],
  [{ Variable: '$.date', IsTimestamp: true }, false],
  [{ Variable: '$.nothing', IsNull: true }, true],
  [{ Variable: '$.nothing', IsPresent: true }, true],
  [{ Variable: '$.nowhere', IsPresent: false }, true],
  [{ Variable: '$.nowhere.at.all', IsPresent: true }, false],
  [{ Variable: '$unknown', IsPresent: true }, false],
  [{ Not: { Variable: '$.flag', BooleanEquals: true } }, false],
  [
    {
      And: [
        { Variable: '$.nowhere', IsPresent: true },
        { Variable: '$.nowhere', StringEquals: '' },
      ],
    },
    false,
  ],
  [
    {
      Or: [
        { Variable: '$.flag', IsBoolean: true },
        { Variable: '$.nowhere', StringEquals: '' },
      ],
    },
    true,
  ],
  [{ Comment: 'why', Variable: '$.flag', BooleanEquals: true, Next: 'A' }, true],
])('%j is %s', (rule, expected) => {
  expect(ruleHolds(rule, scope)).toBe(expected);
});

it.each<[JsonObject]>([
  [{ Variable: '$.nowhere', StringEquals: 'x' }],
  [{ Variable: '$.nowhere', IsNull: true }],
  [{ Variable: '$.text', StringEqualsPath: '$.nowhere' }],
])('%j refers to an absent value: a States.Runtime', (rule) => {
  expect(() => ruleHolds(rule, scope)).toThrow(
    "Invalid path '$.nowhere': The choice state's condition path references an invalid value.",
  );
});

it('compares values of one type only', () => {
  const values: Json[] = ['1', 1, true, null, [], {}];
  const equals = { String: '1', Numeric: 1, Boolean: true };
  for (const [type, expected] of Object.entries(equals)) {
    const matching = values.filter((value) =>
      ruleHolds({ Variable: '$.value', [`${type}Equals`]: expected }, { ...scope, input: { value } }),
    );
    expect(matching).toEqual([expected]);
  }
});
