import { policy } from '../mini-stacks';
import { type Examples, is } from './example';

const allows = (Action: string | string[], Resource: string, rest = {}) =>
  is({ policy: policy({ Effect: 'Allow', Action, Resource, ...rest }) });
const trusts = (Principal: unknown, Condition = {}) =>
  is({ assume_role_policy: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal, Condition }) });
const OF_THIS_ACCOUNT = { StringEquals: { 'aws:SourceAccount': '123456789012' } };
const GITHUB = 'token.actions.githubusercontent.com';
const trustsGithub = (sub: string, aud = 'sts.amazonaws.com', test = 'StringEquals') => ({
  ...trusts(
    { Federated: '${aws_iam_openid_connect_provider.github.arn}' },
    { [test]: { [`${GITHUB}:sub`]: sub }, StringEquals: { [`${GITHUB}:sub`]: sub, [`${GITHUB}:aud`]: aud } },
  ),
  beside: { aws_iam_openid_connect_provider: { github: {} } },
});
const BOOKING_ROLE = 'arn:aws:iam::123456789012:role/booking';
const TO_LAMBDA = { Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } } };
const KEY = { enable_key_rotation: true, deletion_window_in_days: 30 };

export const PERMISSION_EXAMPLES: Examples = {
  'IAM.21': {
    kept: allows('dynamodb:GetItem', 'arn'),
    broken: [
      allows('*', 'arn'),
      allows(['dynamodb:*'], 'arn'),
      is({ policy: policy({ Effect: 'Allow', NotAction: 'iam:CreateUser', Resource: 'arn' }) }),
    ],
  },
  CKV_AWS_355: {
    kept: allows(['xray:PutTraceSegments', 'logs:DescribeLogGroups', 'lambda:GetFunction'], '*'),
    broken: [allows('dynamodb:PutItem', '*'), allows('s3:GetObject', '*'), allows('iam:PassRole', '*')],
  },
  'KMS.1': {
    kept: allows('kms:Decrypt', 'arn:aws:kms:eu-central-1:123456789012:key/1'),
    broken: [allows('kms:Decrypt', '*'), allows('kms:*', '*')],
  },
  'AWS-0342': {
    kept: allows('iam:PassRole', BOOKING_ROLE, TO_LAMBDA),
    broken: [
      allows('iam:PassRole', BOOKING_ROLE),
      allows('iam:PassRole', 'arn:aws:iam::123456789012:role/*', TO_LAMBDA),
    ],
  },
  CKV_AWS_60: {
    kept: trusts({ Service: 'states.amazonaws.com' }, OF_THIS_ACCOUNT),
    broken: [
      trusts('*'),
      trusts({ AWS: '*' }),
      trusts({ AWS: 'arn:aws:iam::123456789012:root' }),
      trusts({ Service: 'states.amazonaws.com' }),
    ],
  },
  CKV_AWS_358: {
    kept: trustsGithub('repo:owner/name:environment:prod'),
    broken: [
      trustsGithub('repo:owner/*:environment:prod', 'sts.amazonaws.com', 'StringLike'),
      trustsGithub('repo:owner/name:*'),
      trustsGithub('environment:prod'),
      trustsGithub('repo:owner/name:pull_request', 'https://github.com/owner'),
      {
        ...trusts({ Federated: '${aws_iam_openid_connect_provider.github.arn}' }),
        beside: { aws_iam_openid_connect_provider: { github: {} } },
      },
    ],
  },
  CKV_AWS_274: {
    kept: { config: { policy_arn: '${aws_iam_policy.own.arn}' }, beside: { aws_iam_policy: { own: {} } } },
    broken: [
      is({ policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
      is({ policy_arn: 'arn:${data.aws_partition.it.partition}:iam::aws:policy/ReadOnlyAccess' }),
    ],
  },
  'IAM.2': { kept: { config: {} }, broken: [is({ name: 'ci' })] },
  'KMS.4': {
    kept: is(KEY),
    broken: [is({}), is({ ...KEY, is_enabled: false }), is({ ...KEY, deletion_window_in_days: 7 })],
  },
  'KMS.5': {
    kept: is({
      policy: policy({ Effect: 'Allow', Principal: { AWS: BOOKING_ROLE }, Action: 'kms:Decrypt' }),
    }),
    broken: [is({}), is({ policy: policy({ Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt' }) })],
  },
};
