import type { LocalCloud } from './cloud';

/** Any credentials that the local cloud did not hand out itself are the developer's. */
const DEVELOPER = 'local';

/**
 * How a program finds the local cloud: the variables that AWS's tools and SDKs read themselves, the stack's
 * outputs as `KEYHOLD_<NAME>` (`apartmentsTable` is `KEYHOLD_APARTMENTS_TABLE`), and its URLs on this machine.
 */
export function environmentVariables(cloud: LocalCloud): Record<string, string> {
  const { gatewayUrl, edgeUrl, region, outputs } = cloud;
  const told = Object.entries(outputs).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`KEYHOLD_${snakeCase(name)}`, value]] : [],
  );
  return {
    ...Object.fromEntries(told),
    AWS_ENDPOINT_URL: gatewayUrl,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: DEVELOPER,
    AWS_SECRET_ACCESS_KEY: DEVELOPER,
    KEYHOLD_GATEWAY_URL: gatewayUrl,
    KEYHOLD_GRAPHQL_URL: `${gatewayUrl}/graphql`,
    ...(edgeUrl !== undefined && { KEYHOLD_SITE_URL: edgeUrl }),
  };
}

/** `stateMachineArn` as `STATE_MACHINE_ARN`. */
function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}
