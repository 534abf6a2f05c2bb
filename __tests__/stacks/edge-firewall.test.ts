import { type Block, readStack, resources, type Synthesized } from './synthesized';

interface SynthesizedRule extends Block {
  readonly name: string;
  readonly priority: number;
  readonly statement: Record<string, Block>;
}

const TYPES = [
  'aws_wafv2_web_acl',
  'aws_wafv2_web_acl_association',
  'aws_wafv2_web_acl_logging_configuration',
];

test.each(['keyhold-dev', 'keyhold-local'])(
  '%s goes without a firewall, which costs by the month',
  (name) => {
    const stack = readStack(name);
    for (const type of TYPES) expect(resources(stack, type)).toEqual([]);
    expect(distribution(stack)).not.toHaveProperty('web_acl_id');
  },
);

describe.each(['keyhold-staging', 'keyhold-prod'])('%s', (name) => {
  const stack = readStack(name);
  const acls = resources(stack, 'aws_wafv2_web_acl');

  test('has a web ACL before the edge, in us-east-1, and one before the API', () => {
    const scopes = acls.map(([, { scope, provider }]) => [scope, provider]);
    expect(scopes.sort()).toEqual([
      ['CLOUDFRONT', 'aws.global'],
      ['REGIONAL', undefined],
    ]);
    expect(distribution(stack)['web_acl_id']).toBe(`\${${addressOf('CLOUDFRONT')}.arn}`);
    expect(resources(stack, 'aws_wafv2_web_acl_association')).toEqual([
      [
        expect.anything(),
        expect.objectContaining({
          resource_arn: expect.stringMatching(/^\$\{aws_appsync_graphql_api\..*\.arn\}$/),
          web_acl_arn: `\${${addressOf('REGIONAL')}.arn}`,
        }),
      ],
    ]);
  });

  test.each(acls)('%s counts requests of an address first, and refuses with 429', (_, acl) => {
    const [first] = rulesOf(acl);
    expect(first?.statement).toHaveProperty('rate_based_statement');
    for (const rule of rulesOf(acl).filter(({ statement }) => statement['rate_based_statement'])) {
      expect(rule.statement['rate_based_statement']).toMatchObject({
        aggregate_key_type: 'IP',
        evaluation_window_sec: 60,
        limit: expect.any(Number),
      });
      expect(rule['action']).toMatchObject({ block: { custom_response: { response_code: 429 } } });
    }
  });

  test('changes are limited more than reading', () => {
    const limits = rulesOf(aclOf('CLOUDFRONT')).flatMap(({ name, statement }) =>
      statement['rate_based_statement'] ? [[name, statement['rate_based_statement']] as const] : [],
    );
    const {
      'changes-per-address': changes,
      'payments-per-address': payments,
      'requests-per-address': reading,
    } = Object.fromEntries(limits);
    expect(changes).toMatchObject({
      limit: 60,
      scope_down_statement: {
        byte_match_statement: {
          search_string: '/graphql',
          positional_constraint: 'EXACTLY',
          field_to_match: { uri_path: {} },
        },
      },
    });
    expect(payments).toMatchObject({
      limit: 60,
      scope_down_statement: {
        byte_match_statement: { search_string: '/payments/', positional_constraint: 'STARTS_WITH' },
      },
    });
    expect(reading).toMatchObject({ limit: 1000 });
    expect(reading).not.toHaveProperty('scope_down_statement');
  });

  test('webhooks get through to the function, which knows who signs them, but not without limit', () => {
    const [limit, admission, ...others] = rulesOf(aclOf('CLOUDFRONT'));
    const path = {
      search_string: '/payments/webhook',
      positional_constraint: 'EXACTLY',
      field_to_match: { uri_path: {} },
    };
    expect(limit?.statement['rate_based_statement']).toMatchObject({
      limit: 600,
      scope_down_statement: { byte_match_statement: path },
    });
    expect(admission).toMatchObject({ action: { allow: {} }, statement: { byte_match_statement: path } });
    for (const rule of [...others, ...rulesOf(aclOf('REGIONAL'))]) {
      expect(rule['action'] ?? {}).not.toHaveProperty('allow');
    }
  });

  test.each(acls)('%s counts whom a hosting provider houses, and refuses whoever hides', (_, acl) => {
    const group = rulesOf(acl).find(({ name }) => name === 'AWSManagedRulesAnonymousIpList');
    expect(group?.statement['managed_rule_group_statement']?.['rule_action_override']).toEqual([
      { name: 'HostingProviderIPList', action_to_use: { count: {} } },
    ]);
    for (const { name, statement } of rulesOf(acl)) {
      if (name !== group?.name)
        expect(statement['managed_rule_group_statement'] ?? {}).not.toHaveProperty('rule_action_override');
    }
  });

  test.each(acls)('%s refuses large bodies with 413', (_, acl) => {
    const rule = rulesOf(acl).find(({ statement }) => statement['size_constraint_statement']);
    expect(rule).toMatchObject({
      action: { block: { custom_response: { response_code: 413 } } },
      statement: {
        size_constraint_statement: {
          comparison_operator: 'GT',
          size: 8192,
          field_to_match: { body: { oversize_handling: 'MATCH' } },
        },
      },
    });
  });

  test.each(acls)("%s asks AWS's rules about everything else, and lets them act", (_, acl) => {
    const groups = rulesOf(acl).filter(({ statement }) => statement['managed_rule_group_statement']);
    expect(groups.map(({ statement }) => statement['managed_rule_group_statement']?.['name'])).toEqual([
      'AWSManagedRulesAmazonIpReputationList',
      'AWSManagedRulesAnonymousIpList',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesCommonRuleSet',
    ]);
    for (const group of groups) expect(group['override_action']).toEqual({ none: {} });
  });

  test.each(acls)('%s says why in problem documents', (_, acl) => {
    const bodies = acl['custom_response_body'] as { key: string; content: string; content_type: string }[];
    for (const { key, content, content_type } of bodies) {
      expect(content_type).toBe('APPLICATION_JSON');
      expect(JSON.parse(content)).toEqual({
        type: 'about:blank',
        status: Number(key.replace('problem-', '')),
        title: expect.any(String),
        detail: expect.stringMatching(/\.$/),
      });
    }
    const used = JSON.stringify(acl['rule']).match(/problem-\d+/g);
    expect(new Set(used)).toEqual(new Set(bodies.map(({ key }) => key)));
  });

  test.each(acls)('%s is measured, each rule apart and in an order of its own', (_, acl) => {
    const rules = rulesOf(acl);
    expect(rules.map(({ priority }) => priority)).toEqual(rules.map((_, at) => at));
    for (const measured of [acl, ...rules]) {
      expect(measured['visibility_config']).toMatchObject({ cloudwatch_metrics_enabled: true });
    }
  });

  test.each(acls)('%s logs what it stops, without the keys', (address, acl) => {
    const logging = resources(stack, 'aws_wafv2_web_acl_logging_configuration').map(([, config]) => config);
    const own = logging.find(({ resource_arn }) => resource_arn === `\${${address}.arn}`);
    expect(own).toMatchObject({
      redacted_fields: [
        { single_header: { name: 'x-api-key' } },
        { single_header: { name: 'authorization' } },
      ],
    });
    const [group] = (own?.['log_destination_configs'] ?? []) as string[];
    const groups = resources(stack, 'aws_cloudwatch_log_group');
    const [, config] = groups.find(([of]) => group === `\${${of}.arn}`) ?? [];
    expect(config?.['name']).toBe(`aws-waf-logs-${acl['name']}`);
    expect(config?.['provider']).toBe(acl['provider']);
  });

  function aclOf(scope: string): Block {
    return acls.find(([, acl]) => acl['scope'] === scope)?.[1] ?? {};
  }

  function addressOf(scope: string): string {
    return acls.find(([, acl]) => acl['scope'] === scope)?.[0] ?? `no ACL of ${scope}`;
  }
});

function rulesOf(acl: Block): SynthesizedRule[] {
  return acl['rule'] as SynthesizedRule[];
}

function distribution(stack: Synthesized): Block {
  return resources(stack, 'aws_cloudfront_distribution')[0]?.[1] ?? {};
}
