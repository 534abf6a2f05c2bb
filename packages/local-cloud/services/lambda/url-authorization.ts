import type { Cloud, Permission, Principal } from '../../core/service';
import type { FunctionRecord } from './function-record';
import { allows } from './resource-policy';
import { FunctionUrlRefused } from './url-protocol';
import type { FunctionUrl } from './url-settings';

/**
 * A URL made since October 2025 asks for both
 * (https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html).
 */
const ACTIONS = ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'] as const;

/**
 * What identity policies have to allow: of a role (or the developer) that calls a URL of AWS_IAM, whatever
 * the function's resource policy does not allow it already. Everybody else is judged by
 * {@link authorizeUrl} alone.
 */
export function urlPermissions(record: FunctionRecord, url: FunctionUrl, principal: Principal): Permission[] {
  if (url.authorization === 'NONE') return [];
  if (principal.kind !== 'role' && principal.kind !== 'developer') return [];
  return missingActions(record, url, principal).map((action) => ({ action, resource: record.settings.arn }));
}

/**
 * Lets in by the resource policy whom no identity policy can: services, and where nobody is authenticated
 * everybody as the public. Who is refused is told nothing; the log names the permission that would let it in.
 * @throws FunctionUrlRefused
 */
export function authorizeUrl(
  record: FunctionRecord,
  url: FunctionUrl,
  principal: Principal,
  cloud: Pick<Cloud, 'log'>,
): void {
  const judged: Principal = url.authorization === 'NONE' ? { kind: 'public' } : principal;
  if (judged.kind === 'role' || judged.kind === 'developer') return;
  if (url.authorization === 'AWS_IAM' && judged.kind === 'public') {
    cloud.log('lambda', unsigned(record));
    throw new FunctionUrlRefused();
  }
  const missing = missingActions(record, url, judged);
  if (missing.length === 0) return;
  const permissions = missing.map((action) => permissionFor(action, record, url, judged));
  const who = judged.kind === 'service' ? `${judged.service} for ${judged.sourceArn}` : 'the public';
  cloud.log(
    'lambda',
    `The URL of ${record.settings.name} refused ${who}. To let it in, add ${permissions.join(' and ')}.`,
  );
  throw new FunctionUrlRefused();
}

/** Those of {@link ACTIONS} that the function's resource policy does not allow the principal. */
function missingActions(
  { settings, statements }: FunctionRecord,
  url: FunctionUrl,
  principal: Principal,
): string[] {
  return ACTIONS.filter((action) => {
    const context: Record<string, string> =
      action === 'lambda:InvokeFunctionUrl'
        ? { 'lambda:FunctionUrlAuthType': url.authorization }
        : { 'lambda:InvokedViaFunctionUrl': 'true' };
    return !allows(statements, { principal, action, resource: settings.arn, context });
  });
}

function unsigned({ settings }: FunctionRecord): string {
  return (
    `The URL of ${settings.name} refused a request that nobody signed: its authorization_type is AWS_IAM. ` +
    'CloudFront signs where the origin has an aws_cloudfront_origin_access_control of type lambda.'
  );
}

/** The aws_lambda_permission, as it would stand in Terraform. */
function permissionFor(
  action: string,
  { settings }: FunctionRecord,
  url: FunctionUrl,
  principal: Principal,
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
