import { AwsError } from '../../core/errors';
import { element, escapeXml } from '../../core/protocols/xml';
import type { Bucket, StoredObject } from './buckets';

const MOST_KEYS = 1_000;

type Query = Readonly<Record<string, string | undefined>>;

/** One page of a bucket's keys. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export function listing(bucket: Bucket, query: Query): string {
  const { prefix = '', delimiter = '' } = query;
  const limit = Math.min(Number(query['max-keys'] ?? MOST_KEYS), MOST_KEYS);
  if (!(limit >= 0)) throw new AwsError('InvalidArgument', 'max-keys is not a number.');
  const entries = entriesOf(bucket, prefix, delimiter, startOf(query));
  const page = entries.slice(0, limit);
  const last = page.at(-1);
  const more = entries.length > page.length && last !== undefined;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    tag('Name', bucket.name),
    tag('Prefix', prefix),
    tag('MaxKeys', String(limit)),
    tag('KeyCount', String(page.length)),
    tag('IsTruncated', String(more)),
    delimiter ? tag('Delimiter', delimiter) : '',
    more ? tag('NextContinuationToken', Buffer.from(last.sortedBy).toString('base64url')) : '',
    ...page.map(({ object, name }) =>
      object ? contents(object) : element('CommonPrefixes', tag('Prefix', name)),
    ),
    '</ListBucketResult>',
  ].join('');
}

/** A key, or what several keys have before the delimiter. */
interface Entry {
  readonly name: string;
  /** The last key it stands for: a page goes on after that. */
  readonly sortedBy: string;
  readonly object: StoredObject | undefined;
}

function startOf(query: Query): string {
  const token = query['continuation-token'];
  return token === undefined ? (query['start-after'] ?? '') : Buffer.from(token, 'base64url').toString();
}

function entriesOf(bucket: Bucket, prefix: string, delimiter: string, after: string): Entry[] {
  const entries = new Map<string, Entry>();
  const objects = [...bucket.objects.values()].filter(
    ({ key }) => key.startsWith(prefix) && compare(key, after) > 0,
  );
  for (const object of objects.sort((a, b) => compare(a.key, b.key))) {
    const cut = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
    const name = cut < 0 ? object.key : object.key.slice(0, cut + delimiter.length);
    entries.set(name, { name, sortedBy: object.key, object: cut < 0 ? object : undefined });
  }
  return [...entries.values()];
}

/** S3 lists keys in the order of their UTF-8 bytes. */
function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function contents({ key, etag, body, lastModified }: StoredObject): string {
  const modified = tag('LastModified', new Date(lastModified).toISOString());
  const size = tag('Size', String(body.length));
  const storageClass = tag('StorageClass', 'STANDARD');
  return element('Contents', tag('Key', key), modified, tag('ETag', etag), size, storageClass);
}

function tag(name: string, text: string): string {
  return element(name, escapeXml(text));
}
