import { isObject, type Json, type JsonObject } from '../core/json';

export { isObject } from '../core/json';

/**
 * The nested blocks of one name in a resource's configuration. Terraform JSON writes one block as an object
 * or as a list of one, several as a list (https://developer.hashicorp.com/terraform/language/syntax/json).
 */
export function blocks(value: Json | undefined): JsonObject[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}

/** The block of a name that occurs once at most; undefined where it is not given. */
export function block(value: Json | undefined): JsonObject | undefined {
  return blocks(value)[0];
}
