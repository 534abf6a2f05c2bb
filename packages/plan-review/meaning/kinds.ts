/** What a resource is to the system: the chapters of a review, in their order. */
export const GROUPS = [
  'data',
  'workflow',
  'permissions',
  'api',
  'edge',
  'functions',
  'observability',
  'rest',
] as const;
export type Group = (typeof GROUPS)[number];

export interface Kind {
  readonly group: Group;
  /** What people call it. */
  readonly noun: string;
  /** What is lost with it, in words that end a sentence. Such a resource may not be destroyed without an allowance. */
  readonly loses?: string;
  /** What people notice when it is replaced or destroyed, where nothing is lost for good. */
  readonly interrupts?: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  aws_dynamodb_table: { group: 'data', noun: 'table', loses: 'every item in it' },
  aws_s3_bucket: { group: 'data', noun: 'bucket', loses: 'every object in it' },
  aws_kms_key: { group: 'data', noun: 'encryption key', loses: 'everything that only it can decrypt' },
  aws_secretsmanager_secret: { group: 'data', noun: 'secret', loses: 'the secret in it' },
  aws_ssm_parameter: { group: 'data', noun: 'parameter', loses: 'the value in it' },
  aws_sqs_queue: { group: 'data', noun: 'queue', loses: 'every message that waits in it' },
  aws_dynamodb_table_item: { group: 'data', noun: 'table item', loses: 'what it says' },
  aws_sfn_state_machine: {
    group: 'workflow',
    noun: 'state machine',
    loses: 'every execution that runs: nothing ends what it has begun',
  },
  aws_cloudwatch_event_rule: {
    group: 'workflow',
    noun: 'event rule',
    interrupts: 'what happens meanwhile is told to nobody',
  },
  aws_cloudwatch_event_target: {
    group: 'workflow',
    noun: 'event target',
    interrupts: 'what happens meanwhile is told to nobody',
  },
  aws_scheduler_schedule: {
    group: 'workflow',
    noun: 'schedule',
    interrupts: 'what it does is not done meanwhile',
  },
  aws_appsync_api_key: { group: 'api', noun: 'API key', loses: 'the access of everyone who uses it' },
  aws_appsync_graphql_api: {
    group: 'api',
    noun: 'GraphQL API',
    loses: 'its URL and its keys, which clients hold',
  },
  aws_acm_certificate: { group: 'edge', noun: 'certificate', loses: 'what the page is served with' },
  aws_iam_openid_connect_provider: {
    group: 'permissions',
    noun: 'identity provider',
    loses: 'the way in of every deployment',
  },
  aws_cloudfront_distribution: {
    group: 'edge',
    noun: 'distribution',
    interrupts: 'what it serves is gone until the new one is deployed, at another address',
  },
  aws_iam_role: { group: 'permissions', noun: 'role', interrupts: 'what acts by it is refused meanwhile' },
  aws_lambda_function: { group: 'functions', noun: 'function', interrupts: 'calls fail meanwhile' },
  aws_lambda_function_url: {
    group: 'functions',
    noun: 'function URL',
    interrupts: 'it gets another address, and calls fail meanwhile',
  },
  aws_cloudwatch_log_group: {
    group: 'observability',
    noun: 'log group',
    interrupts: 'what it has logged is gone',
  },
  aws_wafv2_web_acl: { group: 'edge', noun: 'web ACL', interrupts: 'requests pass unfiltered meanwhile' },
  aws_iam_role_policy: { group: 'permissions', noun: 'policy' },
  aws_iam_policy: { group: 'permissions', noun: 'policy' },
  aws_iam_role_policy_attachment: { group: 'permissions', noun: 'attached policy' },
  aws_s3_bucket_policy: { group: 'permissions', noun: 'bucket policy' },
  aws_s3_bucket_public_access_block: { group: 'permissions', noun: 'public access block' },
  aws_lambda_permission: { group: 'permissions', noun: 'permission to call a function' },
  aws_sns_topic: { group: 'observability', noun: 'topic' },
  aws_sns_topic_policy: { group: 'permissions', noun: 'topic policy' },
  aws_s3_object: { group: 'edge', noun: 'file of the page' },
  aws_cloudfront_cache_policy: { group: 'edge', noun: 'cache policy' },
  aws_cloudfront_response_headers_policy: { group: 'edge', noun: 'response headers' },
  aws_cloudfront_origin_request_policy: { group: 'edge', noun: 'origin request policy' },
  aws_cloudfront_function: { group: 'edge', noun: 'edge function' },
  aws_cloudfront_origin_access_control: { group: 'edge', noun: 'origin access control' },
  aws_appsync_resolver: { group: 'api', noun: 'resolver' },
  aws_appsync_datasource: { group: 'api', noun: 'data source' },
  aws_cloudwatch_metric_alarm: { group: 'observability', noun: 'alarm' },
  aws_cloudwatch_log_metric_filter: { group: 'observability', noun: 'metric filter' },
  aws_cloudwatch_dashboard: { group: 'observability', noun: 'dashboard' },
  aws_lambda_event_source_mapping: { group: 'functions', noun: 'event source' },
};

/** Where a type is not in the table, its service says the chapter. */
const GROUP_OF_SERVICE: readonly (readonly [RegExp, Group])[] = [
  [/^aws_(dynamodb|s3|kms|secretsmanager|backup)_/, 'data'],
  [/^aws_(sfn|scheduler)_/, 'workflow'],
  [/^aws_iam_/, 'permissions'],
  [/^aws_appsync_/, 'api'],
  [/^aws_(cloudfront|wafv2|acm|route53)_/, 'edge'],
  [/^aws_lambda_/, 'functions'],
  [/^aws_(cloudwatch|sns|xray)_/, 'observability'],
];

/** What the review knows about a resource type. */
export function kindOf(type: string): Kind {
  const known = KINDS[type];
  if (known) return known;
  const group = GROUP_OF_SERVICE.find(([pattern]) => pattern.test(type))?.[1] ?? 'rest';
  return { group, noun: type.replace(/^aws_[a-z0-9]+_/, '').replaceAll('_', ' ') };
}
