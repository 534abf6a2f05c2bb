import { AwsError } from '../../core/errors';
import type { JsonObject } from '../../core/json';
import { MalformedPolicy, parseStatement } from '../../core/policy/parse';
import type { AccessPolicy, PolicyStatement } from '../../core/policy/statement';

/** One statement of a function's resource policy, as an aws_lambda_permission makes it. */
export interface FunctionPermission {
  readonly document: JsonObject;
  readonly statement: PolicyStatement;
}

/**
 * The statement that an aws_lambda_permission adds to the resource policy of `resource`.
 * @param address the resource that makes it
 * @param place its place in the policy, from 0
 * @throws AwsError where it is none that Lambda would take
 */
export function functionPermission(
  address: string,
  id: string,
  config: JsonObject,
  resource: string,
  place: number,
): FunctionPermission {
  const conditions = conditionsOf(config);
  const document: JsonObject = {
    Sid: id,
    Effect: 'Allow',
    Principal: principalOf(String(config['principal'])),
    Action: String(config['action']),
    Resource: resource,
    ...(conditions.length > 0 && { Condition: Object.fromEntries(conditions) }),
  };
  try {
    return { document, statement: parseStatement(document, place, 'resource') };
  } catch (error) {
    if (!(error instanceof MalformedPolicy)) throw error;
    throw new AwsError('ValidationException', `${address}: ${error.message}.`);
  }
}

/** The resource policy of the function of that name. */
export function functionPolicy(name: string, permissions: readonly FunctionPermission[]): AccessPolicy {
  return {
    address: `the resource policy of ${name}`,
    statements: permissions.map(({ statement }) => statement),
  };
}

/** GetPolicy: https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
export function getPolicy(functionArn: string, permissions: readonly FunctionPermission[]): JsonObject {
  if (permissions.length === 0) {
    throw new AwsError(
      'ResourceNotFoundException',
      `No policy is associated with the given resource: ${functionArn}`,
      404,
    );
  }
  const statements = permissions.map(({ document }) => document);
  return { Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements }) };
}

function principalOf(principal: string): string | JsonObject {
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

function conditionsOf(config: JsonObject): [operator: string, keys: JsonObject][] {
  const given = CONDITIONS.flatMap(([argument, operator, key]) => {
    const value = config[argument];
    return typeof value === 'string' || value === true ? [{ operator, key, value: String(value) }] : [];
  });
  return ['ArnLike', 'StringEquals', 'Bool'].flatMap((operator): [string, JsonObject][] => {
    const keys = given.filter((condition) => condition.operator === operator);
    return keys.length > 0
      ? [[operator, Object.fromEntries(keys.map(({ key, value }) => [key, value]))]]
      : [];
  });
}
