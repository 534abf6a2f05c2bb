import { AwsError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';
import type { Resource } from '../../core/service';

/** The error for a setting that AWS would refuse at deploy: names the resource and the reason. */
export function refusal(resource: Resource, code: string, reason: string): AwsError {
  return new AwsError(code, `${resource.address}: ${reason}`);
}

/** A setting that is a string; empty and absent are the same in Terraform. */
export function text(config: JsonObject | undefined, name: string): string | undefined {
  const value = config?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A string setting without which the resource cannot exist. */
export function requiredText(resource: Resource, config: JsonObject | undefined, name: string): string {
  const value = text(config, name);
  if (value === undefined) throw refusal(resource, 'InvalidArgument', `${name} is missing.`);
  return value;
}

/** A number, which Terraform may also write as a string of digits. */
export function number(config: JsonObject | undefined, name: string, otherwise: number): number {
  const value = config?.[name];
  return value === undefined || value === null || value === '' ? otherwise : Number(value);
}

/** A boolean, which Terraform may also write as the string `true`. */
export function flag(config: JsonObject | undefined, name: string, otherwise = false): boolean {
  const value = config?.[name];
  return value === undefined || value === null ? otherwise : value === true || value === 'true';
}

/** A list (or set) of strings. */
export function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
