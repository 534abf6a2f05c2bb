import type { JsonObject } from '../../../core/json';
import type { RequestContext } from '../../../core/policy/context';
import { UPDATE, verdictOf } from './policies';

const ARN = 'arn:aws:states:eu-central-1:123456789012:stateMachine:booking';
const context: RequestContext = {
  'aws:username': 'ann',
  'aws:SourceArn': ARN,
  'aws:SecureTransport': 'true',
  'aws:SourceIp': '203.0.113.7',
  'aws:CurrentTime': '2026-11-24T12:00:00Z',
  'aws:MultiFactorAuthAge': '300',
  'dynamodb:LeadingKeys': ['a', 'b'],
  'aws:TagKeys': [],
  // What AWS does not have for this call either.
  'aws:userid': undefined,
  'aws:MultiFactorAuthPresent': undefined,
};

const met = (condition: JsonObject) =>
  verdictOf({ Effect: 'Allow', Action: '*', Resource: '*', Condition: condition }, UPDATE, context).reason ===
  'allowed';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
test.each<[JsonObject, boolean]>([
  [{ StringEquals: { 'aws:username': 'ann' } }, true],
  [{ StringEquals: { 'AWS:UserName': ['bob', 'ann'] } }, true],
  [{ StringEquals: { 'aws:username': 'Ann' } }, false],
  [{ StringEquals: { 'aws:username': 'a*' } }, false],
  [{ StringEquals: { 'aws:username': '${aws:username}' } }, true],
  [{ StringEquals: { 'aws:username': '${aws:userid}' } }, false],
  [{ stringequals: { 'aws:username': 'ann' } }, true],
  [{ StringNotEquals: { 'aws:username': 'bob' } }, true],
  [{ StringNotEquals: { 'aws:username': ['bob', 'ann'] } }, false],
  [{ StringEqualsIgnoreCase: { 'aws:username': 'ANN' } }, true],
  [{ StringNotEqualsIgnoreCase: { 'aws:username': 'ANN' } }, false],
  [{ StringLike: { 'aws:username': 'a*' } }, true],
  [{ StringLike: { 'aws:username': 'a?n' } }, true],
  [{ StringLike: { 'aws:username': 'b*' } }, false],
  [{ StringNotLike: { 'aws:username': 'a*' } }, false],
  [{ StringNotLike: { 'aws:username': 'b*' } }, true],
  [{ ArnLike: { 'aws:SourceArn': 'arn:aws:states:*:123456789012:stateMachine:*' } }, true],
  [{ ArnEquals: { 'aws:SourceArn': 'arn:aws:states:*:123456789012:stateMachine:*' } }, true],
  [{ ArnLike: { 'aws:SourceArn': 'arn:aws:states:*:stateMachine:booking' } }, false],
  [{ ArnLike: { 'aws:username': 'ann' } }, false],
  [{ ArnNotLike: { 'aws:SourceArn': 'arn:aws:states:*:*:activity:*' } }, true],
  [{ ArnNotEquals: { 'aws:SourceArn': ARN } }, false],
  [{ Bool: { 'aws:SecureTransport': 'true' } }, true],
  [{ Bool: { 'aws:SecureTransport': true } }, true],
  [{ Bool: { 'aws:SecureTransport': 'false' } }, false],
  [{ NumericEquals: { 'aws:MultiFactorAuthAge': '300.0' } }, true],
  [{ NumericNotEquals: { 'aws:MultiFactorAuthAge': '300' } }, false],
  [{ NumericLessThan: { 'aws:MultiFactorAuthAge': '300' } }, false],
  [{ NumericLessThanEquals: { 'aws:MultiFactorAuthAge': '300' } }, true],
  [{ NumericGreaterThan: { 'aws:MultiFactorAuthAge': '40' } }, true],
  [{ NumericGreaterThanEquals: { 'aws:MultiFactorAuthAge': '301' } }, false],
  [{ NumericLessThan: { 'aws:username': '5' } }, false],
  [{ DateEquals: { 'aws:CurrentTime': '2026-11-24T13:00:00+01:00' } }, true],
  [{ DateNotEquals: { 'aws:CurrentTime': '2026-11-24T13:00:00+01:00' } }, false],
  [{ DateLessThan: { 'aws:CurrentTime': '2026-12-01T00:00:00Z' } }, true],
  [{ DateLessThanEquals: { 'aws:CurrentTime': '2026-11-01T00:00:00Z' } }, false],
  [{ DateGreaterThan: { 'aws:CurrentTime': '1795521599' } }, true],
  [{ DateGreaterThanEquals: { 'aws:CurrentTime': '1795521601' } }, false],
  [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, true],
  [{ IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '203.0.113.7'] } }, true],
  [{ IpAddress: { 'aws:SourceIp': '2001:db8::/32' } }, false],
  [{ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, false],
  [{ Null: { 'aws:username': 'false', 'aws:userid': 'true' } }, true],
  [{ Null: { 'aws:username': 'true' } }, false],

  // A key that the request does not have.
  [{ StringEquals: { 'aws:userid': 'x' } }, false],
  [{ StringNotEquals: { 'aws:userid': 'x' } }, true],
  [{ StringEqualsIfExists: { 'aws:userid': 'x' } }, true],
  [{ StringEqualsIfExists: { 'aws:username': 'x' } }, false],
  [{ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }, true],
  [{ 'ForAllValues:StringEquals': { 'aws:userid': 'x' } }, true],
  [{ 'ForAnyValue:StringEquals': { 'aws:userid': 'x' } }, false],
  [{ 'ForAnyValue:StringEqualsIfExists': { 'aws:userid': 'x' } }, false],

  // Keys of several values.
  [{ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a', 'b', 'c'] } }, true],
  [{ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a'] } }, false],
  [{ 'ForAllValues:StringNotEquals': { 'dynamodb:LeadingKeys': ['c', 'd'] } }, true],
  [{ 'ForAllValues:StringNotEquals': { 'dynamodb:LeadingKeys': ['a', 'd'] } }, false],
  [{ 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': ['b', 'c'] } }, true],
  [{ 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': ['c'] } }, false],
  [{ 'ForAnyValue:StringNotEquals': { 'dynamodb:LeadingKeys': ['a'] } }, true],
  [{ 'ForAnyValue:StringNotEquals': { 'dynamodb:LeadingKeys': ['a', 'b'] } }, false],
  [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'x' } }, true],
  [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'x' } }, false],

  // All operators and all keys have to be met.
  [{ StringEquals: { 'aws:username': 'ann' }, Bool: { 'aws:SecureTransport': 'true' } }, true],
  [{ StringEquals: { 'aws:username': 'ann' }, Bool: { 'aws:SecureTransport': 'false' } }, false],
  [{ StringEquals: { 'aws:username': 'ann', 'aws:SecureTransport': 'no' } }, false],
])('%j: %s', (condition, expected) => {
  expect(met(condition)).toBe(expected);
});

test.each(['BinaryEquals', 'ForSomeValues:StringEquals', 'StringEqual'])(
  'a statement with the unknown operator %s does not match, and the verdict says so',
  (operator) => {
    const statement = {
      Sid: 'S',
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { [operator]: { k: 'v' } },
    };
    expect(verdictOf([statement], UPDATE, context)).toEqual({
      reason: 'implicit deny',
      policyType: 'identity-based',
      statement: undefined,
      remarks: [`aws_iam_role_policy.p: statement 1 (S) does not count: ${operator} is not known locally`],
    });
  },
);
