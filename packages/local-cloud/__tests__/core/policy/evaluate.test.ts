import fc from 'fast-check';
import type { JsonObject } from '../../../core/json';
import { TABLE, UPDATE, verdictOf } from './policies';

const allow = (
  action: string | string[],
  resource: string | string[] = '*',
  more: JsonObject = {},
): JsonObject => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...more,
});

describe('dynamodb:UpdateItem on the table is allowed by', () => {
  test.each<[string, JsonObject]>([
    ['its name and ARN', allow('dynamodb:UpdateItem', TABLE)],
    [
      'one of several actions and resources',
      allow(['s3:GetObject', 'dynamodb:UpdateItem'], ['arn:aws:s3:::b', TABLE]),
    ],
    ['an action in another case', allow('DynamoDB:updateitem', TABLE)],
    ['a * in the action', allow('dynamodb:Update*')],
    ['a ? in the action', allow('dynamodb:Update?tem')],
    ['all actions', allow('*')],
    ['a * that ends a segment of the ARN', allow('*', 'arn:aws:dynamodb:eu-central-1:123456789012:table/*')],
    ['a * that ends a segment, beyond the colon', allow('*', 'arn:aws:dynamodb:*')],
    ['a * as a segment', allow('*', 'arn:aws:dynamodb:*:*:table/orders')],
    ['a * within a segment', allow('*', 'arn:aws:dynamodb:eu-central-1:123456789012:table/ord*s')],
    ['a ? in the ARN', allow('*', 'arn:aws:dynamodb:eu-central-?:123456789012:table/orders')],
    ['a NotAction of others', { Effect: 'Allow', NotAction: ['s3:*', 'dynamodb:DeleteItem'], Resource: '*' }],
    ['a NotResource of others', { Effect: 'Allow', Action: '*', NotResource: `${TABLE}-other` }],
  ])('%s', (_, statement) => {
    expect(verdictOf(statement)).toMatchObject({ reason: 'allowed', statement: { index: 0 } });
  });
});

describe('dynamodb:UpdateItem on the table is not allowed by', () => {
  test.each<[string, JsonObject]>([
    ['another action', allow('dynamodb:GetItem')],
    ['an action of which it is the beginning', allow('dynamodb:UpdateItems')],
    ['an action that is its beginning', allow('dynamodb:Update')],
    ['a ? for no character', allow('dynamodb:UpdateItem?')],
    ['another table', allow('*', `${TABLE}-other`)],
    ['a table in another case', allow('*', TABLE.toUpperCase().replace('ARN:AWS:', 'arn:aws:'))],
    ['another region', allow('*', TABLE.replace('eu-central-1', 'eu-west-1'))],
    ['the indexes of the table', allow('*', `${TABLE}/index/*`)],
    [
      'a * within a segment that would have to cross a colon',
      allow('*', 'arn:aws:dynamodb:e*1:table/orders'),
    ],
    ['a dot in place of a character', allow('dynamodb:Update.tem')],
    ['a NotAction with it', { Effect: 'Allow', NotAction: 'dynamodb:*', Resource: '*' }],
    ['a NotResource with it', { Effect: 'Allow', Action: '*', NotResource: [TABLE] }],
  ])('%s', (_, statement) => {
    expect(verdictOf(statement)).toMatchObject({ reason: 'implicit deny', statement: undefined });
  });
});

describe('a Deny decides', () => {
  test.each<[string, JsonObject]>([
    ['by the action', { Effect: 'Deny', Action: 'dynamodb:Update*', Resource: '*' }],
    ['by NotAction', { Effect: 'Deny', NotAction: 'dynamodb:GetItem', Resource: '*' }],
    ['by NotResource', { Effect: 'Deny', Action: '*', NotResource: `${TABLE}-other` }],
  ])('%s, and is named', (_, deny) => {
    expect(verdictOf([allow('*'), { Sid: 'No', ...deny }])).toMatchObject({
      reason: 'explicit deny',
      statement: { policy: 'aws_iam_role_policy.p', sid: 'No', index: 1 },
    });
  });

  test('only where it matches', () => {
    expect(
      verdictOf([allow('*'), { Effect: 'Deny', Action: 'dynamodb:DeleteItem', Resource: '*' }]).reason,
    ).toBe('allowed');
  });
});

describe('policy variables', () => {
  const context = { 'aws:username': 'ann', 'aws:PrincipalTag/team': 'a*c', 'aws:userid': undefined };
  test.each([
    ['take the value of the request', 'arn:aws:s3:::b/${aws:username}/*', 'arn:aws:s3:::b/ann/x', 'allowed'],
    ['in any case', 'arn:aws:s3:::b/${AWS:UserName}', 'arn:aws:s3:::b/ann', 'allowed'],
    ['do not match another value', 'arn:aws:s3:::b/${aws:username}', 'arn:aws:s3:::b/bob', 'implicit deny'],
    ['without a value match nothing', 'arn:aws:s3:::b/${aws:userid}*', 'arn:aws:s3:::b/x', 'implicit deny'],
    ['may have a default', "arn:aws:s3:::b/${aws:userid, 'nobody'}", 'arn:aws:s3:::b/nobody', 'allowed'],
    ['bring no wildcards', 'arn:aws:s3:::b/${aws:PrincipalTag/team}', 'arn:aws:s3:::b/abc', 'implicit deny'],
    ['write a plain *', 'arn:aws:s3:::b/${*}', 'arn:aws:s3:::b/x', 'implicit deny'],
    ['write a plain * that matches itself', 'arn:aws:s3:::b/${*}${?}${$}', 'arn:aws:s3:::b/*?$', 'allowed'],
  ])('%s', (_, pattern, resource, reason) => {
    expect(verdictOf(allow('*', pattern), { action: 's3:GetObject', resource }, context).reason).toBe(reason);
  });
});

describe('for any policies', () => {
  const pattern = fc.constantFrom('*', 'dynamodb:*', 'dynamodb:UpdateItem', 'dynamodb:GetItem', 's3:*');
  const resource = fc.constantFrom(
    '*',
    TABLE,
    `${TABLE}/*`,
    'arn:aws:dynamodb:*:*:table/*',
    'arn:aws:s3:::b',
  );
  const condition = fc.constantFrom(
    {},
    { Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
    { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  );
  const statement = fc
    .tuple(
      fc.constantFrom('Allow', 'Deny'),
      fc.constantFrom('Action', 'NotAction'),
      pattern,
      fc.constantFrom('Resource', 'NotResource'),
      resource,
      condition,
    )
    .map(
      ([Effect, actionKey, action, resourceKey, on, when]): JsonObject => ({
        Effect,
        [actionKey]: action,
        [resourceKey]: on,
        ...when,
      }),
    );
  const statements = fc.array(statement, { minLength: 1, maxLength: 6 });
  const context = { 'aws:SecureTransport': 'true' };

  test('a Deny that matches always wins', () => {
    fc.assert(
      fc.property(statements, fc.nat(), (list, place) => {
        const denied = list.toSpliced(place % (list.length + 1), 0, {
          Effect: 'Deny',
          Action: 'dynamodb:UpdateItem',
          Resource: TABLE,
        });
        expect(verdictOf(denied, UPDATE, context).reason).toBe('explicit deny');
      }),
    );
  });

  test('taking an Allow away never grants', () => {
    fc.assert(
      fc.property(statements, (list) => {
        if (verdictOf(list, UPDATE, context).reason === 'allowed') return;
        for (const [index, { Effect }] of list.entries()) {
          if (Effect !== 'Allow' || list.length === 1) continue;
          expect(verdictOf(list.toSpliced(index, 1), UPDATE, context).reason).not.toBe('allowed');
        }
      }),
    );
  });

  test('taking a Deny away never takes a grant', () => {
    fc.assert(
      fc.property(statements, (list) => {
        if (verdictOf(list, UPDATE, context).reason !== 'allowed') return;
        const left = list.filter(({ Effect }) => Effect === 'Allow');
        expect(verdictOf(left, UPDATE, context).reason).toBe('allowed');
      }),
    );
  });

  test('the order of the statements does not matter', () => {
    fc.assert(
      fc.property(statements, (list) => {
        expect(verdictOf(list.toReversed(), UPDATE, context).reason).toBe(
          verdictOf(list, UPDATE, context).reason,
        );
      }),
    );
  });
});
