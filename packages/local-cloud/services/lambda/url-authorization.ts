import type { RequestContext } from '../../core/policy/context';
import type { Decision, Permission, Principal } from '../../core/principals';
import type { FunctionRecord } from './function-record';
import { functionPolicy } from './resource-policy';
import type { FunctionUrl } from './url-settings';

/** What Lambda's own condition keys are in a call that is not by URL. */
export const NOT_BY_URL: RequestContext = {
  'lambda:EventSourceToken': undefined,
  'lambda:FunctionUrlAuthType': undefined,
  'lambda:InvokedViaFunctionUrl': undefined,
};

/**
 * A URL made since October 2025 asks for both
 * (https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html). Where nobody is authenticated everybody is judged
 * as the public; where callers have to sign, who did not is let in by nothing.
 */
export function urlPermissions(
  { settings, permissions }: FunctionRecord,
  url: FunctionUrl,
  principal: Principal,
): Permission[] {
  const isUnsigned = url.authorization === 'AWS_IAM' && principal.kind === 'public';
  const needed = {
    resource: settings.arn,
    asPublic: url.authorization === 'NONE',
    resourcePolicy: isUnsigned ? undefined : functionPolicy(settings.name, permissions),
  };
  return [
    {
      ...needed,
      action: 'lambda:InvokeFunctionUrl',
      context: { ...NOT_BY_URL, 'lambda:FunctionUrlAuthType': url.authorization },
    },
    {
      ...needed,
      action: 'lambda:InvokeFunction',
      context: { ...NOT_BY_URL, 'lambda:InvokedViaFunctionUrl': 'true' },
    },
  ];
}

/**
 * A sentence for the log about callers whom only the resource policy can let in: it names the permissions that
 * would. Of a role's denial IAM's own log says it.
 */
export function urlDenial(
  record: FunctionRecord,
  url: FunctionUrl,
  denied: readonly Decision[],
): string | undefined {
  const [first] = denied;
  const { name } = record.settings;
  switch (first?.principal.kind) {
    case 'public':
      if (url.authorization === 'AWS_IAM') return unsigned(name);
      return `The URL of ${name} refused the public. ${toLetIn(record, url, denied)}`;
    case 'service': {
      const { service, sourceArn } = first.principal;
      return `The URL of ${name} refused ${service} for ${sourceArn}. ${toLetIn(record, url, denied)}`;
    }
    case 'role':
    case 'developer':
    case undefined:
      return undefined;
  }
}

function toLetIn(record: FunctionRecord, url: FunctionUrl, denied: readonly Decision[]): string {
  return `To let it in, add ${denied.map((decision) => permissionFor(decision, record, url)).join(' and ')}.`;
}

function unsigned(name: string): string {
  return (
    `The URL of ${name} refused a request that nobody signed: its authorization_type is AWS_IAM. ` +
    'CloudFront signs where the origin has an aws_cloudfront_origin_access_control of type lambda.'
  );
}

/** The aws_lambda_permission, as it would stand in Terraform. */
function permissionFor(
  { permission: { action }, principal }: Decision,
  { settings }: FunctionRecord,
  url: FunctionUrl,
): string {
  const settingsOf = {
    action,
    function_name: settings.name,
    principal: principal.kind === 'service' ? principal.service : '*',
    ...(principal.kind === 'service' && { source_arn: principal.sourceArn }),
    ...(action === 'lambda:InvokeFunctionUrl' && { function_url_auth_type: url.authorization }),
  };
  const lines = Object.entries(settingsOf).map(([name, value]) => `${name} = "${value}"`);
  return `aws_lambda_permission { ${lines.join(', ')} }`;
}
