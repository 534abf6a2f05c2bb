import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Wafv2WebAcl, type Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { Construct } from 'constructs';

import { REMOVED_AFTER_USE } from './lifecycle';

/** Requests of one IP address within a minute. */
export interface RateLimit {
  readonly name: string;
  readonly perMinute: number;
  /** Counts only requests to this path, or to all paths with this beginning where it ends in `*`. */
  readonly path?: string;
}

/** A path for another service's events, which have signatures of their own. */
export interface Webhooks {
  readonly path: string;
  /** The limit for one IP address. */
  readonly perMinute: number;
}

export interface FirewallProps {
  readonly name: string;
  readonly scope: 'CLOUDFRONT' | 'REGIONAL';
  readonly rateLimits: readonly RateLimit[];
  readonly webhooks?: Webhooks;
  readonly logRetentionDays: number;
}

/** Our GraphQL requests have under 2 KB. For AppSync, WAF inspects no more of a body than this. */
const LARGEST_BODY_BYTES = 8 * 1024;

/**
 * AWS's own rules, 975 of the 1,500 capacity units that an ACL's price includes.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
const MANAGED_GROUPS = [
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesAnonymousIpList',
  'AWSManagedRulesKnownBadInputsRuleSet',
  'AWSManagedRulesCommonRuleSet',
];

/**
 * Addresses of hosting providers are only counted: apps that call the API, the smoke test after a deployment and
 * guests behind a company's proxy have such addresses (docs/decisions/0013).
 */
const COUNTED_RULES: Readonly<Record<string, string>> = {
  AWSManagedRulesAnonymousIpList: 'HostingProviderIPList',
};

const TOO_MANY_REQUESTS = {
  status: 429,
  title: 'Too Many Requests',
  detail: 'Wait a minute, then try again.',
};
const TOO_LARGE = {
  status: 413,
  title: 'Content Too Large',
  detail: `A request has ${LARGEST_BODY_BYTES} bytes at most.`,
};

type FirewallRule = Omit<Wafv2WebAclRule, 'priority' | 'visibilityConfig'>;

/** A web ACL that answers with problem documents and logs without the API key. */
export class Firewall extends Construct {
  readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: FirewallProps,
  ) {
    super(scope, id);
    // The cheapest rules first.
    const rules = [
      ...(props.webhooks ? admitted(props.webhooks) : []),
      ...props.rateLimits.map(overRate),
      overSize(),
      ...MANAGED_GROUPS.map(managedGroup),
    ];
    const acl = new Wafv2WebAcl(this, 'acl', {
      lifecycle: REMOVED_AFTER_USE,
      name: props.name,
      scope: props.scope,
      defaultAction: { allow: {} },
      rule: rules.map((rule, priority) => ({ ...rule, priority, visibilityConfig: counted(rule.name) })),
      customResponseBody: [TOO_MANY_REQUESTS, TOO_LARGE].map(problemBody),
      visibilityConfig: counted(props.name),
    });
    this.arn = acl.arn;
    this.log(acl);
  }

  /** Logs blocked and counted requests. The others are in the access log. */
  private log(acl: Wafv2WebAcl): void {
    const group = new CloudwatchLogGroup(this, 'log', {
      // WAF writes only to log groups with this prefix.
      name: `aws-waf-logs-${this.props.name}`,
      retentionInDays: this.props.logRetentionDays,
    });
    const keep = ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'];
    new Wafv2WebAclLoggingConfiguration(this, 'logging', {
      resourceArn: acl.arn,
      logDestinationConfigs: [group.arn],
      redactedFields: ['x-api-key', 'authorization'].map((name) => ({ singleHeader: { name } })),
      loggingFilter: {
        defaultBehavior: 'DROP',
        filter: [
          {
            behavior: 'KEEP',
            requirement: 'MEETS_ANY',
            condition: keep.map((action) => ({ actionCondition: { action } })),
          },
        ],
      },
    });
  }
}

// Statements pass through cdktf as they are: their keys are Terraform's own.

function overRate({ name, perMinute, path }: RateLimit): FirewallRule {
  return {
    name,
    action: block(TOO_MANY_REQUESTS),
    statement: {
      rate_based_statement: {
        limit: perMinute,
        evaluation_window_sec: 60,
        aggregate_key_type: 'IP',
        ...(path && { scope_down_statement: { byte_match_statement: toPath(path) } }),
      },
    },
  };
}

/**
 * Webhooks have a rate limit and skip all other rules: they come from data centres, which the managed groups
 * suspect, can be long, and quote texts that look like attacks.
 */
function admitted({ path, perMinute }: Webhooks): FirewallRule[] {
  return [
    overRate({ name: 'webhooks-per-address', perMinute, path }),
    { name: 'webhooks', action: { allow: {} }, statement: { byte_match_statement: toPath(path) } },
  ];
}

function toPath(path: string) {
  const begins = path.endsWith('*');
  return {
    search_string: begins ? path.slice(0, -1) : path,
    positional_constraint: begins ? 'STARTS_WITH' : 'EXACTLY',
    field_to_match: { uri_path: {} },
    text_transformation: [{ priority: 0, type: 'NONE' }],
  };
}

function overSize(): FirewallRule {
  return {
    name: 'body-size',
    action: block(TOO_LARGE),
    statement: {
      size_constraint_statement: {
        comparison_operator: 'GT',
        size: LARGEST_BODY_BYTES,
        field_to_match: { body: { oversize_handling: 'MATCH' } },
        text_transformation: [{ priority: 0, type: 'NONE' }],
      },
    },
  };
}

function managedGroup(name: string): FirewallRule {
  const counted = COUNTED_RULES[name];
  return {
    name,
    overrideAction: { none: {} },
    statement: {
      managed_rule_group_statement: {
        vendor_name: 'AWS',
        name,
        ...(counted && { rule_action_override: [{ name: counted, action_to_use: { count: {} } }] }),
      },
    },
  };
}

type FirewallRefusal = typeof TOO_MANY_REQUESTS;

function block({ status }: FirewallRefusal): NonNullable<FirewallRule['action']> {
  return { block: { customResponse: { responseCode: status, customResponseBodyKey: bodyKey(status) } } };
}

function problemBody(refusal: FirewallRefusal) {
  return {
    key: bodyKey(refusal.status),
    contentType: 'APPLICATION_JSON',
    content: JSON.stringify({ type: 'about:blank', ...refusal }),
  };
}

function bodyKey(status: number): string {
  return `problem-${status}`;
}

function counted(metricName: string) {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
