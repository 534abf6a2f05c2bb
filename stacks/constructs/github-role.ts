import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import type { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import type { PolicyGrant } from './role';

/** The host of GitHub's tokens, the prefix of their condition keys in IAM. */
export const GITHUB_TOKENS = 'token.actions.githubusercontent.com';
/** The audience of GitHub's tokens for AWS. */
export const AWS_AUDIENCE = 'sts.amazonaws.com';

/** Long enough for CloudFront, which takes up to half an hour to deploy. */
const LONGEST_RUN_SECONDS = 3600;

/** A grant with optional conditions. */
export interface ConditionalGrant extends PolicyGrant {
  readonly condition?: { test: string; variable: string; values: string[] }[];
}

export interface GithubRoleProps {
  readonly name: string;
  readonly description: string;
  readonly provider: IamOpenidConnectProvider;
  /** The jobs that may assume it, by the subject of their token: `repo:owner/name:environment:prod`. */
  readonly subjects: string[];
  /** What it may do, by the names of its policies after the role's own. */
  readonly policies: Readonly<Record<string, ConditionalGrant[]>>;
}

/**
 * A role that jobs of one repository may assume, without a stored key. Its permissions are managed policies: all inline
 * policies of a role together hold 10,240 characters, and ten managed ones 6,144 each.
 * https://docs.github.com/en/actions/reference/security/oidc
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export class GithubRole extends Construct {
  constructor(scope: Construct, id: string, props: GithubRoleProps) {
    super(scope, id);
    const { name, description, provider, subjects, policies } = props;
    const trust = new DataAwsIamPolicyDocument(this, 'trust', {
      statement: [
        {
          actions: ['sts:AssumeRoleWithWebIdentity'],
          principals: [{ type: 'Federated', identifiers: [provider.arn] }],
          condition: [
            { test: 'StringEquals', variable: `${GITHUB_TOKENS}:aud`, values: [AWS_AUDIENCE] },
            // No wildcard: it would admit other branches, events or even repositories.
            { test: 'StringEquals', variable: `${GITHUB_TOKENS}:sub`, values: subjects },
          ],
        },
      ],
    });
    const role = new IamRole(this, 'role', {
      name,
      description,
      assumeRolePolicy: trust.json,
      maxSessionDuration: LONGEST_RUN_SECONDS,
    });
    for (const [part, statement] of Object.entries(policies)) {
      const { json } = new DataAwsIamPolicyDocument(this, `grants-${part}`, { statement });
      const policy = new IamPolicy(this, `policy-${part}`, { name: `${name}-${part}`, policy: json });
      new IamRolePolicyAttachment(this, `may-${part}`, { role: role.name, policyArn: policy.arn });
    }
  }
}
