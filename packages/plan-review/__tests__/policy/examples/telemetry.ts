import { type MiniStack, onlyTls, policy } from '../mini-stacks';
import { type Examples, is } from './example';

const toTopic = (...statements: Record<string, unknown>[]): MiniStack => ({
  beside: { aws_sns_topic_policy: { of: { arn: '${aws_sns_topic.it.arn}', policy: policy(...statements) } } },
});
const ANYBODY = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sns:Publish', Resource: 'arn' };
const CLOUDWATCH = { ...ANYBODY, Principal: { Service: 'cloudwatch.amazonaws.com' } };
const ALARM = { alarm_actions: ['${aws_sns_topic.t.arn}'], treat_missing_data: 'notBreaching' };

export const TELEMETRY_EXAMPLES: Examples = {
  CKV_AWS_66: { kept: is({ retention_in_days: 14 }), broken: [is({}), is({ retention_in_days: 0 })] },
  CKV_AWS_338: { kept: is({ retention_in_days: 365 }), broken: [is({ retention_in_days: 14 })] },
  CKV_AWS_158: { kept: is({ kms_key_id: '${aws_kms_key.k.arn}' }), broken: [is({})] },
  CKV_AWS_319: {
    kept: is(ALARM),
    broken: [
      is({ ...ALARM, alarm_actions: [] }),
      is({ ...ALARM, actions_enabled: false }),
      is({ alarm_actions: ALARM.alarm_actions }),
    ],
  },
  CKV_AWS_26: {
    kept: is({ kms_master_key_id: '${aws_kms_key.k.arn}' }),
    broken: [is({}), is({ kms_master_key_id: 'alias/aws/sns' })],
  },
  'SNS.4': {
    kept: toTopic(CLOUDWATCH, onlyTls('arn')),
    broken: [is({}), toTopic(CLOUDWATCH), toTopic(ANYBODY, onlyTls('arn'))],
  },
};
