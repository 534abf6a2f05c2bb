import { ACCESS_KEY, type Examples, is } from './example';

const LOG = { aws_cloudwatch_log_group: { log: { name: '/aws/lambda/booking' } } };

export const FUNCTION_EXAMPLES: Examples = {
  CKV_AWS_363: { kept: is({ runtime: 'nodejs22.x' }), broken: [is({ runtime: 'nodejs18.x' }), is({})] },
  CKV_AWS_50: {
    kept: is({ tracing_config: [{ mode: 'Active' }] }),
    broken: [is({}), is({ tracing_config: { mode: 'PassThrough' } })],
  },
  CKV_AWS_45: {
    kept: is({ environment: { variables: { TABLE_NAME: 'shop-dev-orders' } } }),
    broken: [
      is({ environment: { variables: { KEY: ACCESS_KEY } } }),
      is({ environment: { variables: { SECRET: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' } } }),
    ],
  },
  CKV_AWS_173: {
    kept: is({ environment: { variables: {} }, kms_key_arn: 'arn' }),
    broken: [is({ environment: { variables: {} } })],
  },
  CKV_AWS_364: {
    kept: is({ principal: 'cloudfront.amazonaws.com', source_arn: '${aws_cloudfront_distribution.d.arn}' }),
    broken: [is({ principal: 's3.amazonaws.com' })],
  },
  CKV_AWS_301: { kept: is({ principal: 's3.amazonaws.com' }), broken: [is({ principal: '*' })] },
  CKV_AWS_258: {
    kept: is({ authorization_type: 'AWS_IAM' }),
    broken: [
      is({ authorization_type: 'NONE' }),
      is({ authorization_type: 'AWS_IAM', cors: [{ allow_origins: ['*'] }] }),
    ],
  },
  CKV_AWS_115: {
    kept: is({ reserved_concurrent_executions: 10 }),
    broken: [is({}), is({ reserved_concurrent_executions: -1 })],
  },
  CKV_AWS_116: { kept: is({ dead_letter_config: { target_arn: 'arn' } }), broken: [is({})] },
  CKV_AWS_117: { kept: is({ vpc_config: { subnet_ids: ['subnet-1'] } }), broken: [is({})] },
  CKV_AWS_272: { kept: is({ code_signing_config_arn: 'arn' }), broken: [is({})] },
  'own:function-log': {
    kept: {
      config: {
        function_name: 'other',
        logging_config: { log_group: '${aws_cloudwatch_log_group.log.name}' },
      },
      beside: LOG,
    },
    broken: [is({ function_name: 'booking' }), { config: { function_name: 'catalog' }, beside: LOG }],
  },
};
