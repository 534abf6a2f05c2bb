import { AwsError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';
import { isObject } from '../../core/json';
import type { Attributes, Cloud, Resource, Service, ServiceCall } from '../../core/service';
import { accessDenied } from './bucket-policy';
import { type Bucket, Buckets } from './buckets';
import { listing } from './listing';
import { objectAnswer } from './object-answer';
import { isRunLocally, permissions, permissionToList } from './permissions';
import { provision, RESOURCE_TYPES } from './provisioning';
import { type Answer, restXml } from './rest-xml';

/** S3: the buckets of a stack with the objects of its artifact, in memory. */
export function s3(cloud: Cloud): Service {
  const buckets = new Buckets();
  return {
    name: 's3',
    protocol: restXml,
    resourceTypes: RESOURCE_TYPES,
    provision: async (resource: Resource): Promise<Attributes> => provision(buckets, resource, cloud),
    permissions: (call) => permissions(buckets, call),
    denied: ({ input }, [first], refusal) =>
      first ? accessDenied(String(input['Bucket']), first, refusal) : refusal,
    handle: async (call): Promise<Json> => ({ ...handle(buckets, call, cloud) }),
    stop: async () => {},
  };
}

function handle(buckets: Buckets, call: ServiceCall, cloud: Cloud): Answer {
  const { action, input } = call;
  if (!isRunLocally(action)) throw new AwsError('NotImplemented', `${action} is not run locally.`, 501);
  const bucket = buckets.get(String(input['Bucket']));
  const headers = stringsOf(input['headers']);
  switch (action) {
    case 'GetObject':
    case 'HeadObject':
      return objectAnswer(objectOf(bucket, call, cloud), headers, action === 'GetObject');
    case 'PutObject': {
      const body = Buffer.from(String(input['Body'] ?? ''), 'base64');
      const object = {
        key: String(input['Key']),
        body,
        lastModified: cloud.clock.now(),
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
 * A missing key is a 404 to those who may list the bucket, and no more than a 403 to the others.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
function objectOf(bucket: Bucket, call: ServiceCall, cloud: Cloud) {
  const key = String(call.input['Key']);
  const object = bucket.objects.get(key);
  if (object) return object;
  if (cloud.allows(call.principal, permissionToList(bucket, call)))
    throw new AwsError('NoSuchKey', `The specified key does not exist: ${key}`, 404);
  const reason = `${bucket.name} may hold no ${key}: who may not list a bucket is not told`;
  throw new AwsError('AccessDenied', `Access Denied: ${reason}.`, 403);
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
