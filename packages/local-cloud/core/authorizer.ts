import type { AwsError } from './errors';
import type { Credentials, Decision, Permission, Principal } from './principals';

/** Decides who may do what, for all services. */
export interface Authorizer {
  authorize(principal: Principal, permission: Permission): Decision;
  allows(principal: Principal, permission: Permission): boolean;
  /** The error of a denial; the log says what would have to change. */
  refuse(decision: Decision): AwsError;
  /** Whose access key it is. @throws AwsError where the credentials have expired */
  principalOf(accessKeyId: string): Principal;
  /**
   * Credentials of a role for an AWS service (`lambda.amazonaws.com`) that acts for a resource.
   * @throws AwsError where the role does not exist or its trust policy does not let that service assume it
   */
  assumeRole(
    roleArn: string,
    servicePrincipal: string,
    sourceArn: string,
  ): { principal: Principal; credentials: Credentials };
}
