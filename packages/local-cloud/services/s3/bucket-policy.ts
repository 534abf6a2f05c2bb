import { AwsError, type Json, type JsonObject, type Principal } from '../../core/service';
import { blocks, isObject } from '../../terraform/blocks';
import { holds, matchesPattern, supportedOperator } from './policy-conditions';

/** One statement of a bucket policy. */
interface Statement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly principal: Json;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly (readonly [operator: string, key: string, values: readonly string[]])[];
}

/** A resource policy of a bucket. */
export interface BucketPolicy {
  readonly statements: readonly Statement[];
}

/** Who wants to do what. */
export interface Access {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
}

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 * @throws AwsError where the document is no policy, or uses what is not evaluated locally
 */
export function parseBucketPolicy(address: string, document: string): BucketPolicy {
  const refuse = (reason: string) => new AwsError('MalformedPolicy', `${address}: ${reason}`);
  let policy: unknown;
  try {
    policy = JSON.parse(document);
  } catch {
    throw refuse('The policy is not JSON.');
  }
  const statements = isObject(policy as Json) ? blocks((policy as JsonObject)['Statement']) : [];
  if (statements.length === 0) throw refuse('The policy has no Statement.');
  return { statements: statements.map((statement) => parseStatement(statement, refuse)) };
}

function parseStatement(statement: JsonObject, refuse: (reason: string) => AwsError): Statement {
  const { Effect, Principal, Condition } = statement;
  for (const element of ['NotAction', 'NotResource', 'NotPrincipal']) {
    if (element in statement) throw refuse(`${element} is not evaluated locally.`);
  }
  if (Effect !== 'Allow' && Effect !== 'Deny')
    throw refuse(`The Effect ${String(Effect)} is neither Allow nor Deny.`);
  if (Principal === undefined) throw refuse('A statement has no Principal.');
  const conditions = Object.entries(isObject(Condition) ? Condition : {}).flatMap(([operator, keys]) => {
    if (!supportedOperator(operator))
      throw refuse(`The condition operator ${operator} is not evaluated locally.`);
    return Object.entries(isObject(keys) ? keys : {}).map(
      ([key, values]) => [operator, key, list(values)] as const,
    );
  });
  return {
    sid: typeof statement['Sid'] === 'string' ? statement['Sid'] : undefined,
    ...{ effect: Effect, principal: Principal, conditions },
    actions: list(statement['Action']),
    resources: list(statement['Resource']),
  };
}

/** What the policy says: a Deny beats every Allow; `silent` where no statement applies. */
export function judge(
  policy: BucketPolicy,
  access: Access,
): { verdict: 'allowed' | 'denied' | 'silent'; sid?: string | undefined } {
  const applying = policy.statements.filter((statement) => applies(statement, access));
  const denied = applying.find(({ effect }) => effect === 'Deny');
  if (denied) return { verdict: 'denied', sid: denied.sid };
  return applying.length > 0 ? { verdict: 'allowed' } : { verdict: 'silent' };
}

function applies(statement: Statement, { principal, action, resource }: Access): boolean {
  return (
    names(statement.principal, principal) &&
    statement.actions.some((one) => matchesPattern(one.toLowerCase(), action.toLowerCase())) &&
    statement.resources.some((one) => matchesPattern(one, resource)) &&
    statement.conditions.every(([operator, key, values]) =>
      holds(operator, values, contextOf(principal)[key.toLowerCase()]),
    )
  );
}

function names(element: Json, principal: Principal): boolean {
  if (element === '*') return true;
  if (!isObject(element)) return false;
  if (list(element['AWS']).includes('*')) return true;
  if (principal.kind === 'service') return list(element['Service']).includes(principal.service);
  return principal.kind === 'role' && list(element['AWS']).includes(principal.roleArn);
}

/** What conditions can ask of a request: it never leaves this machine, and counts as encrypted. */
function contextOf(principal: Principal): Readonly<Record<string, string | undefined>> {
  const sourceArn = principal.kind === 'service' ? principal.sourceArn : undefined;
  return {
    'aws:securetransport': 'true',
    's3:tlsversion': '1.3',
    'aws:sourcearn': sourceArn,
    'aws:sourceaccount': sourceArn?.split(':')[4],
    'aws:principalarn': principal.kind === 'role' ? principal.roleArn : undefined,
  };
}

function list(value: Json | undefined): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
