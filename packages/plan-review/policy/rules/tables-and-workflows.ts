import { all, equals, holds, isSet, oneOf, type Rule, value } from '../rule';
import { block, isUnresolved } from '../stack';

const TABLE = 'aws_dynamodb_table';
const MACHINE = 'aws_sfn_state_machine';

/** What holds the data, and what changes it step by step: DynamoDB and Step Functions. */
export const TABLE_AND_WORKFLOW_RULES: readonly Rule[] = [
  {
    ids: ['CKV_AWS_28', 'DynamoDB.2', 'AWS-0024', 'DDB3'],
    demand: 'A table can be restored to any second',
    scope: 'protected',
    type: TABLE,
    test: ({ point_in_time_recovery }) => equals(block(point_in_time_recovery)['enabled'], true),
  },
  {
    ids: ['DynamoDB.6'],
    demand: 'AWS refuses to delete a table',
    scope: 'protected',
    type: TABLE,
    test: ({ deletion_protection_enabled }) => equals(deletion_protection_enabled, true),
  },
  {
    ids: ['DynamoDB.1', 'CKV2_AWS_16'],
    demand: 'A table scales with what is asked of it',
    scope: 'every',
    type: TABLE,
    test: ({ billing_mode }) => equals(billing_mode, 'PAY_PER_REQUEST'),
  },
  {
    ids: ['CKV_AWS_119', 'AWS-0025'],
    demand: 'A table is encrypted by a key of our own',
    scope: 'protected',
    type: TABLE,
    test: ({ server_side_encryption }) =>
      all([
        equals(block(server_side_encryption)['enabled'], true),
        isSet(block(server_side_encryption)['kms_key_arn']),
      ]),
  },
  {
    ids: ['DynamoDB.4'],
    demand: 'A backup plan covers a table',
    scope: 'protected',
    type: TABLE,
    test: (_, stack, address) =>
      holds(stack.referring('aws_backup_selection', 'resources', address).length > 0),
  },
  {
    ids: ['own:prevent-destroy'],
    demand: 'No plan destroys a table',
    scope: 'protected',
    type: TABLE,
    test: ({ lifecycle }) => equals(block(lifecycle)['prevent_destroy'], true),
  },
  {
    ids: ['own:prevent-destroy-bucket'],
    demand: 'No plan destroys a bucket',
    scope: 'protected',
    type: 'aws_s3_bucket',
    test: ({ lifecycle }) => equals(block(lifecycle)['prevent_destroy'], true),
  },
  {
    ids: ['StepFunctions.1', 'SF1'],
    demand: 'A state machine logs, to a group for vended logs',
    scope: 'every',
    type: MACHINE,
    test: ({ logging_configuration }, stack) => {
      const { level, log_destination } = block(logging_configuration);
      const groups = stack.referred('aws_cloudwatch_log_group', log_destination);
      return all([
        oneOf(level, ['ALL', 'ERROR', 'FATAL']),
        holds(String(log_destination).endsWith(':*') && groups.length === 1),
        ...groups.map(([, { name }]) =>
          value(name, (known) => /^\/aws\/vendedlogs\/states\//.test(String(known))),
        ),
      ]);
    },
  },
  {
    ids: ['CKV_AWS_284', 'SF2'],
    demand: 'A state machine is traced',
    scope: 'protected',
    type: MACHINE,
    test: ({ tracing_configuration }) => equals(block(tracing_configuration)['enabled'], true),
  },
  {
    ids: ['CKV_AWS_285'],
    demand: "A state machine's log has the executions' data",
    scope: 'every',
    type: MACHINE,
    test: ({ logging_configuration }) => equals(block(logging_configuration)['include_execution_data'], true),
  },
  {
    ids: ['own:definition-secrets'],
    demand: 'The definition of a state machine holds no secret',
    scope: 'every',
    type: MACHINE,
    test: ({ definition }) => {
      if (/\b(AKIA|ASIA)[A-Z0-9]{16}\b|"(password|secret)" *[:=]/i.test(String(definition))) return 'fail';
      return isUnresolved(definition) ? 'unknown' : 'pass';
    },
  },
];
