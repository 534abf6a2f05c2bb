import { createHash } from 'node:crypto';
import { AwsError } from '../../core/errors';
import type { AccessPolicy } from '../../core/policy/statement';

/** An object as it is stored. */
export interface StoredObject {
  readonly key: string;
  readonly body: Buffer;
  /** In quotes, as in the header. */
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  /** `content-type`, `cache-control`, `x-amz-meta-…` and the like, lower-case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A live copy of what is put into a bucket, from now on and of what is there already. */
export interface Replication {
  readonly prefix: string;
  /** The name of the bucket. */
  readonly destination: string;
}

export interface Bucket {
  readonly name: string;
  readonly arn: string;
  readonly objects: Map<string, StoredObject>;
  policy: AccessPolicy | undefined;
  /** Nobody reaches it without credentials, whatever its policy says. */
  blocksPublicAccess: boolean;
  replications: readonly Replication[];
}

/** The buckets of a stack and what is in them, in memory. */
export class Buckets {
  private readonly buckets = new Map<string, Bucket>();

  make(name: string): Bucket {
    const bucket: Bucket = {
      name,
      arn: `arn:aws:s3:::${name}`,
      objects: new Map(),
      policy: undefined,
      blocksPublicAccess: true,
      replications: [],
    };
    this.buckets.set(name, bucket);
    return bucket;
  }

  /** @throws AwsError NoSuchBucket */
  get(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (!bucket) throw new AwsError('NoSuchBucket', `The specified bucket does not exist: ${name}`, 404);
    return bucket;
  }

  put(bucket: Bucket, object: Omit<StoredObject, 'etag'>): StoredObject {
    const stored = { ...object, etag: `"${createHash('md5').update(object.body).digest('hex')}"` };
    bucket.objects.set(object.key, stored);
    for (const replication of bucket.replications) this.copy(replication, stored);
    return stored;
  }

  /**
   * Copies what is put from now on. S3 would leave alone what was there before; a stack is made anew in
   * every run, in an order of its own, so here the objects are copied whichever came first.
   */
  replicate(bucket: Bucket, replications: readonly Replication[]): void {
    bucket.replications = replications;
    for (const replication of replications) {
      for (const object of bucket.objects.values()) this.copy(replication, object);
    }
  }

  private copy({ prefix, destination }: Replication, object: StoredObject): void {
    if (object.key.startsWith(prefix)) this.get(destination).objects.set(object.key, object);
  }
}
