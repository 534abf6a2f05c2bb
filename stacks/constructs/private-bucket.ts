import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import { accountId } from './role';

export interface PrivateBucketProps {
  /** The account's id is added to it: bucket names are one namespace for all of AWS. */
  readonly name: string;
  /** Its address in Terraform, which must not change: Terraform would destroy the bucket. */
  readonly logicalId: string;
  /** Whether it is protected from plans that would destroy it. */
  readonly protect: boolean;
  /** The days after which objects expire; never by default. */
  readonly expireAfterDays?: number;
}

/** How long overwritten and deleted objects can be restored. */
const OLD_VERSIONS_DAYS = 30;

/** A versioned, encrypted bucket. Only services that `admit` lets in have access, over TLS only. */
export class PrivateBucket extends Construct {
  readonly bucket: S3Bucket;
  private readonly admitted: DataAwsIamPolicyDocumentStatement[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PrivateBucketProps,
  ) {
    super(scope, id);
    this.bucket = new S3Bucket(this, 'bucket', {
      bucket: `${props.name}-${accountId(this)}`,
      forceDestroy: !props.protect,
      lifecycle: { preventDestroy: props.protect },
    });
    this.bucket.overrideLogicalId(props.logicalId);
    this.keepOldVersions();
    this.encrypt();
    this.closeToThePublic();
    this.admitByTlsOnly();
  }

  /** Allows an AWS service some actions on the bucket. */
  admit(statement: DataAwsIamPolicyDocumentStatement): void {
    this.admitted.push(statement);
  }

  private keepOldVersions(): void {
    const { expireAfterDays } = this.props;
    const versioning = new S3BucketVersioningA(this, 'versioning', {
      bucket: this.bucket.id,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: this.bucket.id,
      rule: [
        {
          id: 'forget',
          status: 'Enabled',
          filter: [{}],
          ...(expireAfterDays && { expiration: [{ days: expireAfterDays }] }),
          noncurrentVersionExpiration: [{ noncurrentDays: OLD_VERSIONS_DAYS }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
      dependsOn: [versioning],
    });
  }

  /** Encryption with S3's own key: the content is public (the page) or written by AWS services that support no other. */
  private encrypt(): void {
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: this.bucket.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
  }

  private closeToThePublic(): void {
    new S3BucketOwnershipControls(this, 'ownership', {
      bucket: this.bucket.id,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    new S3BucketPublicAccessBlock(this, 'public-access', {
      bucket: this.bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  }

  private admitByTlsOnly(): void {
    const onlyTls = {
      sid: 'OnlyTls',
      effect: 'Deny',
      actions: ['s3:*'],
      resources: [this.bucket.arn, `${this.bucket.arn}/*`],
      principals: [{ type: '*', identifiers: ['*'] }],
      condition: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
    };
    const policy = new DataAwsIamPolicyDocument(this, 'access', {
      statement: Lazy.anyValue({ produce: () => [...this.admitted, onlyTls] }),
    });
    new S3BucketPolicy(this, 'policy', { bucket: this.bucket.id, policy: policy.json });
  }
}
