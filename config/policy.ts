import type { Waiver } from '@keyhold/plan-review';
import { accountEnvironment, deployedEnvironments, type Environment } from './environments';

// A waiver names environments by what they are: a new one has those of its kind by its entry alone.

/** The deployed environments of which this is so. */
function where(is: (environment: Environment) => boolean): readonly string[] {
  return deployedEnvironments()
    .filter(is)
    .map(({ name }) => name);
}

const DEPLOYED = where(() => true);
const PROTECTED = where(({ protectData }) => protectData);
/** What an account has once. */
export const ACCOUNT = 'state';

/** The keys under which the states of all stacks lie in their bucket. */
export const STATE_KEYS = /^keyhold\/[a-z][a-z0-9-]*\/terraform\.tfstate$/;

/** When what a year can change is looked at again. */
const NEXT_YEAR = '2027-11-30';
/** When what is still to be decided is looked at again. */
const NEXT_SPRING = '2027-05-31';

const KEY_PRICE =
  'A key of our own costs a dollar a month and a price for each use; it would part those who may read the data from those who may use the key, and here they are the same few roles.';

/** Every exception from the rules. One that runs out, or that nothing needs, fails the check. */
export const WAIVERS: readonly Waiver[] = [
  {
    rule: 'CKV_AWS_86',
    address: 'aws_cloudfront_distribution.distribution',
    environments: DEPLOYED,
    reason:
      'The legacy form needs ACLs on the log bucket, which S3.12 forbids. Standard logging v2 logs the same (AWS-0010).',
    expires: NEXT_YEAR,
  },
  ...['CKV_AWS_174', 'CKV2_AWS_42'].map(
    (rule): Waiver => ({
      rule,
      address: 'aws_cloudfront_distribution.distribution',
      environments: where(({ protectData, edge }) => protectData && edge.domain === undefined),
      reason:
        "There is no domain of ours yet, and on CloudFront's own name CloudFront chooses certificate and TLS. Naming edge.domain in config/environments.ts brings both.",
      expires: NEXT_SPRING,
    }),
  ),
  {
    rule: 'CKV_AWS_374',
    address: 'aws_cloudfront_distribution.distribution',
    environments: where(({ edge }) => edge.countries === undefined),
    reason: 'Guests book from wherever they are. A team with one market names it in edge.countries.',
    expires: NEXT_YEAR,
  },
  {
    rule: 'CloudFront.16',
    address: 'aws_cloudfront_distribution.distribution',
    environments: DEPLOYED,
    reason:
      'By origin access control a POST needs a hash of its body in a header, which no provider of payments sends with its webhooks. The edge sends a secret instead, and the function answers nobody who lacks it (docs/decisions/0012).',
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_258',
    address: 'aws_lambda_function_url.payments_*',
    environments: DEPLOYED,
    reason:
      'As CloudFront.16: the function asks for the secret of the edge itself, and compares it in constant time (docs/decisions/0012).',
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_301',
    address: 'aws_lambda_permission.payments_*',
    environments: DEPLOYED,
    reason:
      'A URL without IAM takes it. It holds for the URL only, where the function asks for the secret of the edge (docs/decisions/0012).',
    expires: NEXT_YEAR,
  },
  {
    rule: 'CloudFront.17',
    address: 'aws_cloudfront_distribution.distribution',
    environments: DEPLOYED,
    reason: 'The page and the list of apartments are public.',
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_145',
    address: 'aws_s3_bucket.web*',
    environments: PROTECTED,
    reason: 'What lies there is the page, which is public.',
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_145',
    address: 'aws_s3_bucket.accessLog',
    environments: PROTECTED,
    reason: 'S3 delivers server access logs to buckets under its own key (AES256) only.',
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_145',
    address: 'aws_s3_bucket.stateAccessLog',
    environments: [ACCOUNT],
    reason: 'S3 delivers server access logs to buckets under its own key (AES256) only.',
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_145',
    address: 'aws_s3_bucket.state',
    environments: [ACCOUNT],
    reason: KEY_PRICE,
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_297',
    address: 'aws_scheduler_schedule.payments_sweep_*',
    environments: PROTECTED,
    reason: 'What it holds is the name of a task, which is public.',
    expires: NEXT_YEAR,
  },
  {
    rule: 'S3.9',
    address: 'aws_s3_bucket.accessLog',
    environments: PROTECTED,
    reason: 'A log of the access to the log would bring a line for each line.',
    expires: NEXT_YEAR,
  },
  {
    rule: 'S3.9',
    address: 'aws_s3_bucket.stateAccessLog',
    environments: [ACCOUNT],
    reason: 'A log of the access to the log would bring a line for each line.',
    expires: NEXT_YEAR,
  },
  {
    rule: 'S3.9',
    address: 'aws_s3_bucket.webFailover',
    environments: PROTECTED,
    reason:
      'A log bucket has to be in the same region, and there is none there for a copy of the public page. What CloudFront reads of it is in its own log.',
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_144',
    address: 'aws_s3_bucket.*',
    environments: PROTECTED,
    reason: 'The page is written to both regions by each deploy. The access log is no customer data.',
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_144',
    address: 'aws_s3_bucket.*',
    environments: [ACCOUNT],
    reason: 'A state keeps a year of versions, and what it says can be imported again from AWS itself.',
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV2_AWS_62',
    address: 'aws_s3_bucket.*',
    environments: [...PROTECTED, ACCOUNT],
    reason: 'Nothing in the system waits for objects.',
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_173',
    address: 'aws_lambda_function.*',
    environments: PROTECTED,
    reason: 'The variables are names and numbers, no secrets, and AWS encrypts them by its own key.',
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_115',
    address: 'aws_lambda_function.*',
    environments: PROTECTED,
    reason:
      'A new account may have ten concurrent executions in all, of which AWS lets none be reserved: a deploy there would fail. The web ACLs limit the rate meanwhile.',
    expires: NEXT_SPRING,
  },
  {
    rule: 'CKV_AWS_116',
    address: 'aws_lambda_function.*',
    environments: DEPLOYED,
    reason:
      'They are called synchronously: who calls gets the error. What they read of queues and streams has dead-letter queues there (own:dead-letters).',
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_117',
    address: 'aws_lambda_function.*',
    environments: DEPLOYED,
    reason:
      'They reach AWS services only, by TLS and IAM. A VPC guards nothing here, and its endpoints cost over 30 dollars a month.',
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_272',
    address: 'aws_lambda_function.*',
    environments: DEPLOYED,
    reason: 'The code is built and deployed by the same job, from a reviewed commit.',
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_119',
    address: 'aws_dynamodb_table.*',
    environments: PROTECTED,
    reason: `It is encrypted by AWS's key for DynamoDB. ${KEY_PRICE}`,
    expires: NEXT_YEAR,
  },
  {
    rule: 'DynamoDB.4',
    address: 'aws_dynamodb_table.*',
    environments: PROTECTED,
    reason:
      'Point-in-time recovery brings back any second of 35 days. No rule asks to keep bookings for longer yet.',
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_337',
    address: 'aws_ssm_parameter.*',
    environments: PROTECTED,
    reason: `It is encrypted by AWS's key for Parameter Store. ${KEY_PRICE}`,
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_285',
    address: 'aws_sfn_state_machine.*',
    environments: DEPLOYED,
    reason:
      "Executions' data names guests, who do not belong into logs. The history of an execution has it for 90 days.",
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_158',
    address: 'aws_cloudwatch_log_group.*',
    environments: PROTECTED,
    reason: `Logs hold no guests' data, and AWS encrypts them. ${KEY_PRICE}`,
    expires: NEXT_YEAR,
  },
  {
    rule: 'CKV_AWS_26',
    address: 'aws_sns_topic.*',
    environments: PROTECTED,
    reason: `What it carries is the names of alarms. ${KEY_PRICE}`,
    expires: NEXT_YEAR,
  },
  {
    rule: 'own:account-pin',
    address: 'provider.aws*',
    environments: [
      ...where(({ protectData, account }) => protectData && account === undefined),
      ...(accountEnvironment().account === undefined ? [ACCOUNT] : []),
    ],
    reason:
      'The account is known to the team that deploys: setting account in config/environments.ts pins it, and ends this waiver there.',
    expires: NEXT_SPRING,
  },
];
