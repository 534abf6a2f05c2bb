import fc from 'fast-check';
import type { JsonObject } from '../../../core/json';
import type { RequestContext } from '../../../core/policy/context';
import type { RequestPrincipal } from '../../../core/policy/request-principal';
import { ACCOUNT, anonymous, ROLE, role, SESSION, service, TABLE, user } from './policies';

const OTHER_ACCOUNT = '210987654321';
const SOURCE = `arn:aws:events:eu-central-1:${ACCOUNT}:rule/nightly`;

/** Every condition key that the policies ask for, with the values that a call may have; undefined for none. */
const VALUES = {
  'aws:SecureTransport': ['true', 'false', undefined],
  'aws:PrincipalArn': [ROLE, `arn:aws:iam::${ACCOUNT}:user/ann`, undefined],
  'aws:username': ['ann', 'Ann', undefined],
  'aws:SourceArn': [SOURCE, undefined],
  'aws:SourceIp': ['203.0.113.7', '2001:db8::1', undefined],
  'aws:CurrentTime': ['2026-11-24T12:00:00Z'],
  'aws:MultiFactorAuthAge': ['300', undefined],
  'aws:TagKeys': [['a', 'b'], ['a'], undefined],
} as const satisfies Record<string, readonly (string | readonly string[] | undefined)[]>;

const ofStrings = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIgnoreCase',
];
const compared = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];

/** For each key: the operators that suit it, and what policies compare it with. */
const CONDITIONS: readonly (readonly [keyof typeof VALUES, readonly string[], readonly string[]])[] = [
  ['aws:SecureTransport', ['Bool'], ['true', 'false']],
  [
    'aws:PrincipalArn',
    ['ArnLike', 'ArnNotLike', 'ArnEquals', 'ArnNotEquals'],
    [ROLE, 'arn:aws:iam::*:user/*'],
  ],
  ['aws:username', ofStrings, ['ann', 'bob', 'a*', '?nn', '${aws:username}']],
  ['aws:SourceArn', ['ArnLike', 'ArnNotLike'], [SOURCE, 'arn:aws:events:*:*:rule/*', 'arn:aws:sns:*:*:*']],
  ['aws:SourceIp', ['IpAddress', 'NotIpAddress'], ['203.0.113.0/24', '10.0.0.0/8', '2001:db8::/32']],
  [
    'aws:CurrentTime',
    compared.map((name) => `Date${name}`),
    ['2026-11-24T12:00:00Z', '2026-12-01T00:00:00Z', '2020-01-01T00:00:00Z'],
  ],
  ['aws:MultiFactorAuthAge', compared.map((name) => `Numeric${name}`), ['300', '40', '1000']],
];

const condition = fc.oneof(
  fc
    .constantFrom(...CONDITIONS)
    .chain(([key, operators, values]) =>
      fc
        .tuple(
          fc.constantFrom(...operators),
          fc.constantFrom('', 'IfExists'),
          fc.subarray([...values], { minLength: 1 }),
        )
        .map(([operator, suffix, wanted]): JsonObject => ({ [`${operator}${suffix}`]: { [key]: wanted } })),
    ),
  fc
    .tuple(
      fc.constantFrom('ForAllValues', 'ForAnyValue'),
      fc.constantFrom('StringEquals', 'StringLike', 'StringNotEquals'),
      fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
    )
    .map(([set, operator, wanted]): JsonObject => ({ [`${set}:${operator}`]: { 'aws:TagKeys': wanted } })),
  fc
    .tuple(fc.constantFrom('aws:username', 'aws:SourceArn', 'aws:TagKeys'), fc.constantFrom('true', 'false'))
    .map(([key, isAbsent]): JsonObject => ({ Null: { [key]: isAbsent } })),
);

const action = fc
  .tuple(
    fc.constantFrom('Action', 'NotAction'),
    fc.subarray(
      ['*', 'dynamodb:*', 'dynamodb:Get*', 'DynamoDB:updateitem', 'dynamodb:GetIte?', 's3:GetObject'],
      {
        minLength: 1,
        maxLength: 2,
      },
    ),
  )
  .map(([name, patterns]): JsonObject => ({ [name]: patterns }));

const resource = fc
  .tuple(
    fc.constantFrom('Resource', 'NotResource'),
    fc.subarray(
      [
        ...['*', TABLE, `${TABLE}-other`, `arn:aws:dynamodb:*:*:table/*`, 'arn:aws:s3:::b/*'],
        ...['arn:aws:dynamodb:eu-*:123456789012:table/or?ers', 'arn:aws:dynamodb:*:table/orders:*:*'],
      ],
      { minLength: 1, maxLength: 2 },
    ),
  )
  .map(([name, patterns]): JsonObject => ({ [name]: patterns }));

const principal = fc.constantFrom<JsonObject>(
  { Principal: '*' },
  { Principal: { AWS: '*' } },
  { Principal: { AWS: ACCOUNT } },
  { Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` } },
  { Principal: { AWS: [ROLE, `arn:aws:iam::${ACCOUNT}:user/bob`] } },
  { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/ann` } },
  { Principal: { Service: ['events.amazonaws.com', 'sns.amazonaws.com'] } },
  { Principal: { Service: 'lambda.amazonaws.com' } },
);

const statement = fc
  .tuple(fc.constantFrom('Allow', 'Allow', 'Deny'), action, resource, fc.option(condition, { freq: 2 }))
  .map(
    ([Effect, actions, resources, Condition]): JsonObject => ({
      Effect,
      ...actions,
      ...resources,
      ...(Condition && { Condition }),
    }),
  );

const resourceStatement = fc
  .tuple(statement, principal)
  .map(([one, whom]): JsonObject => ({ ...one, ...whom }));

const context: fc.Arbitrary<RequestContext> = fc.record(
  Object.fromEntries(Object.entries(VALUES).map(([key, values]) => [key, fc.constantFrom(...values)])),
);

/** One call and all policies that are about it. */
export interface ArbitraryRequest {
  readonly principal: RequestPrincipal;
  readonly action: string;
  readonly resourceAccount: string;
  readonly context: RequestContext;
  readonly identity: readonly JsonObject[];
  /** Undefined where the resource has no policy. */
  readonly resourcePolicy: readonly JsonObject[] | undefined;
}

export const arbitraryRequest: fc.Arbitrary<ArbitraryRequest> = fc.record({
  principal: fc.constantFrom(role, user, service, anonymous),
  action: fc.constantFrom('dynamodb:GetItem', 'dynamodb:UpdateItem'),
  resourceAccount: fc.constantFrom(ACCOUNT, ACCOUNT, OTHER_ACCOUNT),
  context,
  identity: fc.array(statement, { maxLength: 3 }),
  resourcePolicy: fc.option(fc.array(resourceStatement, { minLength: 1, maxLength: 3 }), { nil: undefined }),
});

/** What nobody understands, added to a statement. */
export const notUnderstood: fc.Arbitrary<(statement: JsonObject) => JsonObject> = fc.oneof(
  fc.constant((one: JsonObject) => ({ ...one, Unknown: 'member' })),
  fc
    .constantFrom('BinaryEquals', 'StringEqual', 'ForSomeValues:StringEquals', 'NullIfExists')
    .map((operator) => (one: JsonObject) => withCondition(one, operator, 'aws:SecureTransport')),
  fc
    .constantFrom(
      ...['StringEquals', 'StringNotEquals', 'StringEqualsIfExists', 'Null', 'Bool', 'NotIpAddress'],
      ...['ForAllValues:StringEquals', 'ForAllValues:StringNotLike', 'ForAnyValue:StringEquals'],
    )
    .map((operator) => (one: JsonObject) => withCondition(one, operator, 'aws:UnknownKey')),
);

function withCondition(one: JsonObject, operator: string, key: string): JsonObject {
  const { Condition = {} } = one;
  const given = Condition as Record<string, JsonObject>;
  return { ...one, Condition: { ...given, [operator]: { ...given[operator], [key]: 'true' } } };
}

/** The principal as the names in policies have it. */
export function nameOf(who: RequestPrincipal): string {
  switch (who.kind) {
    case 'identity':
      return who.arns[0] ?? SESSION;
    case 'service':
      return who.name;
    case 'anonymous':
      return '*';
  }
}
