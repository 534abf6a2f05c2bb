import {
  type Attributes,
  AwsError,
  type Cloud,
  type Json,
  type JsonObject,
  type Permission,
  type Resource,
  type Service,
  type ServiceCall,
} from '../../core/service';
import { isObject } from '../../terraform/blocks';
import { judge } from './bucket-policy';
import { type Bucket, Buckets } from './buckets';
import { listing } from './listing';
import { objectAnswer } from './object-answer';
import { provision, RESOURCE_TYPES } from './provisioning';
import { type Answer, restXml } from './rest-xml';

/** The permission that an operation needs, and whether it is on the bucket or on the object. */
const PERMISSIONS: Readonly<Record<string, readonly [action: string, on: 'bucket' | 'object']>> = {
  GetObject: ['s3:GetObject', 'object'],
  HeadObject: ['s3:GetObject', 'object'],
  PutObject: ['s3:PutObject', 'object'],
  DeleteObject: ['s3:DeleteObject', 'object'],
  ListObjectsV2: ['s3:ListBucket', 'bucket'],
};

/** S3: the buckets of a stack with the objects of its artifact, in memory. */
export function s3(cloud: Cloud): Service {
  const buckets = new Buckets();
  return {
    name: 's3',
    protocol: restXml,
    resourceTypes: RESOURCE_TYPES,
    provision: async (resource: Resource): Promise<Attributes> => provision(buckets, resource, cloud),
    // Identity policies bind roles. Services and the public have none: the bucket's own policy decides.
    permissions: (call) => {
      const needed = permissionOf(call);
      return needed && (call.principal.kind === 'role' || call.principal.kind === 'developer')
        ? [needed]
        : [];
    },
    handle: async (call): Promise<Json> => ({ ...handle(buckets, call, cloud) }),
    stop: async () => {},
  };
}

function permissionOf({ action, input }: ServiceCall): Permission | undefined {
  const permission = PERMISSIONS[action];
  if (!permission) return undefined;
  const [needed, on] = permission;
  const bucket = `arn:aws:s3:::${String(input['Bucket'])}`;
  return { action: needed, resource: on === 'bucket' ? bucket : `${bucket}/${String(input['Key'])}` };
}

function handle(buckets: Buckets, call: ServiceCall, { clock }: Cloud): Answer {
  const { action, input } = call;
  const needed = permissionOf(call);
  if (!needed) throw new AwsError('NotImplemented', `${action} is not run locally.`, 501);
  const bucket = buckets.get(String(input['Bucket']));
  authorize(bucket, call, needed);
  const headers = stringsOf(input['headers']);
  switch (action) {
    case 'GetObject':
    case 'HeadObject':
      return objectAnswer(objectOf(bucket, call), headers, action === 'GetObject');
    case 'PutObject': {
      const body = Buffer.from(String(input['Body'] ?? ''), 'base64');
      const object = {
        key: String(input['Key']),
        body,
        lastModified: clock.now(),
        headers: storedHeaders(headers),
      };
      return { statusCode: 200, headers: { etag: buckets.put(bucket, object).etag }, body: '' };
    }
    case 'DeleteObject':
      bucket.objects.delete(String(input['Key']));
      return { statusCode: 204, headers: {}, body: '' };
    default: {
      const page = listing(bucket, stringsOf(input['query']));
      const body = Buffer.from(page).toString('base64');
      return { statusCode: 200, headers: { 'content-type': 'application/xml' }, body };
    }
  }
}

/**
 * The public is never let in; a service only where the bucket's policy says so; nobody where it says no.
 * AWS says `Access Denied` alone; here one learns why.
 */
function authorize(
  { name, policy }: Bucket,
  { principal }: ServiceCall,
  { action, resource }: Permission,
): void {
  if (principal.kind === 'public') throw denied(`nobody signed the request for ${resource}.`);
  const { verdict, sid } = policy
    ? judge(policy, { principal, action, resource })
    : { verdict: 'silent' as const };
  if (verdict === 'denied')
    throw denied(`the bucket policy of ${name} denies ${action} (statement ${sid ?? 'without Sid'}).`);
  if (principal.kind === 'service' && verdict !== 'allowed') {
    const who = `${principal.service} for ${principal.sourceArn}`;
    throw denied(`the bucket policy of ${name} does not allow ${who} to ${action} on ${resource}.`);
  }
}

/**
 * A missing key is a 404 to those who may list the bucket, and no more than a 403 to the others.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
function objectOf(bucket: Bucket, { principal, input }: ServiceCall) {
  const object = bucket.objects.get(String(input['Key']));
  if (object) return object;
  const list = { principal, action: 's3:ListBucket', resource: bucket.arn };
  const mayList =
    principal.kind !== 'service' || (bucket.policy && judge(bucket.policy, list).verdict === 'allowed');
  if (!mayList)
    throw denied(
      `${bucket.name} may hold no ${String(input['Key'])}: who may not list a bucket is not told.`,
    );
  throw new AwsError('NoSuchKey', `The specified key does not exist: ${String(input['Key'])}`, 404);
}

function denied(reason: string): AwsError {
  return new AwsError('AccessDenied', `Access Denied: ${reason}`, 403);
}

/** The headers of an upload that come back with the object. */
function storedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) =>
    /^(content-(type|encoding|disposition|language)|cache-control|expires|x-amz-meta-.*)$/.test(name),
  );
  const plain = kept.map(
    ([name, value]) => [name, name === 'content-encoding' ? withoutChunking(value) : value] as const,
  );
  return {
    'content-type': 'binary/octet-stream',
    ...Object.fromEntries(plain.filter(([, value]) => value !== '')),
  };
}

function withoutChunking(encoding: string): string {
  const encodings = encoding.split(',').map((one) => one.trim());
  return encodings.filter((one) => one !== 'aws-chunked').join(', ');
}

function stringsOf(value: Json | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries((isObject(value) ? value : {}) as JsonObject).map(([name, one]) => [name, String(one)]),
  );
}
