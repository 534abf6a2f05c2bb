import { CloudcontrolapiResource } from '@cdktf/provider-aws/lib/cloudcontrolapi-resource';
import { LambdaFunctionUrl } from '@cdktf/provider-aws/lib/lambda-function-url';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Construct } from 'constructs';
import type { NodeFunction } from './node-function';

/** The schema of AWS::Lambda::Permission that Terraform's plan needs. A change of any property replaces it. */
const PERMISSION = {
  typeName: 'AWS::Lambda::Permission',
  description: 'Who may call a function.',
  additionalProperties: false,
  properties: {
    Id: { type: 'string' },
    FunctionName: { type: 'string' },
    Action: { type: 'string' },
    Principal: { type: 'string' },
    InvokedViaFunctionUrl: { type: 'boolean' },
  },
  required: ['FunctionName', 'Action', 'Principal'],
  createOnlyProperties: ['FunctionName', 'Action', 'Principal', 'InvokedViaFunctionUrl'].map(
    (property) => `/properties/${property}`,
  ),
  readOnlyProperties: ['/properties/Id'],
  primaryIdentifier: ['/properties/FunctionName', '/properties/Id'],
};

export interface OpenUrlProps {
  readonly of: NodeFunction;
  readonly functionName: string;
  readonly region: string;
}

/**
 * A function's URL without authentication: the function itself has to authenticate. The two permissions are those that
 * such a URL takes since October 2025 (https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html). The second
 * holds for calls by the URL only: without that condition any AWS account could call the function directly, with
 * events that look like its queue's. `aws_lambda_permission` has the condition since provider 6.29 only, so AWS's
 * Cloud Control API makes it.
 */
export class OpenUrl extends Construct {
  /** The host name for CloudFront. */
  readonly domainName: string;

  constructor(scope: Construct, id: string, { of, functionName, region }: OpenUrlProps) {
    super(scope, id);
    const url = new LambdaFunctionUrl(this, 'url', {
      functionName: of.lambda.functionName,
      authorizationType: 'NONE',
    });
    this.domainName = `${url.urlId}.lambda-url.${region}.on.aws`;
    new LambdaPermission(this, 'anybody-url', {
      functionName: of.lambda.functionName,
      principal: '*',
      action: 'lambda:InvokeFunctionUrl',
      functionUrlAuthType: 'NONE',
    });
    new CloudcontrolapiResource(this, 'anybody', {
      typeName: PERMISSION.typeName,
      schema: JSON.stringify(PERMISSION),
      // By its name, which is known before the deploy: the policy rules read it.
      desiredState: JSON.stringify({
        FunctionName: functionName,
        Action: 'lambda:InvokeFunction',
        Principal: '*',
        InvokedViaFunctionUrl: true,
      }),
      dependsOn: [of.lambda],
    });
  }
}
