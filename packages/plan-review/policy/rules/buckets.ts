import {
  admitsAnybody,
  all,
  any,
  equals,
  holds,
  isSet,
  type Rule,
  refusesPlainText,
  statements,
  type Verdict,
  value,
} from '../rule';
import { type Block, block, blocks, refersTo, type Stack } from '../stack';

const TYPE = 'aws_s3_bucket';

type BucketTest = (satellite: Block, stack: Stack, address: string) => Verdict;

/** Asks about what another resource of `type` says of the bucket; fails where there is none. */
function companion(type: string, test: BucketTest): Rule['test'] {
  return (_, stack, address) =>
    any(stack.referring(type, 'bucket', address).map((satellite) => test(satellite, stack, address)));
}

/** Asks about the bucket's policy, which need not be there. */
function policies(demand: Parameters<typeof statements>[2]): Rule['test'] {
  return (_, stack, address) =>
    all(
      stack
        .referring('aws_s3_bucket_policy', 'bucket', address)
        .map(({ policy }) => statements(stack, policy, demand)),
    );
}

const BLOCKED = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];

function encryption(rule: unknown): Block {
  return block(block(rule)['apply_server_side_encryption_by_default']);
}

/** What lies in S3: the page, the logs, the state. */
export const BUCKET_RULES: readonly Rule[] = [
  {
    ids: ['S3.8', 'CKV_AWS_53', 'CKV_AWS_54', 'CKV_AWS_55', 'CKV_AWS_56', 'CKV2_AWS_6', 'AWS-0086', 'S2'],
    demand: 'A bucket blocks all public access',
    scope: 'every',
    type: TYPE,
    test: companion('aws_s3_bucket_public_access_block', (config) =>
      all(BLOCKED.map((field) => equals(config[field], true))),
    ),
  },
  {
    ids: ['S3.1'],
    demand: 'The account blocks all public access to its buckets',
    scope: 'account',
    type: 'terraform',
    test: (_, stack) =>
      any(
        stack
          .subjects('aws_s3_account_public_access_block')
          .map(([, config]) => all(BLOCKED.map((field) => equals(config[field], true)))),
      ),
  },
  {
    ids: ['S3.2', 'S3.3', 'S3.6', 'CKV_AWS_70', 'CKV2_AWS_43', 'AWS-0092'],
    demand: 'A bucket policy lets nobody in but whom it names',
    scope: 'every',
    type: TYPE,
    test: policies((known) => !known.some(admitsAnybody)),
  },
  {
    ids: ['CKV_AWS_20', 'CKV_AWS_57'],
    demand: 'No bucket has an ACL',
    scope: 'every',
    type: 'aws_s3_bucket_acl',
    test: () => 'fail',
  },
  {
    ids: ['CKV_AWS_93'],
    demand: 'A bucket policy locks nobody out for good',
    scope: 'every',
    type: TYPE,
    test: policies(
      (known) =>
        !known.some(
          ({ effect, actions, principals, conditions }) =>
            effect === 'Deny' &&
            actions.some((action) => action === 's3:*' || action === '*') &&
            principals.some(({ identifiers }) => identifiers.includes('*')) &&
            conditions.length === 0,
        ),
    ),
  },
  {
    ids: ['S3.5', 'S10'],
    demand: 'A bucket and its objects are reached by TLS only',
    scope: 'every',
    type: TYPE,
    test: companion('aws_s3_bucket_policy', ({ policy }, stack, address) =>
      statements(stack, policy, (known) =>
        known.some(
          (statement) =>
            refusesPlainText(statement) &&
            statement.actions.includes('s3:*') &&
            ['', '/*'].every((suffix) =>
              statement.resources.some(
                (resource) => refersTo(resource, address) && resource.endsWith(`}${suffix}`),
              ),
            ),
        ),
      ),
    ),
  },
  {
    ids: ['S3.12', 'CKV2_AWS_65'],
    demand: 'A bucket knows no ACLs: its owner owns all that lies in it',
    scope: 'every',
    type: TYPE,
    test: companion('aws_s3_bucket_ownership_controls', ({ rule }) =>
      equals(block(rule)['object_ownership'], 'BucketOwnerEnforced'),
    ),
  },
  {
    ids: ['CKV_AWS_19'],
    demand: 'A bucket says how it encrypts',
    scope: 'every',
    type: TYPE,
    test: companion('aws_s3_bucket_server_side_encryption_configuration', ({ rule }) =>
      isSet(encryption(rule)['sse_algorithm']),
    ),
  },
  {
    ids: ['CKV_AWS_145', 'AWS-0132', 'S3.17'],
    demand: 'A bucket encrypts by a key of our own',
    scope: 'protected',
    type: TYPE,
    test: companion('aws_s3_bucket_server_side_encryption_configuration', ({ rule }) =>
      all([
        equals(encryption(rule)['sse_algorithm'], 'aws:kms'),
        isSet(encryption(rule)['kms_master_key_id']),
        equals(block(rule)['bucket_key_enabled'], true),
      ]),
    ),
  },
  {
    ids: ['CKV_AWS_21', 'AWS-0090', 'S3.14'],
    demand: 'A bucket keeps old versions',
    scope: 'every',
    type: TYPE,
    test: companion('aws_s3_bucket_versioning', ({ versioning_configuration }) =>
      equals(block(versioning_configuration)['status'], 'Enabled'),
    ),
  },
  {
    ids: ['S3.13', 'CKV2_AWS_61', 'S3.10'],
    demand: 'A bucket forgets old versions some day',
    scope: 'every',
    type: TYPE,
    test: companion('aws_s3_bucket_lifecycle_configuration', ({ rule }) =>
      any(
        blocks(rule).map(({ status, noncurrent_version_expiration }) =>
          all([equals(status, 'Enabled'), isSet(block(noncurrent_version_expiration)['noncurrent_days'])]),
        ),
      ),
    ),
  },
  {
    ids: ['CKV_AWS_300'],
    demand: 'A bucket gives up uploads that were never finished',
    scope: 'every',
    type: TYPE,
    test: companion('aws_s3_bucket_lifecycle_configuration', ({ rule }) =>
      any(
        blocks(rule).map(({ status, filter, abort_incomplete_multipart_upload }) =>
          all([
            equals(status, 'Enabled'),
            holds(Object.values(block(filter)).every((narrowing) => narrowing === '')),
            isSet(block(abort_incomplete_multipart_upload)['days_after_initiation']),
          ]),
        ),
      ),
    ),
  },
  {
    ids: ['S3.9', 'CKV_AWS_18', 'AWS-0089', 'S1'],
    demand: 'Access to a bucket is logged',
    scope: 'protected',
    type: TYPE,
    test: companion('aws_s3_bucket_logging', ({ target_bucket }) => isSet(target_bucket)),
  },
  {
    ids: ['AWS-0320'],
    demand: 'A bucket has a name that DNS can carry',
    scope: 'every',
    type: TYPE,
    test: ({ bucket }) => value(bucket, (name) => /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(String(name))),
  },
  {
    ids: ['CKV_AWS_144', 'S3.7'],
    demand: 'A bucket is replicated to another region',
    scope: 'protected',
    type: TYPE,
    test: companion('aws_s3_bucket_replication_configuration', ({ rule }) => isSet(rule)),
  },
  {
    ids: ['CKV2_AWS_62', 'S3.11'],
    demand: 'A bucket tells of its events',
    scope: 'protected',
    type: TYPE,
    test: companion('aws_s3_bucket_notification', () => 'pass'),
  },
  {
    ids: ['own:force-destroy'],
    demand: 'No plan empties a bucket',
    scope: 'protected',
    type: TYPE,
    test: ({ force_destroy }) => value(force_destroy, (known) => known !== true),
  },
];
