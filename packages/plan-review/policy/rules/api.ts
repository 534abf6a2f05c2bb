import { all, equals, isSet, oneOf, type Rule, value } from '../rule';
import { block } from '../stack';

const TYPE = 'aws_appsync_graphql_api';
const LONGEST_KEY_DAYS = 365;
const DAY_MS = 24 * 3600 * 1000;
const HOURS_A_DAY = 24;

/**
 * Whether a key's end is set, and within what AppSync allows. Stacks move it forward by an expression over the
 * time of the plan: its last argument says how many hours it adds.
 */
function expiresInTime(expires: unknown) {
  const [, hours] = /^\$\{timeadd\(.*plantimestamp\(\).*, "(\d+)h"\)\}$/.exec(String(expires)) ?? [];
  if (hours !== undefined)
    return value(Number(hours), (known) => Number(known) <= LONGEST_KEY_DAYS * HOURS_A_DAY);
  return value(expires, (known) => Date.parse(String(known)) - Date.now() <= LONGEST_KEY_DAYS * DAY_MS);
}

/** What apps call: AppSync. */
export const API_RULES: readonly Rule[] = [
  {
    ids: ['CKV_AWS_193', 'ASC3'],
    demand: 'The API logs',
    scope: 'every',
    type: TYPE,
    test: ({ log_config }) => isSet(block(log_config)['cloudwatch_logs_role_arn']),
  },
  {
    ids: ['CKV_AWS_194', 'AppSync.2'],
    demand: "The API logs its fields' errors, without what clients sent",
    scope: 'every',
    type: TYPE,
    test: ({ log_config }) =>
      all([
        oneOf(block(log_config)['field_log_level'], ['ERROR', 'ALL']),
        equals(block(log_config)['exclude_verbose_content'], true),
      ]),
  },
  {
    ids: ['AppSync.5'],
    demand: "The API's first authorization is not an API key",
    scope: 'every',
    type: TYPE,
    test: ({ authentication_type }) =>
      value(authentication_type, (type) => typeof type === 'string' && type !== 'API_KEY'),
  },
  {
    ids: ['own:key-life'],
    demand: 'An API key says when it ends, within a year',
    scope: 'every',
    type: 'aws_appsync_api_key',
    test: ({ expires }) => expiresInTime(expires),
  },
  {
    ids: ['own:introspection'],
    demand: 'The API does not tell its schema',
    scope: 'protected',
    type: TYPE,
    test: ({ introspection_config }) => equals(introspection_config, 'DISABLED'),
  },
  {
    ids: ['own:query-limits'],
    demand: 'The API limits how deep and how wide a query is',
    scope: 'protected',
    type: TYPE,
    test: ({ query_depth_limit, resolver_count_limit }) =>
      all(
        [query_depth_limit, resolver_count_limit].map((limit) => value(limit, (known) => Number(known) >= 1)),
      ),
  },
  {
    ids: ['own:api-tracing'],
    demand: 'The API is traced',
    scope: 'protected',
    type: TYPE,
    test: ({ xray_enabled }) => equals(xray_enabled, true),
  },
  {
    ids: ['CKV_AWS_214', 'CKV_AWS_215'],
    demand: "The API's cache is encrypted, at rest and on its way",
    scope: 'every',
    type: 'aws_appsync_api_cache',
    test: ({ at_rest_encryption_enabled, transit_encryption_enabled }) =>
      all([equals(at_rest_encryption_enabled, true), equals(transit_encryption_enabled, true)]),
  },
];
