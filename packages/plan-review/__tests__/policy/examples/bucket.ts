import { type MiniStack, onlyTls, policy } from '../mini-stacks';
import { type Examples, is } from './example';

/** A bucket with another resource that says something of it. */
function bucketWith(type: string, config: Record<string, unknown>): MiniStack {
  return { config: {}, beside: { [type]: { of: { bucket: '${aws_s3_bucket.it.id}', ...config } } } };
}

const NO_COMPANION = is({});
const BLOCKED = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};
const ARN = '${aws_s3_bucket.it.arn}';
const bucketPolicy = (...statements: Record<string, unknown>[]) =>
  bucketWith('aws_s3_bucket_policy', { policy: policy(...statements) });
const encryption = (rule: Record<string, unknown>) =>
  bucketWith('aws_s3_bucket_server_side_encryption_configuration', { rule });
const lifecycle = (rule: Record<string, unknown>) =>
  bucketWith('aws_s3_bucket_lifecycle_configuration', { rule });

export const BUCKET_EXAMPLES: Examples = {
  'S3.8': {
    kept: bucketWith('aws_s3_bucket_public_access_block', BLOCKED),
    broken: [
      NO_COMPANION,
      bucketWith('aws_s3_bucket_public_access_block', { ...BLOCKED, restrict_public_buckets: false }),
    ],
  },
  'S3.1': {
    kept: { beside: { aws_s3_account_public_access_block: { account: BLOCKED } } },
    broken: [
      NO_COMPANION,
      {
        beside: { aws_s3_account_public_access_block: { account: { ...BLOCKED, block_public_acls: false } } },
      },
    ],
  },
  'S3.2': {
    kept: bucketPolicy({
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 's3:GetObject',
    }),
    broken: [
      bucketPolicy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }),
      bucketPolicy({ Effect: 'Allow', Principal: { AWS: ['*'] }, Action: 's3:GetObject' }),
    ],
  },
  CKV_AWS_20: { kept: NO_COMPANION, broken: [is({ acl: 'public-read' })] },
  CKV_AWS_93: {
    kept: bucketPolicy(onlyTls(ARN)),
    broken: [bucketPolicy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: ARN })],
  },
  'S3.5': {
    kept: bucketPolicy(onlyTls(ARN, `${ARN}/*`)),
    broken: [
      NO_COMPANION,
      bucketPolicy(onlyTls(ARN)),
      bucketPolicy({ ...onlyTls(ARN, `${ARN}/*`), Action: 's3:GetObject' }),
      bucketPolicy({ ...onlyTls(ARN, `${ARN}/*`), Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    ],
  },
  'S3.12': {
    kept: bucketWith('aws_s3_bucket_ownership_controls', {
      rule: { object_ownership: 'BucketOwnerEnforced' },
    }),
    broken: [
      NO_COMPANION,
      bucketWith('aws_s3_bucket_ownership_controls', { rule: { object_ownership: 'ObjectWriter' } }),
    ],
  },
  CKV_AWS_19: {
    kept: encryption({ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }),
    broken: [NO_COMPANION],
  },
  CKV_AWS_145: {
    kept: encryption({
      apply_server_side_encryption_by_default: [{ sse_algorithm: 'aws:kms', kms_master_key_id: 'key' }],
      bucket_key_enabled: true,
    }),
    broken: [
      encryption({ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }),
      encryption({
        apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms' },
        bucket_key_enabled: true,
      }),
    ],
  },
  CKV_AWS_21: {
    kept: bucketWith('aws_s3_bucket_versioning', { versioning_configuration: { status: 'Enabled' } }),
    broken: [
      NO_COMPANION,
      bucketWith('aws_s3_bucket_versioning', { versioning_configuration: { status: 'Suspended' } }),
    ],
  },
  'S3.13': {
    kept: lifecycle({ status: 'Enabled', noncurrent_version_expiration: { noncurrent_days: 30 } }),
    broken: [
      NO_COMPANION,
      lifecycle({ status: 'Disabled', noncurrent_version_expiration: { noncurrent_days: 30 } }),
    ],
  },
  CKV_AWS_300: {
    kept: lifecycle({
      status: 'Enabled',
      filter: [{}],
      abort_incomplete_multipart_upload: { days_after_initiation: 1 },
    }),
    broken: [
      lifecycle({ status: 'Enabled', filter: [{}] }),
      lifecycle({
        status: 'Enabled',
        filter: { prefix: 'tmp/' },
        abort_incomplete_multipart_upload: { days_after_initiation: 1 },
      }),
    ],
  },
  'S3.9': {
    kept: bucketWith('aws_s3_bucket_logging', { target_bucket: '${aws_s3_bucket.log.id}' }),
    broken: [NO_COMPANION],
  },
  'AWS-0320': { kept: is({ bucket: 'shop-web' }), broken: [is({ bucket: 'Shop.Web' })] },
  CKV_AWS_144: {
    kept: bucketWith('aws_s3_bucket_replication_configuration', { rule: [{ status: 'Enabled' }] }),
    broken: [NO_COMPANION],
  },
  CKV2_AWS_62: {
    kept: bucketWith('aws_s3_bucket_notification', { eventbridge: true }),
    broken: [NO_COMPANION],
  },
  'own:force-destroy': { kept: is({ force_destroy: false }), broken: [is({ force_destroy: true })] },
};
