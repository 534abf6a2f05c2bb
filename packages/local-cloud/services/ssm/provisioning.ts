import { AwsError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';
import type { Attributes, Resource } from '../../core/service';
import { current, type Parameter } from './parameter';
import type { ParameterStore } from './parameter-store';
import { putParameter } from './put-parameter';

/** The arguments of `aws_ssm_parameter`, each with its parameter of PutParameter. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  name: 'Name',
  type: 'Type',
  description: 'Description',
  allowed_pattern: 'AllowedPattern',
  data_type: 'DataType',
  key_id: 'KeyId',
  tier: 'Tier',
};

/**
 * Creates an `aws_ssm_parameter`, or updates the stored one to its configuration, as Terraform's provider does
 * (https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ssm_parameter).
 *
 * A write-only value is written when there is none yet, and then only with another `value_wo_version`: a
 * secret that was made once stays, although the ephemeral block gives a new value at every start.
 */
export function provisionParameter(
  store: ParameterStore,
  { address, config }: Resource,
  now: number,
): Parameter {
  const earlier = store.find(String(config['name']));
  const writeOnly = isGiven(config['value_wo']);
  const value = writeOnly ? config['value_wo'] : (config['value'] ?? config['insecure_value']);
  if (!isGiven(value))
    throw new AwsError(
      'ValidationException',
      `${address} has no value: give it value, insecure_value or value_wo.`,
    );
  if (earlier && !isNews(earlier, config, writeOnly)) return earlier;
  const replaced = earlier && earlier.type !== config['type'];
  // Terraform replaces a parameter whose type changes.
  if (replaced) store.delete(earlier.name);
  const written = putParameter(store, { ...request(config), Value: value ?? null, Overwrite: true }, now);
  const version = config['value_wo_version'];
  const { writeOnlyVersion: _, ...parameter } = written;
  const marked =
    writeOnly && typeof version === 'number' ? { ...parameter, writeOnlyVersion: version } : parameter;
  store.put(marked);
  return marked;
}

/** The resource's attributes. A write-only value is not kept in Terraform's state, so it is null. */
export function attributesOf(parameter: Parameter, { config }: Resource, arn: string): Attributes {
  const writeOnly = isGiven(config['value_wo']);
  const { name, type, tier, dataType, keyId } = parameter;
  const { value, version } = current(parameter);
  return {
    arn,
    id: name,
    name,
    type,
    tier,
    data_type: dataType,
    version,
    key_id: keyId ?? '',
    value: writeOnly ? null : value,
    value_wo: null,
    has_value_wo: writeOnly,
  };
}

function isNews(earlier: Parameter, config: JsonObject, writeOnly: boolean): boolean {
  if (earlier.type !== config['type']) return true;
  if (writeOnly) return earlier.writeOnlyVersion !== (config['value_wo_version'] ?? undefined);
  return current(earlier).value !== (config['value'] ?? config['insecure_value']);
}

function request(config: JsonObject): JsonObject {
  const given = Object.entries(ARGUMENTS).filter(([argument]) => isGiven(config[argument]));
  return Object.fromEntries(given.map(([argument, parameter]) => [parameter, config[argument] ?? null]));
}

function isGiven(value: Json | undefined): boolean {
  return value !== undefined && value !== null;
}
