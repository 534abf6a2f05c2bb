import type { JsonObject } from '../../../core/json';
import type { AccessRequest } from '../../../core/policy/evaluate';
import { ACCOUNT, anonymous, decide, policy, ROLE, role, SESSION, service, TABLE, user } from './policies';

const OTHER_ACCOUNT = '210987654321';
const identity = (...statements: JsonObject[]) => ({
  identityPolicies: [policy('identity', statements, 'identity')],
});
const resource = (...statements: JsonObject[]) => ({
  resourcePolicy: policy('resource', statements, 'resource'),
});
const trust = (...statements: JsonObject[]) => ({
  action: 'sts:AssumeRole',
  resource: ROLE,
  resourcePolicyDecides: true,
  resourcePolicy: policy('trust', statements, 'trust'),
});

const allow: JsonObject = { Effect: 'Allow', Action: 'dynamodb:UpdateItem', Resource: TABLE };
const deny: JsonObject = { ...allow, Effect: 'Deny' };
const everybody = { Principal: '*' };
const theRole = { Principal: { AWS: ROLE } };
const theAccount = { Principal: { AWS: ACCOUNT } };
const theService = { Principal: { Service: 'events.amazonaws.com' } };
const assume: JsonObject = { Effect: 'Allow', Action: 'sts:AssumeRole' };
const mayAssume = identity({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' });
const abroad = { resourceAccount: OTHER_ACCOUNT };

type Case = readonly [what: string, asked: Partial<AccessRequest>, decision: string];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html */
describe('identity and resource policies together', () => {
  test.each<Case>([
    ['nothing', {}, 'implicit deny: identity-based'],
    ['the identity policy', identity(allow), 'allowed: identity 0'],
    ['the resource policy, by the role', resource({ ...allow, ...theRole }), 'allowed: resource 0'],
    ['by the session', resource({ ...allow, Principal: { AWS: SESSION } }), 'allowed: resource 0'],
    ['by everybody', resource({ ...allow, ...everybody }), 'allowed: resource 0'],
    ['not by the account alone', resource({ ...allow, ...theAccount }), 'implicit deny: identity-based'],
    [
      'not by another role',
      resource({ ...allow, Principal: { AWS: `${ROLE}2` } }),
      'implicit deny: identity-based',
    ],
    [
      'a Deny of the identity policy',
      { ...identity(allow, deny), ...resource({ ...allow, ...theRole }) },
      'explicit deny: identity 1',
    ],
    [
      'a Deny of the resource policy',
      { ...identity(allow), ...resource({ ...deny, ...theRole }) },
      'explicit deny: resource 0',
    ],
    [
      'a Deny of the account',
      { ...identity(allow), ...resource({ ...deny, ...theAccount }) },
      'explicit deny: resource 0',
    ],
    [
      'a Deny of the account by its root',
      { ...identity(allow), ...resource({ ...deny, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }) },
      'explicit deny: resource 0',
    ],
    [
      'a Deny of another account',
      { ...identity(allow), ...resource({ ...deny, Principal: { AWS: OTHER_ACCOUNT } }) },
      'allowed: identity 0',
    ],
    [
      'a Deny of a service',
      { ...identity(allow), ...resource({ ...deny, ...theService }) },
      'allowed: identity 0',
    ],
  ])('%s', decided);
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html */
describe('a resource of another account', () => {
  test.each<Case>([
    [
      'is closed to the identity policy alone',
      { ...abroad, ...identity(allow) },
      'implicit deny: resource-based',
    ],
    [
      'and to the resource policy alone',
      { ...abroad, ...resource({ ...allow, ...theRole }) },
      'implicit deny: identity-based',
    ],
    [
      'is open to both',
      { ...abroad, ...identity(allow), ...resource({ ...allow, ...theAccount }) },
      'allowed: identity 0',
    ],
  ])('%s', decided);
});

describe('who is no identity', () => {
  test.each<Case>([
    ['a service, by nothing', { principal: service }, 'implicit deny: resource-based'],
    [
      'a service, by its name',
      { principal: service, ...resource({ ...allow, ...theService }) },
      'allowed: resource 0',
    ],
    [
      'a service, by everybody',
      { principal: service, ...resource({ ...allow, ...everybody }) },
      'allowed: resource 0',
    ],
    [
      'a service, not by the account',
      { principal: service, ...resource({ ...allow, ...theAccount }) },
      'implicit deny: resource-based',
    ],
    ['anonymous, by nothing', { principal: anonymous }, 'implicit deny: resource-based'],
    [
      'anonymous, by everybody',
      { principal: anonymous, ...resource({ ...allow, ...everybody }) },
      'allowed: resource 0',
    ],
    [
      'anonymous, not by the account',
      { principal: anonymous, ...resource({ ...allow, ...theAccount }) },
      'implicit deny: resource-based',
    ],
    [
      'anonymous, not by a Deny',
      { principal: anonymous, ...resource({ ...allow, ...everybody }, { ...deny, ...everybody }) },
      'explicit deny: resource 1',
    ],
  ])('%s', decided);
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
describe('NotPrincipal', () => {
  const others = (...names: string[]) => ({ NotPrincipal: { AWS: names } });
  const denyOthers = (...names: string[]) => ({
    ...identity(allow),
    ...resource({ ...deny, ...others(...names) }),
  });
  test.each<Case>([
    [
      'a Deny spares whom it lists by account, role and session',
      denyOthers(ACCOUNT, ROLE, SESSION),
      'allowed: identity 0',
    ],
    ['not by the role alone', denyOthers(ROLE), 'explicit deny: resource 0'],
    ['not by the account alone', denyOthers(ACCOUNT), 'explicit deny: resource 0'],
    [
      'an Allow spares whom it lists by any',
      resource({ ...allow, ...others(ACCOUNT) }),
      'implicit deny: identity-based',
    ],
    ['and means the others', resource({ ...allow, ...others(OTHER_ACCOUNT) }), 'allowed: resource 0'],
    [
      'who is anonymous is another',
      { principal: anonymous, ...resource({ ...allow, ...others(ACCOUNT) }) },
      'allowed: resource 0',
    ],
    [
      'a service that it lists is spared',
      {
        principal: service,
        ...resource({ ...allow, ...everybody }, { ...deny, NotPrincipal: theService.Principal }),
      },
      'allowed: resource 0',
    ],
  ])('%s', decided);
});

/** A role is assumed by whom its trust policy allows, and by nobody else. */
describe('a trust policy', () => {
  test.each<Case>([
    ['that names the role', trust({ ...assume, ...theRole }), 'allowed: trust 0'],
    ['that names the account', trust({ ...assume, ...theAccount }), 'implicit deny: identity-based'],
    [
      'that names the account, and the role may',
      { ...mayAssume, ...trust({ ...assume, ...theAccount }) },
      'allowed: identity 0',
    ],
    [
      'that names others, and the role may',
      { ...mayAssume, ...trust({ ...assume, ...theService }) },
      'implicit deny: resource-based',
    ],
    [
      'that names the service',
      { principal: service, ...trust({ ...assume, ...theService }) },
      'allowed: trust 0',
    ],
    [
      'of a role that does not exist',
      { ...mayAssume, action: 'sts:AssumeRole', resourcePolicyDecides: true },
      'implicit deny: resource-based',
    ],
  ])('%s', decided);
});

describe('what is not understood', () => {
  const unknown = { Condition: { StringNotEquals: { 'aws:UnknownKey': 'x' } } };
  const variable = 'arn:aws:dynamodb:*:*:table/${aws:PrincipalTag/team}';
  const canonical = { Principal: { CanonicalUser: 'f00' } };
  test.each<Case>([
    ['a key, in an Allow', identity({ ...allow, ...unknown }), 'implicit deny: identity-based'],
    ['a key, in a Deny', identity(allow, { ...deny, ...unknown }), 'explicit deny: identity 1'],
    ['a variable, in an Allow', identity({ ...allow, Resource: variable }), 'implicit deny: identity-based'],
    ['a variable, in a Deny', identity(allow, { ...deny, Resource: variable }), 'explicit deny: identity 1'],
    [
      'a variable that is excepted, in an Allow',
      identity({ Effect: 'Allow', Action: '*', NotResource: variable }),
      'implicit deny: identity-based',
    ],
    ['a principal, in an Allow', resource({ ...allow, ...canonical }), 'implicit deny: identity-based'],
    [
      'a principal, in a Deny',
      { ...identity(allow), ...resource({ ...deny, ...canonical }) },
      'explicit deny: resource 0',
    ],
    [
      'a number that is none, in a Deny',
      { ...identity(allow, { ...deny, Condition: { NumericEquals: { n: 'ten' } } }), context: { n: '10' } },
      'explicit deny: identity 1',
    ],
    [
      'several values without a quantifier, in a Deny',
      {
        ...identity(allow, { ...deny, Condition: { StringEquals: { k: 'x' } } }),
        context: { k: ['a', 'b'] },
      },
      'explicit deny: identity 1',
    ],
  ])('does not help: %s', (_, asked, decision) => {
    decided(_, asked, decision);
    expect(decide(asked).remarks).toEqual([
      expect.stringMatching(/^(identity|resource): statement \d (counts|does not count): .{10,}$/),
    ]);
  });

  test('does not matter where the statement is about something else', () => {
    const elsewhere = { ...deny, Resource: `${TABLE}-other`, ...unknown };
    const isAbout = { ...deny, Condition: { ...unknown.Condition, Bool: { b: 'true' } } };
    expect(decide({ ...identity(allow, elsewhere, isAbout), context: { b: 'false' } })).toMatchObject({
      reason: 'allowed',
      remarks: [],
    });
  });
});

test('the parts of an ARN match each by itself, and those that are missing match all', () => {
  const on = (pattern: string) => decide(identity({ ...allow, Resource: pattern })).reason;
  expect(on('arn:aws:dynamodb')).toBe('allowed');
  expect(on('arn:aws:dynamodb:*:table/orders')).toBe('implicit deny');
  expect(on('arn:*:table/orders')).toBe('implicit deny');
  expect(on('arn:aws:dynamodb:*:*:*')).toBe('allowed');
});

test('a user is meant by its own name, and by no role of the account', () => {
  const own = { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/ann` } };
  expect(decide({ principal: user, ...resource({ ...allow, ...own }) }).reason).toBe('allowed');
  expect(decide({ principal: role, ...resource({ ...allow, ...own }) }).reason).toBe('implicit deny');
});

function decided(_: string, asked: Partial<AccessRequest>, decision: string): void {
  const { reason, policyType, statement } = decide({ resourceAccount: ACCOUNT, ...asked });
  const by = reason === 'implicit deny' ? policyType : `${statement?.policy} ${statement?.index}`;
  expect(`${reason}: ${by}`).toBe(decision);
}
