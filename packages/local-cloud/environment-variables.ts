import type { LocalCloud } from './cloud';
import { variablePrefix } from './product';

/** Any credentials that the local cloud did not hand out itself are the developer's. */
const DEVELOPER = 'local';

/**
 * How a program finds the local cloud: the variables that AWS's tools and SDKs read themselves, and, with the
 * product's id before them, the stack's outputs and the URLs: of the product `my-shop`, the output `ordersTable` is
 * `MY_SHOP_ORDERS_TABLE`, and the viewers' URL `MY_SHOP_SITE_URL`.
 */
export function environmentVariables(cloud: LocalCloud): Record<string, string> {
  const { gatewayUrl, edgeUrl, region, outputs } = cloud;
  const prefix = variablePrefix(cloud.product);
  const told = Object.entries(outputs).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${prefix}${snakeCase(name)}`, value]] : [],
  );
  return {
    ...Object.fromEntries(told),
    AWS_ENDPOINT_URL: gatewayUrl,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: DEVELOPER,
    AWS_SECRET_ACCESS_KEY: DEVELOPER,
    [`${prefix}GATEWAY_URL`]: gatewayUrl,
    [`${prefix}GRAPHQL_URL`]: `${gatewayUrl}/graphql`,
    ...(edgeUrl !== undefined && { [`${prefix}SITE_URL`]: edgeUrl }),
  };
}

/** `stateMachineArn` as `STATE_MACHINE_ARN`. */
function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}
