import type { RequestContext } from '../../core/policy/context';
import type { Permission } from '../../core/principals';
import type { ServiceCall } from '../../core/service';
import type { Bucket, Buckets } from './buckets';

/** The permission that an operation needs, and whether it is on the bucket or on the object. */
const NEEDED: Readonly<Record<string, readonly [action: string, on: 'bucket' | 'object']>> = {
  GetObject: ['s3:GetObject', 'object'],
  HeadObject: ['s3:GetObject', 'object'],
  PutObject: ['s3:PutObject', 'object'],
  DeleteObject: ['s3:DeleteObject', 'object'],
  ListObjectsV2: ['s3:ListBucket', 'bucket'],
};

/** It never leaves this machine, and counts as encrypted. */
const ENCRYPTED: RequestContext = { 's3:TlsVersion': '1.3' };

export function isRunLocally(action: string): boolean {
  return action in NEEDED;
}

/** None for an operation that is not run locally. @throws AwsError NoSuchBucket */
export function permissions(buckets: Buckets, call: ServiceCall): Permission[] {
  const needed = NEEDED[call.action];
  if (!needed) return [];
  const [action, on] = needed;
  const bucket = buckets.get(String(call.input['Bucket']));
  if (on === 'bucket') return [onBucket(bucket, action, call)];
  const resource = `${bucket.arn}/${String(call.input['Key'])}`;
  return [{ action, resource, context: ENCRYPTED, ...policyFor(bucket, call) }];
}

/** Who may list a bucket is told which keys are missing. */
export function permissionToList(bucket: Bucket, call: ServiceCall): Permission {
  return onBucket(bucket, 's3:ListBucket', call);
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys */
function onBucket(bucket: Bucket, action: string, call: ServiceCall): Permission {
  const query = call.input['query'] as Readonly<Record<string, string>> | undefined;
  const context = {
    ...ENCRYPTED,
    's3:prefix': query?.['prefix'],
    's3:delimiter': query?.['delimiter'],
    's3:max-keys': query?.['max-keys'],
  };
  return { action, resource: bucket.arn, context, ...policyFor(bucket, call) };
}

/**
 * A bucket that blocks public access lets nobody in who did not sign, whatever its policy says. Buckets do unless
 * told otherwise (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html).
 */
function policyFor(bucket: Bucket, { principal }: ServiceCall): Pick<Permission, 'resourcePolicy'> {
  const isBlocked = principal.kind === 'public' && bucket.blocksPublicAccess;
  return { resourcePolicy: isBlocked ? undefined : bucket.policy };
}
