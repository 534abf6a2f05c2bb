import type { RequestContext } from '../../core/policy/context';
import type { Principal } from '../../core/principals';

/** What the condition keys of every call are made from. */
export interface CallFacts {
  readonly accountId: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly principal: Principal;
  /** The principal as STS names it. */
  readonly callerArn: string;
  /** `aws:userid` of an identity. */
  readonly userId: string;
  /** The account of the resource. */
  readonly resourceAccount: string;
}

/** Keys that some principals have, without a value: AWS has none for the others either. */
const OF_NOBODY: RequestContext = {
  'aws:PrincipalAccount': undefined,
  'aws:PrincipalArn': undefined,
  'aws:PrincipalServiceName': undefined,
  'aws:SourceAccount': undefined,
  'aws:SourceArn': undefined,
  'aws:userid': undefined,
  'aws:username': undefined,
};

/**
 * The condition keys that every call has, whatever it is
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
 */
export function globalContext(facts: CallFacts): RequestContext {
  return {
    ...OF_NOBODY,
    'aws:CurrentTime': new Date(facts.now).toISOString(),
    'aws:EpochTime': String(Math.floor(facts.now / 1000)),
    'aws:RequestedRegion': facts.region,
    'aws:ResourceAccount': facts.resourceAccount,
    // On AWS every call comes by TLS; here none does, and policies that ask for it must hold all the same.
    'aws:SecureTransport': 'true',
    'aws:PrincipalIsAWSService': String(facts.principal.kind === 'service'),
    ...ofPrincipal(facts),
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
function ofPrincipal({ principal, accountId, callerArn, userId }: CallFacts): RequestContext {
  switch (principal.kind) {
    case 'role':
      return {
        'aws:PrincipalAccount': accountId,
        'aws:PrincipalArn': principal.roleArn,
        'aws:PrincipalType': 'AssumedRole',
        'aws:userid': userId,
      };
    case 'developer':
      return {
        'aws:PrincipalAccount': accountId,
        'aws:PrincipalArn': callerArn,
        'aws:PrincipalType': 'User',
        'aws:userid': userId,
        'aws:username': 'developer',
      };
    case 'service':
      return {
        'aws:PrincipalServiceName': principal.service,
        'aws:SourceArn': principal.sourceArn,
        'aws:SourceAccount': principal.sourceArn.split(':')[4] || accountId,
      };
    case 'public':
      return { 'aws:PrincipalType': 'Anonymous', 'aws:userid': 'anonymous' };
    default:
      throw new TypeError(`No condition keys are known for ${JSON.stringify(principal satisfies never)}.`);
  }
}
