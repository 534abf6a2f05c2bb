import { z } from 'zod';
import { AwsError } from '../core/errors';
import { isObject, type Json, type JsonObject } from '../core/json';
import type { Resource } from '../core/service';

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

/** The schema of a block that occurs once, which Terraform JSON writes as an object or as a list of one. */
export function onlyBlock<Block extends z.ZodType>(schema: Block) {
  return z.preprocess((value) => (Array.isArray(value) && value.length === 1 ? value[0] : value), schema);
}

/** The schema of an argument that is refused wherever it is given. */
export function unsupported(argument: string) {
  return z.null({ error: `${argument} is not supported locally` }).optional();
}

/**
 * A resource's configuration by its schema.
 * @throws AwsError ValidationException that names the resource and each argument that is wrong
 */
export function configOf<Config extends z.ZodType>(
  schema: Config,
  { address, config }: Resource,
): z.infer<Config> {
  const parsed = schema.safeParse(config);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new AwsError('ValidationException', `${address}: ${issues.join('; ')}`);
}
