import { AwsError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';
import { stringOf as textOf } from '../../core/json';
import type { Decision, Permission, Principal } from '../../core/principals';
import { awsQuery } from '../../core/protocols/aws-query';
import type { Attributes, Service, ServiceCall } from '../../core/service';
import type { AccessControl } from './access-control';

const VERSION = '2011-06-15';
/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const SESSION_SECONDS = { shortest: 900, longest: 43_200, usual: 3_600 };
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;

/** AWS STS: who a caller is, and credentials of a role for whom its trust policy names. */
export class StsService implements Service {
  readonly name = 'sts';
  readonly protocol = awsQuery('https://sts.amazonaws.com/doc/2011-06-15/', VERSION);
  readonly resourceTypes: readonly string[] = [];

  constructor(private readonly access: AccessControl) {}

  async provision(): Promise<Attributes> {
    throw new Error('STS has no resources.');
  }

  /** Whoever has credentials may ask who they are. */
  permissions({ action, input }: ServiceCall): Permission[] {
    if (action !== 'AssumeRole') return [];
    const context = {
      'sts:ExternalId': textOf(input.ExternalId),
      'sts:RoleSessionName': textOf(input.RoleSessionName),
    };
    return [this.access.permissionToAssume(text(input.RoleArn), context)];
  }

  /** AWS does not tell a role that does not exist from one that may not be assumed. */
  denied({ principal }: ServiceCall, [first]: readonly Decision[], refusal: AwsError): AwsError {
    const { reason, policyType, permission } = first ?? {};
    if (principal.kind === 'public' || reason !== 'implicit deny' || policyType !== 'resource-based')
      return refusal;
    const who = this.access.callerArn(principal);
    const message = `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${permission?.resource}`;
    return new AwsError('AccessDeniedException', message, 403);
  }

  async handle({ action, input, principal }: ServiceCall): Promise<Json> {
    switch (action) {
      case 'GetCallerIdentity':
        return this.callerIdentity(principal);
      case 'AssumeRole':
        return this.assumeRole(input);
      default:
        throw new AwsError(
          'InvalidAction',
          `Could not find operation ${action} for version ${VERSION} locally.`,
        );
    }
  }

  async stop(): Promise<void> {}

  private callerIdentity(principal: Principal): JsonObject {
    if (principal.kind === 'public') {
      throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
    }
    return {
      Arn: this.access.callerArn(principal),
      UserId: this.access.userId(principal),
      Account: this.access.settings.accountId,
    };
  }

  private assumeRole(input: JsonObject): JsonObject {
    const [roleArn, sessionName] = [text(input.RoleArn), text(input.RoleSessionName)];
    if (!SESSION_NAME.test(sessionName))
      throw invalid('RoleSessionName', '2 to 64 of A-Z a-z 0-9 and _+=,.@-');
    const { shortest, longest, usual } = SESSION_SECONDS;
    const seconds = input.DurationSeconds === undefined ? usual : Number(text(input.DurationSeconds));
    if (!(seconds >= shortest && seconds <= longest))
      throw invalid('DurationSeconds', `${shortest} to ${longest}`);

    const expiresAt = this.access.settings.clock.now() + seconds * 1000;
    const assumed = { kind: 'role', roleArn, sessionName } as const;
    const credentials = this.access.issue(assumed, expiresAt);
    return {
      AssumedRoleUser: { Arn: this.access.callerArn(assumed), AssumedRoleId: this.access.userId(assumed) },
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: new Date(expiresAt).toISOString(),
      },
    };
  }
}

function text(value: Json | undefined): string {
  return textOf(value) ?? '';
}

function invalid(name: string, allowed: string): AwsError {
  return new AwsError('ValidationError', `${name} must be ${allowed}.`);
}
