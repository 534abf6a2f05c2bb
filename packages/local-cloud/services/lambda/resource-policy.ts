import { AwsError, type JsonObject, type Principal } from '../../core/service';

type ConditionKeys = Readonly<Record<string, string>>;

/** One statement of a function's resource policy, as an aws_lambda_permission makes it. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: '*' | { readonly Service: string } | { readonly AWS: string };
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, ConditionKeys>>;
}

/** Who wants to do what. `context` is what conditions can ask of the request, by key. */
export interface Access {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionKeys;
}

/** The statement that an aws_lambda_permission adds to the resource policy of `resource`. */
export function statementOf(id: string, config: JsonObject, resource: string): Statement {
  const conditions = conditionsOf(config);
  return {
    Sid: id,
    Effect: 'Allow',
    Principal: principalOf(String(config['principal'])),
    Action: String(config['action']),
    Resource: resource,
    ...(conditions.length > 0 && { Condition: Object.fromEntries(conditions) }),
  };
}

/** Whether a statement allows the access. Permissions only ever allow; what none allows is denied. */
export function allows(statements: readonly Statement[], access: Access): boolean {
  return statements.some(
    ({ Principal: named, Action, Resource, Condition = {} }) =>
      names(named, access.principal) &&
      matches(Action.toLowerCase(), access.action.toLowerCase()) &&
      Resource === access.resource &&
      Object.entries(Condition).every(([operator, keys]) => holds(operator, keys, contextOf(access))),
  );
}

/** GetPolicy: https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
export function getPolicy(functionArn: string, statements: readonly Statement[]): JsonObject {
  if (statements.length === 0) {
    throw new AwsError(
      'ResourceNotFoundException',
      `No policy is associated with the given resource: ${functionArn}`,
      404,
    );
  }
  return { Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements }) };
}

function principalOf(principal: string): Statement['Principal'] {
  if (principal === '*') return '*';
  return principal.endsWith('.amazonaws.com') ? { Service: principal } : { AWS: principal };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
const CONDITIONS: readonly (readonly [argument: string, operator: string, key: string])[] = [
  ['source_arn', 'ArnLike', 'AWS:SourceArn'],
  ['source_account', 'StringEquals', 'AWS:SourceAccount'],
  ['principal_org_id', 'StringEquals', 'aws:PrincipalOrgID'],
  ['event_source_token', 'StringEquals', 'lambda:EventSourceToken'],
  ['function_url_auth_type', 'StringEquals', 'lambda:FunctionUrlAuthType'],
  ['invoked_via_function_url', 'Bool', 'lambda:InvokedViaFunctionUrl'],
];

function conditionsOf(config: JsonObject): [operator: string, ConditionKeys][] {
  const given = CONDITIONS.flatMap(([argument, operator, key]) => {
    const value = config[argument];
    return typeof value === 'string' || value === true ? [{ operator, key, value: String(value) }] : [];
  });
  return ['ArnLike', 'StringEquals', 'Bool'].flatMap((operator): [string, ConditionKeys][] => {
    const keys = given.filter((condition) => condition.operator === operator);
    return keys.length > 0
      ? [[operator, Object.fromEntries(keys.map(({ key, value }) => [key, value]))]]
      : [];
  });
}

/** An account as principal leaves it to that account's identity policies: it lets nobody in by itself. */
function names(named: Statement['Principal'], principal: Principal): boolean {
  if (named === '*') return true;
  if ('Service' in named) return principal.kind === 'service' && named.Service === principal.service;
  return principal.kind === 'role' && named.AWS === principal.roleArn;
}

/** A key that the request does not have meets no condition. */
function holds(operator: string, keys: ConditionKeys, context: ConditionKeys): boolean {
  return Object.entries(keys).every(([key, expected]) => {
    const actual = context[key.toLowerCase()];
    if (actual === undefined) return false;
    return operator === 'ArnLike' ? likeArn(expected, actual) : expected === actual;
  });
}

function contextOf({ principal, context }: Access): ConditionKeys {
  const source: ConditionKeys =
    principal.kind === 'service'
      ? {
          'aws:sourcearn': principal.sourceArn,
          'aws:sourceaccount': principal.sourceArn.split(':')[4] ?? '',
        }
      : {};
  const own = Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]);
  return { ...source, ...Object.fromEntries(own) };
}

/** Each of the six parts of an ARN by itself: a wildcard does not reach beyond its colon. */
function likeArn(pattern: string, arn: string): boolean {
  const [patterns, parts] = [arnParts(pattern), arnParts(arn)];
  return (
    patterns.length === parts.length && patterns.every((part, index) => matches(part, parts[index] ?? ''))
  );
}

function arnParts(arn: string): string[] {
  const [partition = '', vendor = '', service = '', region = '', account = '', ...resource] = arn.split(':');
  return [partition, vendor, service, region, account, resource.join(':')];
}

/** `*` for any run of characters, `?` for one. */
function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}
