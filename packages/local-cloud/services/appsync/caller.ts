import { createHash } from 'node:crypto';
import type { Json } from '../../core/json';
import type { Principal } from '../../core/principals';
import type { Cloud } from '../../core/service';
import type { AuthorizationType } from './authorization';
import type { GraphqlApi } from './graphql-api';
import { TransportError } from './wire-error';

/** The caller: how the request was authorized, and the `identity` that resolvers see. */
export interface Caller {
  readonly authorization: AuthorizationType;
  readonly identity: Json;
}

type SignedPrincipal = Extract<Principal, { kind: 'role' | 'developer' }>;

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * Signed requests are authorized by IAM, others by their API key.
 * @throws TransportError 401 with AppSync's message
 */
export function callerOf(
  api: GraphqlApi,
  principal: Principal,
  headers: Readonly<Record<string, string>>,
  cloud: Cloud,
): Caller {
  if (isSigned(principal)) {
    if (!api.takes('AWS_IAM')) throw unauthorized('You are not authorized to make this call.');
    return { authorization: 'AWS_IAM', identity: iamIdentity(principal, headers, cloud.accountId) };
  }
  const key = headers['x-api-key'];
  if (key === undefined) throw unauthorized('Valid authorization header not provided.');
  if (!api.takes('API_KEY') || !api.hasValidKey(key, cloud.clock.now())) {
    throw unauthorized('You are not authorized to make this call.');
  }
  return { authorization: 'API_KEY', identity: null };
}

/** Whether IAM has to let the caller in: nobody but the stack's own identities signs requests to AppSync. */
export function isSigned(principal: Principal): principal is SignedPrincipal {
  switch (principal.kind) {
    case 'role':
    case 'developer':
      return true;
    case 'service':
    case 'public':
      return false;
    default:
      return principal satisfies never;
  }
}

function unauthorized(message: string): TransportError {
  return new TransportError(401, 'UnauthorizedException', message);
}

/** https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html#aws-appsync-resolver-context-reference-identity-js */
function iamIdentity(
  principal: SignedPrincipal,
  headers: Readonly<Record<string, string>>,
  accountId: string,
): Json {
  return {
    accountId,
    cognitoIdentityAuthProvider: null,
    cognitoIdentityAuthType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    sourceIp: sourceAddresses(headers),
    ...userOf(principal, accountId),
  };
}

function userOf(principal: SignedPrincipal, accountId: string) {
  if (principal.kind === 'developer') {
    return { userArn: `arn:aws:iam::${accountId}:user/developer`, username: uniqueId('AIDA', 'developer') };
  }
  const { roleArn, sessionName } = principal;
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return {
    userArn: `arn:aws:sts::${accountId}:assumed-role/${role}/${sessionName}`,
    username: `${uniqueId('AROA', roleArn)}:${sessionName}`,
  };
}

/** Like IAM's unique ids: 21 characters, the same for the same identity. */
function uniqueId(prefix: string, identity: string): string {
  const digest = createHash('sha256').update(identity).digest();
  return prefix + [...digest.subarray(0, 17)].map((byte) => BASE32[byte % 32]).join('');
}

/** Everybody who calls is on this machine, AppSync's own front end among them. */
const THIS_MACHINE = '127.0.0.1';

/**
 * The addresses that the request says, and then the one that sent it.
 * https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html#aws-appsync-resolver-context-reference-identity-js
 */
function sourceAddresses(headers: Readonly<Record<string, string>>): string[] {
  const sent = (headers['x-forwarded-for'] ?? '').split(',').map((address) => address.trim());
  return [...sent.filter((address) => address !== ''), THIS_MACHINE];
}

/**
 * The headers as resolvers get them: without cookies. `x-forwarded-for` ends with the caller's address and that of the
 * CloudFront distribution before AppSync, as recorded events show it: `1.1.1.1, 2.2.2.2` where sourceIp is `1.1.1.1`
 * (tests/events/appSyncDirectResolver.json of Powertools for AWS Lambda).
 */
export function resolverHeaders({
  cookie: _notPassed,
  ...headers
}: Readonly<Record<string, string>>): Record<string, string> {
  return { ...headers, 'x-forwarded-for': [...sourceAddresses(headers), THIS_MACHINE].join(', ') };
}
