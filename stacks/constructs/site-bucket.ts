import type { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object';
import type { TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import { PrivateBucket, type PrivateBucketProps } from './private-bucket';
import type { SiteFile, StaticSite } from './site';

export interface SiteBucketProps extends PrivateBucketProps {
  readonly site: StaticSite;
  /** The site's folder. */
  readonly files: TerraformAsset;
}

/** A bucket with all files of the page, read by one distribution only. */
export class SiteBucket extends Construct {
  readonly store: PrivateBucket;
  /** The host name for CloudFront. */
  readonly domainName: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SiteBucketProps,
  ) {
    super(scope, id);
    this.store = new PrivateBucket(this, 'store', props);
    this.domainName = this.store.bucket.bucketRegionalDomainName;
    this.upload();
  }

  /**
   * With permission to list, a missing file is a 404 instead of a 403. The list itself is at the bucket's root,
   * which no path of the site reaches: `/` is the root object.
   */
  serveThrough(distribution: CloudfrontDistribution): void {
    const edge = {
      principals: [{ type: 'Service', identifiers: ['cloudfront.amazonaws.com'] }],
      condition: [{ test: 'StringEquals', variable: 'AWS:SourceArn', values: [distribution.arn] }],
    };
    const { arn } = this.store.bucket;
    this.store.admit({ sid: 'Read', actions: ['s3:GetObject'], resources: [`${arn}/*`], ...edge });
    this.store.admit({ sid: 'KnowWhatIsMissing', actions: ['s3:ListBucket'], resources: [arn], ...edge });
  }

  /**
   * At every moment of a deploy the assets of each HTML file in the bucket exist: new ones are uploaded before it,
   * old ones are removed after it.
   */
  private upload(): void {
    const isDocument = ({ key }: SiteFile) => key.endsWith('.html');
    const { files } = this.props.site;
    const assets = files.filter((file) => !isDocument(file)).map((file) => this.object(file));
    for (const file of files.filter(isDocument)) this.object(file, assets);
  }

  private object(
    { name, key, contentType, cacheControl, md5 }: SiteFile,
    dependsOn: S3Object[] = [],
  ): S3Object {
    return new S3Object(this, name, {
      bucket: this.store.bucket.id,
      key,
      source: `${this.props.files.path}/${key}`,
      etag: md5,
      contentType,
      cacheControl,
      lifecycle: { createBeforeDestroy: true },
      dependsOn,
    });
  }
}
