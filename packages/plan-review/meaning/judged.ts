import type { Difference } from '../plan/differences';
import { isEmpty } from '../plan/differences';
import { textOf } from '../plan/json';
import type { ResourceChange } from '../plan/terraform-plan';
import { UNKNOWN } from '../plan/unknown';

/**
 * The settings that the review understands, by type: what each of them means for data, access and protection is
 * looked at by a subject, a safeguard or {@link riskOf}. A type or a setting that is not here is told as not judged.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  'AWS::Lambda::Permission': 'desired_state properties schema type_name',
  aws_acm_certificate: 'domain_name subject_alternative_names validation_method options key_algorithm',
  aws_acm_certificate_validation: 'certificate_arn validation_record_fqdns',
  aws_appsync_api_key: 'api_id description expires',
  aws_appsync_datasource: 'api_id description lambda_config name service_role_arn type',
  aws_appsync_graphql_api:
    'additional_authentication_provider api_type authentication_type introspection_config log_config name query_depth_limit resolver_count_limit schema visibility xray_enabled',
  aws_appsync_resolver: 'api_id data_source field kind type',
  aws_cloudfront_cache_policy:
    'comment default_ttl max_ttl min_ttl name parameters_in_cache_key_and_forwarded_to_origin',
  aws_cloudfront_distribution:
    'aliases comment custom_error_response default_cache_behavior default_root_object enabled http_version is_ipv6_enabled ordered_cache_behavior origin origin_group price_class restrictions retain_on_delete viewer_certificate wait_for_deployment web_acl_id',
  aws_cloudfront_function: 'code comment name publish runtime',
  aws_cloudfront_monitoring_subscription: 'distribution_id monitoring_subscription',
  aws_cloudfront_origin_access_control:
    'description name origin_access_control_origin_type signing_behavior signing_protocol',
  aws_cloudfront_origin_request_policy: 'comment cookies_config headers_config name query_strings_config',
  aws_cloudfront_response_headers_policy: 'comment custom_headers_config name security_headers_config',
  aws_cloudwatch_dashboard: 'dashboard_body dashboard_name',
  aws_cloudwatch_event_rule: 'description event_bus_name event_pattern name schedule_expression state',
  aws_cloudwatch_event_target: 'arn dead_letter_config event_bus_name input_transformer rule target_id',
  aws_cloudwatch_log_delivery: 'delivery_destination_arn delivery_source_name',
  aws_cloudwatch_log_delivery_destination: 'delivery_destination_configuration name output_format',
  aws_cloudwatch_log_delivery_source: 'log_type name resource_arn',
  aws_cloudwatch_log_group: 'log_group_class name retention_in_days',
  aws_cloudwatch_log_metric_filter: 'log_group_name metric_transformation name pattern',
  aws_cloudwatch_metric_alarm:
    'actions_enabled alarm_actions alarm_description alarm_name comparison_operator evaluate_low_sample_count_percentiles evaluation_periods metric_query ok_actions threshold treat_missing_data',
  aws_dynamodb_table:
    'attribute billing_mode deletion_protection_enabled global_secondary_index hash_key name point_in_time_recovery range_key read_capacity server_side_encryption stream_enabled stream_view_type table_class ttl write_capacity',
  aws_dynamodb_table_item: 'hash_key item range_key table_name',
  aws_iam_openid_connect_provider: 'client_id_list thumbprint_list url',
  aws_iam_policy: 'description name path policy',
  aws_iam_role:
    'assume_role_policy description inline_policy managed_policy_arns max_session_duration name path permissions_boundary',
  aws_iam_role_policy: 'name policy role',
  aws_iam_role_policy_attachment: 'policy_arn role',
  aws_lambda_event_source_mapping:
    'batch_size bisect_batch_on_function_error destination_config enabled event_source_arn filter_criteria function_name function_response_types maximum_batching_window_in_seconds maximum_record_age_in_seconds maximum_retry_attempts parallelization_factor scaling_config starting_position',
  aws_lambda_function:
    'architectures code_sha256 dead_letter_config description environment ephemeral_storage filename function_name handler logging_config memory_size package_type publish reserved_concurrent_executions role runtime source_code_hash timeout tracing_config',
  aws_lambda_function_url: 'authorization_type cors function_name invoke_mode',
  aws_lambda_permission:
    'action function_name function_url_auth_type principal source_account source_arn statement_id',
  aws_route53_record: 'alias name records ttl type zone_id',
  aws_scheduler_schedule:
    'action_after_completion description flexible_time_window group_name name schedule_expression schedule_expression_timezone state target',
  aws_s3_account_public_access_block:
    'account_id block_public_acls block_public_policy ignore_public_acls restrict_public_buckets',
  aws_s3_bucket: 'bucket force_destroy',
  aws_s3_bucket_lifecycle_configuration: 'bucket rule transition_default_minimum_object_size',
  aws_s3_bucket_logging: 'bucket target_bucket target_prefix',
  aws_s3_bucket_ownership_controls: 'bucket rule',
  aws_s3_bucket_policy: 'bucket policy',
  aws_s3_bucket_public_access_block:
    'block_public_acls block_public_policy bucket ignore_public_acls restrict_public_buckets',
  aws_s3_bucket_server_side_encryption_configuration: 'bucket rule',
  aws_s3_bucket_versioning: 'bucket versioning_configuration',
  aws_s3_object: 'bucket cache_control content_type etag key source source_hash storage_class',
  aws_sfn_state_machine:
    'definition encryption_configuration logging_configuration name publish role_arn tracing_configuration type',
  aws_sns_topic: 'name',
  aws_sns_topic_policy: 'arn policy',
  aws_sns_topic_subscription: 'endpoint protocol topic_arn',
  aws_sqs_queue:
    'delay_seconds kms_data_key_reuse_period_seconds max_message_size message_retention_seconds name receive_wait_time_seconds redrive_policy sqs_managed_sse_enabled visibility_timeout_seconds',
  aws_sqs_queue_policy: 'policy queue_url',
  aws_ssm_parameter: 'data_type description name tier type value value_wo value_wo_version',
  aws_wafv2_web_acl: 'custom_response_body default_action name rule scope visibility_config',
  aws_wafv2_web_acl_association: 'resource_arn web_acl_arn',
  aws_wafv2_web_acl_logging_configuration:
    'log_destination_configs logging_filter redacted_fields resource_arn',
};

/** What a resource is that goes through Cloud Control: each of its types is judged by itself. */
export function cloudControlType({ type, before, after }: ResourceChange): string | undefined {
  return type === 'aws_cloudcontrolapi_resource' ? textOf((after ?? before)?.['type_name']) : undefined;
}

/** What AWS or the provider writes beside the settings, of every type. */
const COMPUTED =
  /^(id|arn|arns|region|owner_id|tags|tags_all|last_modified.*|creat.*date|create_time|etag|version|version_id|hosted_zone_id|domain_name_.*|in_progress_.*|status|unique_id|caller_reference|.*_arn_suffix)$/;

/** What of a change nobody has judged: all of a type that is not known, or some settings; undefined where all is judged. */
export type Unjudged = 'type' | readonly string[] | undefined;

/** The settings of a change that are not in the table; of something new, those that are set. */
export function unjudged(change: ResourceChange, found: readonly Difference[]): Unjudged {
  const known = SETTINGS[cloudControlType(change) ?? change.type]?.split(' ');
  if (!known) return 'type';
  const names = found
    .filter(({ before, after }) => after !== UNKNOWN && !(isEmpty(before) && isEmpty(after)))
    // False is what a setting is that nobody has made.
    .filter(({ after }) => change.action !== 'create' || (after !== false && after !== 0))
    .map(({ path }) => path.replace(/[.[ ].*$/, ''))
    .filter((name) => !known.includes(name) && !COMPUTED.test(name));
  return change.action === 'delete' || names.length === 0 ? undefined : [...new Set(names)];
}
