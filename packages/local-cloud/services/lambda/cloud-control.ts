import type { Json, JsonObject } from '../../core/json';
import type { Resource } from '../../core/service';

/** The only Cloud Control type that is supported. */
export const PERMISSION_TYPE = 'AWS::Lambda::Permission';

/** By the property of AWS::Lambda::Permission: the argument of aws_lambda_permission that means the same. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  Action: 'action',
  EventSourceToken: 'event_source_token',
  FunctionName: 'function_name',
  FunctionUrlAuthType: 'function_url_auth_type',
  InvokedViaFunctionUrl: 'invoked_via_function_url',
  Principal: 'principal',
  PrincipalOrgID: 'principal_org_id',
  SourceAccount: 'source_account',
  SourceArn: 'source_arn',
};

/**
 * An `aws_cloudcontrolapi_resource` of {@link PERMISSION_TYPE} as the `aws_lambda_permission` that it is
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html).
 */
export function permissionResource({ config, ...resource }: Resource): Resource {
  const desired = JSON.parse(String(config['desired_state'])) as JsonObject;
  const named = Object.entries(desired).flatMap(([property, value]): [string, Json][] => {
    const argument = ARGUMENTS[property];
    return argument ? [[argument, value]] : [];
  });
  return { ...resource, config: Object.fromEntries(named) };
}
