import type { JsonObject } from '../plan/json';
import { hiddenBy } from '../plan/secrets';
import type { ResourceChange } from '../plan/terraform-plan';
import { UNKNOWN } from '../plan/unknown';
import { kindOf } from './kinds';

/** The attributes that hold the name by which AWS knows a resource. */
const NAMES = ['name', 'bucket', 'function_name', 'alarm_name', 'dashboard_name'];

/** Types whose name is that of another resource, plus what tells them apart under it. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  aws_appsync_resolver: ['type', 'field'],
  aws_appsync_api_key: ['description'],
  aws_s3_object: ['bucket', 'key'],
  aws_lambda_permission: ['function_name', 'statement_id'],
};

/** The name by which AWS knows the resource, if the plan knows it. */
export function realName(type: string, values: JsonObject | undefined): string | undefined {
  if (!values) return undefined;
  const parts = PARTS[type]?.map((attribute) => known(values, attribute));
  if (parts) return parts.every((part) => part !== undefined) ? parts.join('.') : undefined;
  return NAMES.map((attribute) => known(values, attribute)).find((name) => name !== undefined);
}

function known(values: JsonObject, attribute: string): string | undefined {
  const value = values[attribute];
  return typeof value === 'string' && value !== UNKNOWN && !hiddenBy(value) ? value : undefined;
}

/** What a person calls the resource: `table shop-prod-orders`. */
export function title({ type, name, before, after }: ResourceChange): string {
  const real = realName(type, after) ?? realName(type, before);
  return `${kindOf(type).noun} ${real ?? name.replace(/_[0-9A-F]{8}$/, '').replaceAll('_', '/')}`;
}

/** {@link title}, to begin a sentence with. */
export function capitalizedTitle(change: ResourceChange): string {
  const text = title(change);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
