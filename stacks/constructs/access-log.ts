import type { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { CloudwatchLogDelivery } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery';
import { CloudwatchLogDeliveryDestination } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination';
import { CloudwatchLogDeliverySource } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-source';
import type { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { Construct } from 'constructs';
import { PrivateBucket, type PrivateBucketProps } from './private-bucket';
import { GLOBAL_REGION, type Region } from './region';
import { accountId } from './role';

/**
 * The bucket for access logs, which expire. It does not log access to itself: each entry would cause the next.
 */
export class AccessLog extends Construct {
  private readonly store: PrivateBucket;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PrivateBucketProps,
  ) {
    super(scope, id);
    this.store = new PrivateBucket(this, 'store', props);
  }

  /**
   * Every request of viewers, by CloudFront's standard logging v2. (The older form needs ACLs on the bucket.)
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
   */
  ofDistribution(distribution: CloudfrontDistribution, global: Region): void {
    const { name } = this.props;
    const source = new CloudwatchLogDeliverySource(global, 'log-source', {
      name,
      logType: 'ACCESS_LOGS',
      resourceArn: distribution.arn,
    });
    const destination = new CloudwatchLogDeliveryDestination(global, 'log-destination', {
      name,
      outputFormat: 'json',
      deliveryDestinationConfiguration: [{ destinationResourceArn: this.store.bucket.arn }],
    });
    new CloudwatchLogDelivery(global, 'log-delivery', {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
    });
    this.admitDelivery();
  }

  /** Every request to a bucket of the same region, whoever made it. */
  ofBucket(bucket: S3Bucket): void {
    const prefix = 's3/';
    new S3BucketLoggingA(this, 'server-access', {
      bucket: bucket.id,
      targetBucket: this.store.bucket.id,
      targetPrefix: prefix,
    });
    this.store.admit({
      sid: 'ServerAccess',
      actions: ['s3:PutObject'],
      resources: [`${this.store.bucket.arn}/${prefix}*`],
      principals: [{ type: 'Service', identifiers: ['logging.s3.amazonaws.com'] }],
      condition: [
        { test: 'StringEquals', variable: 'aws:SourceAccount', values: [accountId(this)] },
        { test: 'ArnLike', variable: 'aws:SourceArn', values: [bucket.arn] },
      ],
    });
  }

  /**
   * The statement that AWS itself adds to a policy that lacks it, and that each plan would then take out again.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
   */
  private admitDelivery(): void {
    const account = accountId(this);
    const source = `arn:aws:logs:${GLOBAL_REGION}:${account}:delivery-source:${this.props.name}`;
    this.store.admit({
      sid: 'AWSLogDeliveryWrite1',
      actions: ['s3:PutObject'],
      resources: [`${this.store.bucket.arn}/AWSLogs/${account}/CloudFront/*`],
      principals: [{ type: 'Service', identifiers: ['delivery.logs.amazonaws.com'] }],
      condition: [
        { test: 'StringEquals', variable: 's3:x-amz-acl', values: ['bucket-owner-full-control'] },
        { test: 'StringEquals', variable: 'aws:SourceAccount', values: [account] },
        { test: 'ArnLike', variable: 'aws:SourceArn', values: [source] },
      ],
    });
  }
}
