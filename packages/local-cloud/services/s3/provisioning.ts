import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AwsError } from '../../core/errors';
import type { JsonObject } from '../../core/json';
import type { Attributes, Cloud, Resource } from '../../core/service';
import { block, blocks } from '../../terraform/blocks';
import { bucketPolicy } from './bucket-policy';
import type { Buckets, Replication } from './buckets';

/** Zones of S3's endpoints in Route 53. https://docs.aws.amazon.com/general/latest/gr/s3.html */
const HOSTED_ZONES: Readonly<Record<string, string>> = {
  'eu-central-1': 'Z21DNDUVLTQW6Q',
  'eu-west-1': 'Z1BKCTXD74EZPE',
  'us-east-1': 'Z3AQBSTGFYJSTF',
  'us-west-2': 'Z3BJ6K6RIION7M',
};

/** Settings of a bucket without an effect on a bucket that lives on one machine for one run. */
const WITHOUT_EFFECT = [
  'aws_s3_bucket_versioning',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_logging',
];

export const RESOURCE_TYPES: readonly string[] = [
  'aws_s3_bucket',
  'aws_s3_object',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_replication_configuration',
  ...WITHOUT_EFFECT,
];

type Surroundings = Pick<Cloud, 'artifactDirectory' | 'clock' | 'region'>;

/** @throws AwsError that names the resource and the reason */
export function provision(buckets: Buckets, resource: Resource, cloud: Surroundings): Attributes {
  switch (resource.type) {
    case 'aws_s3_bucket':
      return makeBucket(buckets, resource, cloud);
    case 'aws_s3_object':
      return putObject(buckets, resource, cloud);
    case 'aws_s3_bucket_policy': {
      const bucket = buckets.get(required(resource, 'bucket'));
      bucket.policy = bucketPolicy(resource.address, required(resource, 'policy'));
      return { id: bucket.name };
    }
    case 'aws_s3_bucket_public_access_block': {
      const bucket = buckets.get(required(resource, 'bucket'));
      bucket.blocksPublicAccess = resource.config['restrict_public_buckets'] === true;
      return { id: bucket.name };
    }
    case 'aws_s3_bucket_replication_configuration': {
      const bucket = buckets.get(required(resource, 'bucket'));
      buckets.replicate(bucket, replications(resource));
      return { id: bucket.name };
    }
    default:
      return { id: buckets.get(required(resource, 'bucket')).name };
  }
}

function makeBucket(buckets: Buckets, { config, address }: Resource, { region }: Surroundings): Attributes {
  const unnamed = `${text(config, 'bucket_prefix') ?? ''}${address.replace(/[^a-z0-9]+/gi, '-').toLowerCase()}`;
  const { name, arn } = buckets.make(text(config, 'bucket') ?? unnamed);
  return {
    id: name,
    bucket: name,
    arn,
    region,
    bucket_domain_name: `${name}.s3.amazonaws.com`,
    bucket_regional_domain_name: `${name}.s3.${region}.amazonaws.com`,
    hosted_zone_id: HOSTED_ZONES[region] ?? '',
  };
}

const HEADERS: Readonly<Record<string, string>> = {
  content_type: 'content-type',
  cache_control: 'cache-control',
  content_encoding: 'content-encoding',
  content_disposition: 'content-disposition',
  content_language: 'content-language',
};

function putObject(
  buckets: Buckets,
  resource: Resource,
  { artifactDirectory, clock }: Surroundings,
): Attributes {
  const { config } = resource;
  const bucket = buckets.get(required(resource, 'bucket'));
  const set = Object.entries(HEADERS).flatMap(([setting, header]) => {
    const value = text(config, setting);
    return value === undefined ? [] : [[header, value] as const];
  });
  const metadata = Object.entries(block(config['metadata']) ?? {}).map(([name, value]) => [
    `x-amz-meta-${name}`,
    String(value),
  ]);
  const object = buckets.put(bucket, {
    key: required(resource, 'key'),
    body: contentOf(resource, artifactDirectory),
    lastModified: clock.now(),
    headers: { 'content-type': 'application/octet-stream', ...Object.fromEntries([...set, ...metadata]) },
  });
  const etag = object.etag.replaceAll('"', '');
  return { id: object.key, arn: `${bucket.arn}/${object.key}`, etag, version_id: etag };
}

/** @throws AwsError where the file of `source` cannot be read */
function contentOf(resource: Resource, artifactDirectory: string): Buffer {
  const { config, address } = resource;
  const source = text(config, 'source');
  const base64 = text(config, 'content_base64');
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  if (source === undefined) return Buffer.from(text(config, 'content') ?? '');
  try {
    return readFileSync(resolve(artifactDirectory, source));
  } catch (error) {
    throw new AwsError(
      'InvalidArgument',
      `${address}: the source ${source} cannot be read: ${(error as Error).message}`,
    );
  }
}

function replications({ config }: Resource): Replication[] {
  const enabled = blocks(config['rule']).filter((rule) => rule['status'] === 'Enabled');
  return enabled.map((rule) => ({
    prefix: text(rule, 'prefix') ?? text(block(rule['filter']) ?? {}, 'prefix') ?? '',
    destination: (text(block(rule['destination']) ?? {}, 'bucket') ?? '').replace(/^arn:aws:s3:::/, ''),
  }));
}

function required(resource: Resource, name: string): string {
  const value = text(resource.config, name);
  if (value === undefined) throw new AwsError('InvalidArgument', `${resource.address}: ${name} is missing.`);
  return value;
}

function text(config: JsonObject, name: string): string | undefined {
  const value = config[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
