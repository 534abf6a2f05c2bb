import { admitsAnybody, all, any, isSet, type Rule, refusesPlainText, statements, value } from '../rule';

const LOG = 'aws_cloudwatch_log_group';
const TOPIC = 'aws_sns_topic';
const YEAR_DAYS = 365;

/** What the system tells of itself, and to whom: logs, alarms, topics. */
export const TELEMETRY_RULES: readonly Rule[] = [
  {
    ids: ['CKV_AWS_66'],
    demand: 'A log forgets some day',
    scope: 'every',
    type: LOG,
    test: ({ retention_in_days }) => value(retention_in_days, (days) => Number(days) > 0),
  },
  {
    ids: ['CKV_AWS_338', 'CloudWatch.16'],
    demand: 'A log is kept for a year',
    scope: 'protected',
    type: LOG,
    test: ({ retention_in_days }) => value(retention_in_days, (days) => Number(days) >= YEAR_DAYS),
  },
  {
    ids: ['CKV_AWS_158', 'AWS-0017'],
    demand: 'A log is encrypted by a key of our own',
    scope: 'protected',
    type: LOG,
    test: ({ kms_key_id }) => isSet(kms_key_id),
  },
  {
    ids: ['CKV_AWS_319', 'CloudWatch.15', 'CloudWatch.17'],
    demand: 'An alarm tells somebody, and says what missing data means',
    scope: 'protected',
    type: 'aws_cloudwatch_metric_alarm',
    test: ({ actions_enabled, alarm_actions, treat_missing_data }) =>
      all([
        value(actions_enabled, (enabled) => enabled !== false),
        isSet(alarm_actions),
        isSet(treat_missing_data),
      ]),
  },
  {
    ids: ['CKV_AWS_26', 'AWS-0095', 'AWS-0136', 'SNS.1'],
    demand: "A topic is encrypted by a key of our own (by AWS's, CloudWatch cannot publish)",
    scope: 'protected',
    type: TOPIC,
    test: ({ kms_master_key_id }) =>
      kms_master_key_id === 'alias/aws/sns' ? 'fail' : isSet(kms_master_key_id),
  },
  {
    ids: ['SNS.4', 'CKV_AWS_169', 'CKV_AWS_385', 'SNS3'],
    demand: 'A topic admits whom it names, by TLS only',
    scope: 'every',
    type: TOPIC,
    test: (_, stack, address) =>
      any(
        stack
          .referring('aws_sns_topic_policy', 'arn', address)
          .map(({ policy }) =>
            statements(stack, policy, (known) => !known.some(admitsAnybody) && known.some(refusesPlainText)),
          ),
      ),
  },
];
