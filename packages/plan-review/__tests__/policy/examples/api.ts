import { type Examples, is } from './example';

export const API_EXAMPLES: Examples = {
  CKV_AWS_193: { kept: is({ log_config: { cloudwatch_logs_role_arn: 'arn' } }), broken: [is({})] },
  CKV_AWS_194: {
    kept: is({ log_config: { field_log_level: 'ERROR', exclude_verbose_content: true } }),
    broken: [
      is({ log_config: { field_log_level: 'NONE', exclude_verbose_content: true } }),
      is({ log_config: { field_log_level: 'ALL', exclude_verbose_content: false } }),
    ],
  },
  'AppSync.5': {
    kept: is({ authentication_type: 'AWS_IAM' }),
    broken: [is({ authentication_type: 'API_KEY' }), is({})],
  },
  'own:key-life': {
    kept: is({ expires: '${timeadd(formatdate("YYYY-MM-01\'T\'00:00:00Z", plantimestamp()), "8760h")}' }),
    broken: [
      is({}),
      is({ expires: '${timeadd(plantimestamp(), "9000h")}' }),
      is({ expires: '2099-01-01T00:00:00Z' }),
    ],
  },
  'own:introspection': {
    kept: is({ introspection_config: 'DISABLED' }),
    broken: [is({}), is({ introspection_config: 'ENABLED' })],
  },
  'own:query-limits': {
    kept: is({ query_depth_limit: 6, resolver_count_limit: 20 }),
    broken: [is({ query_depth_limit: 6 }), is({ query_depth_limit: 0, resolver_count_limit: 20 })],
  },
  'own:api-tracing': { kept: is({ xray_enabled: true }), broken: [is({})] },
  CKV_AWS_214: {
    kept: is({ at_rest_encryption_enabled: true, transit_encryption_enabled: true }),
    broken: [is({ at_rest_encryption_enabled: true })],
  },
};
