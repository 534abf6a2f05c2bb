/** `Action` or `NotAction`, `Resource` or `NotResource`: what is listed, or anything but that. */
export interface Listed {
  readonly except: boolean;
  readonly patterns: readonly string[];
}

/** One test of a statement's Condition: `{"StringEquals": {"aws:SourceAccount": ["…"]}}`. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** `Principal`, or `NotPrincipal`: everybody but those listed. */
export interface PrincipalElement {
  readonly except: boolean;
  /** `*`: with or without credentials. */
  readonly everyone: boolean;
  /** Accounts, by their id or as `arn:aws:iam::123456789012:root`, and ARNs of roles, sessions and users. */
  readonly aws: readonly string[];
  /** `lambda.amazonaws.com` */
  readonly services: readonly string[];
  /** Identity providers: their users take on roles in ways that do not run locally. */
  readonly federated: readonly string[];
  /** S3's own ids of accounts, which nothing has locally. */
  readonly canonicalUsers: readonly string[];
}

export interface PolicyStatement {
  readonly sid: string | undefined;
  /** Its place in the policy, from 0. */
  readonly index: number;
  readonly effect: 'Allow' | 'Deny';
  readonly action: Listed;
  /** Everything where the policy is a trust policy, which says nothing of resources. */
  readonly resource: Listed;
  /** None in an identity policy: it is about whoever has it. */
  readonly principal: PrincipalElement | undefined;
  readonly conditions: readonly Condition[];
}

export interface AccessPolicy {
  /** How a person finds it: `aws_iam_role_policy.table`. */
  readonly address: string;
  readonly statements: readonly PolicyStatement[];
}
