import { all, any, equals, holds, isSet, type Rule, value } from '../rule';
import { type Block, block, blocks, texts } from '../stack';

const TYPE = 'aws_wafv2_web_acl';

function managedGroup(rule: Block): Block {
  return block(block(rule['statement'])['managed_rule_group_statement']);
}

function hasGroup(config: Block, name: string): boolean {
  return blocks(config['rule']).some((rule) => managedGroup(rule)['name'] === name);
}

/** The rules of an action that blocks, counts or lets the group decide. */
function acts(rule: Block): boolean {
  return rule['action'] !== undefined || rule['override_action'] !== undefined;
}

/** What refuses abuse: WAF. */
export const FIREWALL_RULES: readonly Rule[] = [
  {
    ids: ['CKV_AWS_175', 'WAF.10'],
    demand: 'A web ACL has rules',
    scope: 'every',
    type: TYPE,
    test: ({ rule }) => isSet(rule),
  },
  {
    ids: ['CKV_AWS_342'],
    demand: 'Every rule of a web ACL acts',
    scope: 'every',
    type: TYPE,
    test: ({ rule }) => holds(blocks(rule).every(acts)),
  },
  {
    ids: ['CKV_AWS_192'],
    demand: 'A web ACL refuses Log4j exploits',
    scope: 'every',
    type: TYPE,
    test: ({ rule }) =>
      any(
        blocks(rule)
          .filter((each) => managedGroup(each)['name'] === 'AWSManagedRulesKnownBadInputsRuleSet')
          .map((each) => {
            const overridden = blocks(managedGroup(each)['rule_action_override']).map(({ name }) => name);
            const excluded = blocks(managedGroup(each)['excluded_rule']).map(({ name }) => name);
            return holds(
              block(each['override_action'])['none'] !== undefined &&
                ![...overridden, ...excluded].some((name) => String(name).startsWith('Log4JRCE')),
            );
          }),
      ),
  },
  {
    ids: ['CKV2_AWS_47', 'CKV2_AWS_78'],
    demand: 'A web ACL refuses known bad inputs and anonymous addresses',
    scope: 'protected',
    type: TYPE,
    test: (config) =>
      holds(
        hasGroup(config, 'AWSManagedRulesKnownBadInputsRuleSet') &&
          hasGroup(config, 'AWSManagedRulesAnonymousIpList'),
      ),
  },
  {
    ids: ['CKV2_AWS_31', 'WAF.11'],
    demand: 'A web ACL logs to CloudWatch, without API keys',
    scope: 'protected',
    type: TYPE,
    test: (_, stack, address) =>
      any(
        stack.referring('aws_wafv2_web_acl_logging_configuration', 'resource_arn', address).map((logging) => {
          const redacted = blocks(logging['redacted_fields']).map(
            ({ single_header }) => block(single_header)['name'],
          );
          const groups = texts(logging['log_destination_configs']).flatMap((destination) =>
            stack.referred('aws_cloudwatch_log_group', destination),
          );
          return all([
            holds(redacted.includes('x-api-key') && groups.length > 0),
            ...groups.map(([, { name }]) => value(name, (text) => /^aws-waf-logs-/.test(String(text)))),
          ]);
        }),
      ),
  },
  {
    ids: ['WAF.12'],
    demand: 'A web ACL and its rules are counted in metrics',
    scope: 'every',
    type: TYPE,
    test: (config) =>
      all(
        [config, ...blocks(config['rule'])].map(({ visibility_config }) =>
          equals(block(visibility_config)['cloudwatch_metrics_enabled'], true),
        ),
      ),
  },
  {
    ids: ['CKV2_AWS_33'],
    demand: 'A web ACL stands before the GraphQL API',
    scope: 'protected',
    type: 'aws_appsync_graphql_api',
    test: (_, stack, address) =>
      holds(stack.referring('aws_wafv2_web_acl_association', 'resource_arn', address).length > 0),
  },
  {
    ids: ['own:rate-limit'],
    demand: 'A web ACL limits the rate of an address before it asks the managed groups',
    scope: 'protected',
    type: TYPE,
    test: (config) => {
      const rules = blocks(config['rule']);
      const priorities = (kind: string) =>
        rules
          .filter(({ statement }) => block(statement)[kind] !== undefined)
          .map(({ priority }) => Number(priority));
      const limits = priorities('rate_based_statement');
      const groups = priorities('managed_rule_group_statement');
      return holds(limits.length > 0 && Math.min(...limits) < Math.min(...groups));
    },
  },
];
