import type { FailureName } from '../../../cli/terraform/failures';
import type { Scenario } from './bench';

/** What fails first, and how: Terraform 1.11.4 with AWS provider 5.100.0, in their own words. */
export interface Saying {
  readonly failure: FailureName;
  readonly scenario: Scenario;
  /** What the person is told: what happened, and the way out. */
  readonly told: RegExp;
}

const planned = { code: 2, stdout: 'Plan: 1 to add, 0 to change, 0 to destroy.\n' };
const shown = { stdout: '{"format_version": "1.2"}' };

const failing = (command: string, stderr: string): Scenario => ({
  plan: planned,
  show: shown,
  [command]: { code: 1, stderr },
});

/** Word for word, window width and all. */
export const SAYINGS: readonly Saying[] = [
  {
    failure: 'no credentials',
    scenario: failing(
      'init',
      `
Error: No valid credential sources found

Please see https://developer.hashicorp.com/terraform/language/backend/s3
for more information about providing credentials.

Error: failed to refresh cached credentials, no EC2 IMDS role found,
operation error ec2imds: GetMetadata, access disabled to EC2 IMDS via client
option, or "AWS_EC2_METADATA_DISABLED" environment variable
`,
    ),
    told: /no AWS credentials[\s\S]*AWS_PROFILE/,
  },
  {
    failure: 'expired token',
    scenario: failing(
      'init',
      `
Error: validating provider credentials: retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID: 7f, api error ExpiredToken: The security token included in the request is expired
`,
    ),
    told: /session has expired[\s\S]*Sign in again/,
  },
  {
    failure: 'expired token',
    scenario: failing(
      'init',
      `
Error: No valid credential sources found

Please see https://developer.hashicorp.com/terraform/language/backend/s3
for more information about providing credentials.

Error: failed to refresh cached credentials, the SSO session has expired or
is invalid
`,
    ),
    told: /session has expired[\s\S]*aws sso login/,
  },
  {
    failure: 'unknown credentials',
    scenario: failing(
      'init',
      `
Error: validating provider credentials: retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID: 7f, api error InvalidClientTokenId: The security token included in the request is invalid.
`,
    ),
    told: /does not know these credentials[\s\S]*get-caller-identity/,
  },
  {
    failure: 'wrong account',
    scenario: failing(
      'plan',
      `
Planning failed. Terraform encountered an error while generating this plan.


Error: AWS account ID not allowed: 111122223333

  with provider["registry.terraform.io/hashicorp/aws"],
  on cdk.tf.json line 1, in provider.aws[0].allowed_account_ids:
`,
    ),
    told: /of account 111122223333, and dev is pinned to another[\s\S]*AWS_PROFILE/,
  },
  {
    failure: 'no state bucket',
    scenario: failing(
      'init',
      `
Error: Failed to get existing workspaces: S3 bucket "keyhold-terraform-state" does not exist.

The referenced S3 bucket must have been previously created. If the S3 bucket
was created within the last minute, please wait for a minute or two and try
again.

Error: operation error S3: ListObjectsV2, https response error StatusCode: 404, RequestID: 7f, HostID: , NoSuchBucket: 
`,
    ),
    told: /bucket keyhold-terraform-state does not exist[\s\S]*npm run bootstrap -- --environment dev/,
  },
  {
    failure: 'lock held',
    scenario: failing(
      'plan',
      `
Error: Error acquiring the state lock

Error message: operation error S3: PutObject, https response error
StatusCode: 412, RequestID: 7f, HostID: , api error PreconditionFailed: At
least one of the pre-conditions you specified did not hold
Lock Info:
  ID:        0f2a9b7e-1c1f-4e0a-9c2b-6d2f4a1b8c11
  Path:      keyhold-terraform-state/keyhold/dev/terraform.tfstate
  Operation: OperationTypePlan
  Who:       ci@runner
  Version:   1.11.4
  Created:   2026-11-24 02:58:11.1 +0000 UTC
  Info:      


Terraform acquires a state lock to protect the state from being written
by multiple users at the same time. Please resolve the issue above and try
again. For most commands, you can disable locking with the "-lock=false"
flag, but this is not recommended.
`,
    ),
    told: /ci@runner is working on this state since 2026-11-24 02:58:11[\s\S]*force-unlock 0f2a9b7e-1c1f-4e0a-9c2b-6d2f4a1b8c11/,
  },
  {
    failure: 'CloudFront still deploying',
    scenario: failing(
      'apply',
      `
╷
│ Error: waiting for CloudFront Distribution (E1ABCDEFGH2IJK) deploy: timeout while waiting for state to become 'Deployed' (last state: 'InProgress', timeout: 1h30m0s)
│ 
│   with aws_cloudfront_distribution.distribution,
│   on cdk.tf.json line 1, in resource.aws_cloudfront_distribution.distribution:
╵
`,
    ),
    told: /still carrying the last change[\s\S]*Run this again/,
  },
  {
    failure: 'terraform too old',
    scenario: failing(
      'init',
      `
Error: Unsupported Terraform Core version

This configuration does not support Terraform version 1.9.8. To proceed,
either choose another supported Terraform version or update this version
constraint. Version constraints are normally set for good reason, so updating
the constraint may lead to other errors or unexpected behavior.
`,
    ),
    told: /Terraform 1\.9\.8 is too old[\s\S]*Install version 1\.11 or newer/,
  },
  {
    failure: 'provider not reachable',
    scenario: failing(
      'init',
      `
Error: Failed to query available provider packages

Could not retrieve the list of available versions for provider hashicorp/aws:
could not connect to registry.terraform.io: failed to request discovery
document: Get "https://registry.terraform.io/.well-known/terraform.json":
proxyconnect tcp: dial tcp 127.0.0.1:1: connect: connection refused
`,
    ),
    told: /cannot be fetched from registry\.terraform\.io[\s\S]*KEYHOLD_PROVIDER_MIRROR/,
  },
  {
    failure: 'state closed',
    scenario: failing(
      'init',
      `
Error: Error refreshing state: Unable to access object "keyhold/dev/terraform.tfstate" in S3 bucket "keyhold-terraform-state": operation error S3: HeadObject, https response error StatusCode: 403, RequestID: , HostID: , api error Forbidden: Forbidden
`,
    ),
    told: /may not read the state[\s\S]*get-caller-identity/,
  },
  {
    failure: 'bucket of somebody else',
    scenario: failing(
      'init',
      `
Error: Failed to get existing workspaces: Unable to list objects in S3 bucket "keyhold-terraform-state" with prefix "env:/": operation error S3: ListObjectsV2, https response error StatusCode: 301, RequestID: 7f, HostID: , requested bucket from "eu-central-1", actual location "us-east-1"
`,
    ),
    told: /taken, by another account or in another region[\s\S]*STATE_BUCKET/,
  },
  {
    failure: 'plan is stale',
    scenario: failing(
      'apply',
      `
Error: Saved plan is stale

The given plan file can no longer be applied because the state was changed by
another operation after the plan was created.
`,
    ),
    told: /state has changed since this plan[\s\S]*new plan/,
  },
  {
    failure: 'protected',
    scenario: failing(
      'plan',
      `
Error: Instance cannot be destroyed

  on cdk.tf.json line 1, in resource.aws_dynamodb_table:

Resource aws_dynamodb_table.apartments has lifecycle.prevent_destroy set, but
the plan calls for this resource to be destroyed. To avoid this error and
continue with the plan, either disable lifecycle.prevent_destroy or reduce
the scope of the plan using the -target option.
`,
    ),
    told: /would destroy aws_dynamodb_table\.apartments, which holds data[\s\S]*moveTo/,
  },
  {
    failure: 'not permitted',
    scenario: failing(
      'apply',
      `
Error: creating IAM Role (keyhold-dev-booking-function): operation error IAM: CreateRole, https response error StatusCode: 403, RequestID: 7f, api error AccessDenied: User: arn:aws:iam::111122223333:user/dana is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::111122223333:role/keyhold-dev-booking-function
`,
    ),
    told: /user\/dana may not do iam:CreateRole[\s\S]*permission/,
  },
];
