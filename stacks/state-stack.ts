import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { S3AccountPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-account-public-access-block';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import { CiRoles } from './ci-roles';
import { AccessLog } from './constructs/access-log';
import { configureTerraform } from './constructs/terraform-settings';

/** How long an overwritten state can be restored. */
const OLD_STATES_DAYS = 365;

/**
 * The resources that exist once in an account: the bucket of all remote state, the block of public access to any
 * bucket, and the roles of CI. Its own state is in that bucket too: the first apply uses local state, which is then
 * migrated.
 */
export class StateStack extends TerraformStack {
  private readonly bucket: S3Bucket;

  constructor(scope: Construct, environment: Environment) {
    super(scope, 'keyhold-state');
    configureTerraform(this, environment, 'state');

    this.bucket = new S3Bucket(this, 'state', {
      bucket: environment.stateBucket,
      lifecycle: { preventDestroy: true },
    });
    this.bucket.overrideLogicalId('state');
    this.keepOldStates();
    this.encrypt();
    this.closeToThePublic();
    this.requireTls();
    this.logAccess();
    this.closeEveryBucketToThePublic();
    new CiRoles(this, 'ci', environment);
  }

  private keepOldStates(): void {
    const versioning = new S3BucketVersioningA(this, 'versioning', {
      bucket: this.bucket.id,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: this.bucket.id,
      rule: [
        {
          id: 'forget-old-states',
          status: 'Enabled',
          filter: [{}],
          noncurrentVersionExpiration: [{ noncurrentDays: OLD_STATES_DAYS }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
      dependsOn: [versioning],
    });
  }

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

  /** Logs access to the state, which contains the API keys. */
  private logAccess(): void {
    new AccessLog(this, 'log', {
      name: 'keyhold-state-access-log',
      logicalId: 'stateAccessLog',
      protect: true,
      expireAfterDays: OLD_STATES_DAYS,
    }).ofBucket(this.bucket);
  }

  /** Blocks public access, whatever a bucket's own settings are. */
  private closeEveryBucketToThePublic(): void {
    new S3AccountPublicAccessBlock(this, 'account-public-access', {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  }

  private requireTls(): void {
    const onlyTls = new DataAwsIamPolicyDocument(this, 'only-tls', {
      statement: [
        {
          sid: 'OnlyTls',
          effect: 'Deny',
          actions: ['s3:*'],
          resources: [this.bucket.arn, `${this.bucket.arn}/*`],
          principals: [{ type: '*', identifiers: ['*'] }],
          condition: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
        },
      ],
    });
    new S3BucketPolicy(this, 'policy', { bucket: this.bucket.id, policy: onlyTls.json });
  }
}
