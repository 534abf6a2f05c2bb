import type { MiniStack } from '../mini-stacks';
import { type Examples, is } from './example';

const managed = (name: string, rest: Record<string, unknown> = {}) => ({
  name,
  priority: 9,
  override_action: { none: {} },
  statement: { managed_rule_group_statement: { vendor_name: 'AWS', name } },
  ...rest,
});
const BAD_INPUTS = 'AWSManagedRulesKnownBadInputsRuleSet';
const COUNTED = { cloudwatch_metrics_enabled: true };
const rate = (priority: number) => ({
  priority,
  action: { block: {} },
  statement: { rate_based_statement: { limit: 1000 } },
});
const logging = (name: string, header: string): MiniStack => ({
  config: {},
  beside: {
    aws_cloudwatch_log_group: { log: { name } },
    aws_wafv2_web_acl_logging_configuration: {
      logging: {
        resource_arn: '${aws_wafv2_web_acl.it.arn}',
        log_destination_configs: ['${aws_cloudwatch_log_group.log.arn}'],
        redacted_fields: [{ single_header: { name: header } }],
      },
    },
  },
});

export const FIREWALL_EXAMPLES: Examples = {
  CKV_AWS_175: { kept: is({ rule: [rate(0)] }), broken: [is({}), is({ rule: [] })] },
  CKV_AWS_342: {
    kept: is({ rule: [rate(0), managed('a')] }),
    broken: [is({ rule: [rate(0), { name: 'idle' }] })],
  },
  CKV_AWS_192: {
    kept: is({ rule: [managed(BAD_INPUTS)] }),
    broken: [
      is({ rule: [managed('AWSManagedRulesCommonRuleSet')] }),
      is({ rule: [managed(BAD_INPUTS, { override_action: { count: {} } })] }),
      is({
        rule: [
          managed(BAD_INPUTS, {
            statement: {
              managed_rule_group_statement: {
                name: BAD_INPUTS,
                rule_action_override: [{ name: 'Log4JRCE_BODY', action_to_use: { count: {} } }],
              },
            },
          }),
        ],
      }),
    ],
  },
  CKV2_AWS_47: {
    kept: is({ rule: [managed(BAD_INPUTS), managed('AWSManagedRulesAnonymousIpList')] }),
    broken: [is({ rule: [managed(BAD_INPUTS)] })],
  },
  CKV2_AWS_31: {
    kept: logging('aws-waf-logs-edge', 'x-api-key'),
    broken: [is({}), logging('edge', 'x-api-key'), logging('aws-waf-logs-edge', 'cookie')],
  },
  'WAF.12': {
    kept: is({ visibility_config: COUNTED, rule: [{ visibility_config: COUNTED }] }),
    broken: [
      is({
        visibility_config: COUNTED,
        rule: [{ visibility_config: { cloudwatch_metrics_enabled: false } }],
      }),
    ],
  },
  CKV2_AWS_33: {
    kept: {
      beside: {
        aws_wafv2_web_acl_association: { of: { resource_arn: '${aws_appsync_graphql_api.it.arn}' } },
      },
    },
    broken: [is({})],
  },
  'own:rate-limit': {
    kept: is({ rule: [rate(0), managed(BAD_INPUTS)] }),
    broken: [is({ rule: [managed(BAD_INPUTS)] }), is({ rule: [rate(10), managed(BAD_INPUTS)] })],
  },
};
