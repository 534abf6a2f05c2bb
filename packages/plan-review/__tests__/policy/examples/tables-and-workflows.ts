import type { MiniStack } from '../mini-stacks';
import { ACCESS_KEY, type Examples, is } from './example';

const machineLog = (level: string, name: string, suffix = ':*'): MiniStack => ({
  config: {
    logging_configuration: { level, log_destination: `\${aws_cloudwatch_log_group.log.arn}${suffix}` },
  },
  beside: { aws_cloudwatch_log_group: { log: { name } } },
});
const VENDED = '/aws/vendedlogs/states/booking';

export const TABLE_AND_WORKFLOW_EXAMPLES: Examples = {
  CKV_AWS_28: { kept: is({ point_in_time_recovery: { enabled: true } }), broken: [is({})] },
  'DynamoDB.6': {
    kept: is({ deletion_protection_enabled: true }),
    broken: [is({ deletion_protection_enabled: false })],
  },
  'DynamoDB.1': {
    kept: is({ billing_mode: 'PAY_PER_REQUEST' }),
    broken: [is({ billing_mode: 'PROVISIONED' })],
  },
  CKV_AWS_119: {
    kept: is({ server_side_encryption: { enabled: true, kms_key_arn: 'arn' } }),
    broken: [is({ server_side_encryption: { enabled: true } })],
  },
  'DynamoDB.4': {
    kept: { beside: { aws_backup_selection: { of: { resources: ['${aws_dynamodb_table.it.arn}'] } } } },
    broken: [is({})],
  },
  'own:prevent-destroy': {
    kept: is({ lifecycle: { prevent_destroy: true } }),
    broken: [is({}), is({ lifecycle: { prevent_destroy: false } })],
  },
  'own:prevent-destroy-bucket': {
    kept: is({ lifecycle: [{ prevent_destroy: true }] }),
    broken: [is({})],
  },
  'StepFunctions.1': {
    kept: machineLog('ALL', VENDED),
    broken: [
      is({}),
      machineLog('OFF', VENDED),
      machineLog('ALL', '/aws/states/booking'),
      machineLog('ALL', VENDED, ''),
    ],
  },
  CKV_AWS_284: { kept: is({ tracing_configuration: { enabled: true } }), broken: [is({})] },
  CKV_AWS_285: {
    kept: is({ logging_configuration: { include_execution_data: true } }),
    broken: [is({ logging_configuration: { include_execution_data: false } })],
  },
  'own:definition-secrets': {
    kept: is({ definition: '{"StartAt":"Wait"}' }),
    broken: [
      is({ definition: `{"Parameters":{"Key":"${ACCESS_KEY}"}}` }),
      is({ definition: '{"Parameters":{"Password":"x"}}' }),
    ],
  },
};
