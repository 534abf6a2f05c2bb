import { admitsAnybody, all, equals, type Rule, statements, value } from '../rule';
import type { Stack, Statement } from '../stack';

const GRANTS = ['aws_iam_role_policy', 'aws_iam_policy'];

/** Actions that take no resource (Service Authorization Reference: X-Ray, CloudWatch Logs, AppSync, Cloud Control). */
const WITHOUT_RESOURCE =
  /^(xray:(Put|GetSampling)|appsync:|logs:(Create|Get|Update|Delete|List)LogDeliver|logs:(PutResourcePolicy|Describe)|cloudformation:(Create|Update|Delete|Get)Resource|secretsmanager:GetRandomPassword$)/;

/** Actions whose resource AWS names by itself: what they are done for is said by a condition. */
const BY_CONDITION = /^lambda:\w+EventSourceMapping$/;

/** Reading how things are set, which opens neither contents nor secrets. */
const READS_SETTINGS = /^[\w-]+:(Describe|Get|List|Validate)/;
const READS_CONTENTS =
  /^(s3:GetObject|dynamodb:Get|secretsmanager:|ssm:|sqs:|kinesis:|sts:|ecr:|logs:Get(Log|Query)|wafv2:GetDecrypted)/;

const GITHUB = 'token.actions.githubusercontent.com';

/** One rule for each type that holds grants. */
function ofGrants(
  rule: Pick<Rule, 'ids' | 'demand'> & { demands: (statement: Statement) => boolean },
): Rule[] {
  const { ids, demand, demands } = rule;
  return GRANTS.map((type) => ({
    ids,
    demand,
    scope: 'every',
    type,
    test: ({ policy }, stack) =>
      statements(stack, policy, (known) => known.filter(({ effect }) => effect === 'Allow').every(demands)),
  }));
}

function needsNoResource(action: string): boolean {
  return WITHOUT_RESOURCE.test(action) || (READS_SETTINGS.test(action) && !READS_CONTENTS.test(action));
}

function isForOneFunction({ conditions }: Statement): boolean {
  return conditions.some(
    ({ test, variable, values }) =>
      /^Arn(Like|Equals)$/.test(test) && variable === 'lambda:FunctionArn' && !values.includes('*'),
  );
}

/** Whether a statement lets an action be done to everything. */
function toEverything({ resources }: Statement): boolean {
  return resources.includes('*');
}

function condition({ conditions }: Statement, variable: string): readonly string[] {
  return conditions
    .filter(({ test }) => test === 'StringEquals' || test === 'StringLike')
    .flatMap((each) => (each.variable.toLowerCase() === variable.toLowerCase() ? each.values : []));
}

function trustsGithub(statement: Statement, stack: Stack): boolean {
  return statement.principals.some(
    ({ type, identifiers }) =>
      type === 'Federated' &&
      identifiers.some(
        (identifier) =>
          identifier.includes(GITHUB) ||
          stack.referred('aws_iam_openid_connect_provider', identifier).length > 0,
      ),
  );
}

/** `repo:owner/name:…`, the owner and the name without a wildcard, and something after them. */
const NARROW_SUBJECT = /^repo:[\w.-]+\/[\w.-]+:[\w.:/-]+$/;

/** Who may do what: IAM and KMS. */
export const PERMISSION_RULES: readonly Rule[] = [
  ...ofGrants({
    ids: [
      'IAM.21',
      'CKV_AWS_62',
      'CKV_AWS_63',
      'CKV_AWS_1',
      'CKV_AWS_49',
      'CKV2_AWS_40',
      'IAM.1',
      'AWS-0345',
      'IAM5',
    ],
    demand: 'A policy names the actions it allows',
    demands: ({ actions }) => !actions.some((action) => action === '*' || action.endsWith(':*')),
  }),
  ...ofGrants({
    ids: [
      'CKV_AWS_355',
      'CKV_AWS_356',
      'CKV_AWS_286',
      'CKV_AWS_287',
      'CKV_AWS_288',
      'CKV_AWS_289',
      'CKV_AWS_290',
    ],
    demand: 'A policy names the resources it allows actions on, where they can be named',
    demands: (statement) =>
      !toEverything(statement) ||
      statement.actions.every(
        (action) => needsNoResource(action) || (BY_CONDITION.test(action) && isForOneFunction(statement)),
      ),
  }),
  ...ofGrants({
    ids: ['KMS.1', 'KMS.2'],
    demand: 'Nobody decrypts by every key',
    demands: (statement) =>
      !toEverything(statement) ||
      !statement.actions.some((action) => /^(\*|kms:(\*|Decrypt|ReEncryptFrom))$/.test(action)),
  }),
  ...ofGrants({
    ids: ['AWS-0342'],
    demand: 'A role that is passed on is named, and so is the service it goes to',
    demands: (statement) =>
      !statement.actions.includes('iam:PassRole') ||
      (!statement.resources.some((resource) => resource.includes('*')) &&
        condition(statement, 'iam:PassedToService').length > 0),
  }),
  {
    ids: ['CKV_AWS_60', 'CKV_AWS_61', 'CKV_AWS_283'],
    demand: 'A role trusts neither everybody nor a whole account, and services for this account only',
    scope: 'every',
    type: 'aws_iam_role',
    test: ({ assume_role_policy }, stack) =>
      statements(stack, assume_role_policy, (known) =>
        known.every(
          (statement) =>
            statement.principals.every(
              ({ type, identifiers }) =>
                type !== '*' && !identifiers.some((name) => name === '*' || /:root$|^\d{12}$/.test(name)),
            ) &&
            // Lambda takes its roles without naming an account (Lambda guide, execution role).
            (!statement.principals.some(
              ({ type, identifiers }) => type === 'Service' && !identifiers.includes('lambda.amazonaws.com'),
            ) ||
              condition(statement, 'aws:SourceAccount').length > 0),
        ),
      ),
  },
  {
    ids: ['CKV_AWS_358', 'CKV_AWS_393'],
    demand: 'A role trusts GitHub for one repository, for named events, and for AWS alone',
    scope: 'every',
    type: 'aws_iam_role',
    test: ({ assume_role_policy }, stack) =>
      statements(stack, assume_role_policy, (known) =>
        known
          .filter((statement) => trustsGithub(statement, stack))
          .every((statement) => {
            const subjects = condition(statement, `${GITHUB}:sub`);
            return (
              subjects.length > 0 &&
              subjects.every((subject) => NARROW_SUBJECT.test(subject)) &&
              condition(statement, `${GITHUB}:aud`).join() === 'sts.amazonaws.com'
            );
          }),
      ),
  },
  {
    ids: ['CKV_AWS_274', 'CKV2_AWS_56', 'IAM4'],
    demand: "A role has no policy of AWS's, which AWS widens as it likes",
    scope: 'every',
    type: 'aws_iam_role_policy_attachment',
    test: ({ policy_arn }, stack) => {
      if (stack.referred('aws_iam_policy', policy_arn).length > 0) return 'pass';
      // The ARN may hold the partition as a token: what follows it is plain all the same.
      if (String(policy_arn).includes(':iam::aws:policy/')) return 'fail';
      return value(policy_arn, (arn) => typeof arn === 'string');
    },
  },
  {
    ids: ['IAM.2', 'CKV_AWS_40', 'CKV_AWS_273', 'AWS-0143'],
    demand: 'There are no users: people and machines take roles',
    scope: 'every',
    type: 'aws_iam_user',
    test: () => 'fail',
  },
  {
    ids: ['KMS.4', 'CKV_AWS_7', 'AWS-0065', 'KMS5', 'CKV_AWS_227', 'KMS.3'],
    demand: 'A key rotates, is enabled, and can be saved for 30 days after it was deleted',
    scope: 'every',
    type: 'aws_kms_key',
    test: ({ enable_key_rotation, is_enabled, deletion_window_in_days }) =>
      all([
        equals(enable_key_rotation, true),
        value(is_enabled, (known) => known !== false),
        value(deletion_window_in_days, (days) => days === undefined || days === 30),
      ]),
  },
  {
    ids: ['KMS.5', 'CKV_AWS_33', 'CKV2_AWS_64'],
    demand: 'A key has a policy that does not admit everybody',
    scope: 'every',
    type: 'aws_kms_key',
    test: ({ policy }, stack) =>
      policy === undefined ? 'fail' : statements(stack, policy, (known) => !known.some(admitsAnybody)),
  },
];
