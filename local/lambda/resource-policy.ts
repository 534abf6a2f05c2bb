import { AwsError, type JsonObject } from '../service';
import type { FunctionRecord } from './function-record';

/** The statement that an aws_lambda_permission adds to a function's resource policy. */
export function statementOf(id: string, config: JsonObject, functionArn: string): JsonObject {
  const principal = String(config['principal']);
  return {
    Sid: id,
    Effect: 'Allow',
    Principal: principal.endsWith('.amazonaws.com') ? { Service: principal } : { AWS: principal },
    Action: config['action'] ?? null,
    Resource: functionArn,
    ...conditionOf(config),
  };
}

/** GetPolicy: https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
export function getPolicy({ settings, statements }: FunctionRecord): JsonObject {
  if (statements.length === 0) {
    throw new AwsError(
      'ResourceNotFoundException',
      `No policy is associated with the given resource: ${settings.arn}`,
      404,
    );
  }
  return { Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements }) };
}

function conditionOf(config: JsonObject): JsonObject {
  const condition: JsonObject = {};
  if (typeof config['source_arn'] === 'string')
    condition['ArnLike'] = { 'AWS:SourceArn': config['source_arn'] };
  const equals: JsonObject = {};
  if (typeof config['source_account'] === 'string') equals['AWS:SourceAccount'] = config['source_account'];
  if (typeof config['function_url_auth_type'] === 'string') {
    equals['lambda:FunctionUrlAuthType'] = config['function_url_auth_type'];
  }
  if (Object.keys(equals).length > 0) condition['StringEquals'] = equals;
  return Object.keys(condition).length > 0 ? { Condition: condition } : {};
}
