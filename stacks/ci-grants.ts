import { environment } from '../config/environments';
import type { ConditionalGrant } from './constructs/github-role';

/** The account whose resources are granted. */
export interface GrantScope {
  readonly account: string;
  readonly stateBucket: string;
}

/**
 * Reading the settings of all resources, which a plan compares. Of contents only the page, which is public; of
 * secrets only those that are in the state anyway (API keys, the edge's secret for payments) and the test page's,
 * with which no money can be taken.
 */
const READ_SETTINGS = [
  'acm:DescribeCertificate',
  'acm:ListTagsForCertificate',
  'appsync:Get*',
  'appsync:List*',
  // Reads through Cloud Control, which can see only what its caller may.
  'cloudformation:GetResource',
  'cloudfront:Describe*',
  'cloudfront:Get*',
  'cloudfront:List*',
  'cloudwatch:Describe*',
  'cloudwatch:GetDashboard',
  'cloudwatch:ListTagsForResource',
  'dynamodb:Describe*',
  'dynamodb:ListTagsOfResource',
  'events:DescribeRule',
  'events:ListTagsForResource',
  'events:ListTargetsByRule',
  'iam:GetOpenIDConnectProvider',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListInstanceProfilesForRole',
  'iam:ListRolePolicies',
  'lambda:GetEventSourceMapping',
  'lambda:GetFunction*',
  'lambda:GetPolicy',
  'lambda:ListTags',
  'lambda:ListVersionsByFunction',
  'logs:Describe*',
  'logs:GetDelivery*',
  'logs:ListTagsForResource',
  'route53:GetChange',
  'route53:GetHostedZone',
  'route53:ListResourceRecordSets',
  's3:GetAccountPublicAccessBlock',
  's3:GetBucket*',
  's3:Get*Configuration',
  'scheduler:GetSchedule',
  'sns:Get*Attributes',
  'sns:ListTagsForResource',
  'states:DescribeStateMachine',
  'states:ListStateMachineVersions',
  'states:ListTagsForResource',
  'states:ValidateStateMachineDefinition',
  'wafv2:GetLoggingConfiguration',
  'wafv2:GetWebACL*',
  'wafv2:ListTagsForResource',
];

/** Each plan generates a random secret. This action reads no existing one. */
const GENERATE_SECRETS = ['secretsmanager:GetRandomPassword'];

/** The permissions of a plan. `environments`: those whose page it may read. */
export function planGrants(
  { account, stateBucket }: GrantScope,
  environments: readonly string[],
): ConditionalGrant[] {
  const pages = environments.map((name) => `arn:aws:s3:::keyhold-${name}-web-*`);
  return [
    { sid: 'ReadSettings', actions: [...READ_SETTINGS, ...GENERATE_SECRETS], resources: ['*'] },
    {
      sid: 'ReadQueues',
      actions: ['sqs:GetQueueAttributes', 'sqs:ListQueueTags'],
      resources: environments.map((name) => `arn:aws:sqs:*:${account}:keyhold-${name}-*`),
    },
    {
      sid: 'ReadParameters',
      actions: ['ssm:GetParameter', 'ssm:ListTagsForResource'],
      resources: environments.flatMap((name) =>
        madeSecrets(name).map(
          (secret) => `arn:aws:ssm:*:${account}:parameter/keyhold/${name}/payments/${secret}`,
        ),
      ),
    },
    { sid: 'FindParameters', actions: ['ssm:DescribeParameters'], resources: [`arn:aws:ssm:*:${account}:*`] },
    {
      sid: 'ReadPage',
      actions: ['s3:GetObject', 's3:GetObjectTagging'],
      resources: pages.map((bucket) => `${bucket}/*`),
    },
    { sid: 'FindState', actions: ['s3:ListBucket'], resources: [`arn:aws:s3:::${stateBucket}`, ...pages] },
    {
      sid: 'ReadState',
      actions: ['s3:GetObject'],
      resources: environments.map((name) => `arn:aws:s3:::${stateBucket}/keyhold/${name}/terraform.tfstate`),
    },
  ];
}

/** The secrets that Terraform makes. It has no access to Stripe's. */
function madeSecrets(name: string): string[] {
  return ['origin-secret', ...(environment(name).payments.provider === 'test' ? ['webhook-secrets'] : [])];
}

/** What applying needs in addition to planning: write access to the environment's own state and its lock. */
export function stateGrants({ stateBucket }: GrantScope, environment: string): ConditionalGrant[] {
  const state = `arn:aws:s3:::${stateBucket}/keyhold/${environment}/terraform.tfstate`;
  return [
    { sid: 'WriteState', actions: ['s3:PutObject'], resources: [state, `${state}.tflock`] },
    { sid: 'Lock', actions: ['s3:GetObject', 's3:DeleteObject'], resources: [`${state}.tflock`] },
  ];
}
