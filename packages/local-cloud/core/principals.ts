/**
 * Who makes a call. A `role` is one of the stack's IAM roles, held to its policies. The `developer` is
 * whoever sits at this machine and talks to the gateway with any other credentials: an administrator.
 * A `service` is an AWS service acting for one of the stack's resources (`cloudfront.amazonaws.com` for the
 * distribution `sourceArn`): only resource policies let it in. A `public` caller has no AWS identity at
 * all: an API key, or nothing.
 */
export type Principal =
  | { readonly kind: 'role'; readonly roleArn: string; readonly sessionName: string }
  | { readonly kind: 'developer' }
  | { readonly kind: 'service'; readonly service: string; readonly sourceArn: string }
  | { readonly kind: 'public' };

/** What IAM has to allow before a call is handled: `dynamodb:UpdateItem` on the table's ARN. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
}

/** Temporary credentials of a role, as STS hands them out. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}
