import { all, any, equals, holds, isSet, oneOf, type Rule, value } from '../rule';
import { block, texts } from '../stack';

const TYPE = 'aws_lambda_function';

/** The newest that AWS provider 5.100.0 knows. Node 22 ends on 2027-04-30 (Lambda guide, runtimes). */
const RUNTIMES = ['nodejs22.x'];

/** How access keys look: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const SECRET = /\b(AKIA|ASIA)[A-Z0-9]{16}\b|(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/;

/** What runs our code: Lambda. */
export const FUNCTION_RULES: readonly Rule[] = [
  {
    ids: ['CKV_AWS_363', 'Lambda.2', 'L1'],
    demand: 'A function has a runtime that AWS supports',
    scope: 'every',
    type: TYPE,
    test: ({ runtime }) => oneOf(runtime, RUNTIMES),
  },
  {
    ids: ['CKV_AWS_50', 'AWS-0066', 'Lambda.7'],
    demand: 'A function is traced',
    scope: 'protected',
    type: TYPE,
    test: ({ tracing_config }) => equals(block(tracing_config)['mode'], 'Active'),
  },
  {
    ids: ['CKV_AWS_45'],
    demand: 'No variable of a function holds an access key',
    scope: 'every',
    type: TYPE,
    test: ({ environment }) =>
      holds(
        !Object.values(block(block(environment)['variables'])).some((variable) =>
          SECRET.test(String(variable)),
        ),
      ),
  },
  {
    ids: ['CKV_AWS_173'],
    demand: "A function's variables are encrypted by a key of our own",
    scope: 'protected',
    type: TYPE,
    test: ({ environment, kms_key_arn }) => (environment === undefined ? 'pass' : isSet(kms_key_arn)),
  },
  {
    ids: ['CKV_AWS_364', 'AWS-0067'],
    demand: 'A service may call a function for one resource or account only',
    scope: 'every',
    type: 'aws_lambda_permission',
    test: ({ principal, source_arn, source_account }) =>
      /\.amazonaws\.com$/.test(String(principal)) ? any([isSet(source_arn), isSet(source_account)]) : 'pass',
  },
  {
    ids: ['CKV_AWS_301', 'Lambda.1'],
    demand: 'Not everybody may call a function',
    scope: 'every',
    type: 'aws_lambda_permission',
    test: ({ principal }) => value(principal, (known) => typeof known === 'string' && known !== '*'),
  },
  {
    ids: ['CKV_AWS_258', 'CKV2_AWS_75'],
    demand: "A function's URL asks for IAM, and is not for pages of everywhere",
    scope: 'every',
    type: 'aws_lambda_function_url',
    test: ({ authorization_type, cors }) =>
      all([
        equals(authorization_type, 'AWS_IAM'),
        holds(
          !['allow_origins', 'allow_methods', 'allow_headers'].some((list) =>
            texts(block(cors)[list]).includes('*'),
          ),
        ),
      ]),
  },
  {
    ids: ['CKV_AWS_115'],
    demand: 'A function has a share of the concurrency, and no more',
    scope: 'protected',
    type: TYPE,
    test: ({ reserved_concurrent_executions }) =>
      value(reserved_concurrent_executions, (known) => typeof known === 'number' && known >= 0),
  },
  {
    ids: ['CKV_AWS_116'],
    demand: 'Events that a function could not handle go to a dead-letter queue',
    scope: 'every',
    type: TYPE,
    test: ({ dead_letter_config }) => isSet(block(dead_letter_config)['target_arn']),
  },
  {
    ids: ['CKV_AWS_117', 'Lambda.3', 'Lambda.5'],
    demand: 'A function runs in a VPC',
    scope: 'every',
    type: TYPE,
    test: ({ vpc_config }) => isSet(block(vpc_config)['subnet_ids']),
  },
  {
    ids: ['CKV_AWS_272'],
    demand: "A function's code is signed",
    scope: 'every',
    type: TYPE,
    test: ({ code_signing_config_arn }) => isSet(code_signing_config_arn),
  },
  {
    ids: ['own:function-log'],
    demand: 'A function writes to a log group of the stack, which forgets',
    scope: 'every',
    type: TYPE,
    test: ({ logging_config, function_name }, stack) => {
      const { log_group } = block(logging_config);
      const groups = stack.subjects('aws_cloudwatch_log_group');
      return holds(
        stack.referred('aws_cloudwatch_log_group', log_group).length > 0 ||
          groups.some(([, { name }]) => name === (log_group ?? `/aws/lambda/${String(function_name)}`)),
      );
    },
  },
];
