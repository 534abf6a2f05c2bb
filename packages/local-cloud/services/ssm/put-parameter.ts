import { randomBytes } from 'node:crypto';
import { AwsError } from '../../core/errors';
import type { JsonObject } from '../../core/json';
import { constraintViolation, optionalBoolean, optionalEnum, optionalString } from '../../core/request-input';
import { nonEmptyString, refuseFields } from './input';
import { PARAMETER_TYPES, type Parameter, type ParameterType, TIERS } from './parameter';
import { requireName } from './parameter-name';
import type { ParameterStore } from './parameter-store';

/** In bytes; https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const LARGEST = { Standard: 4096, Advanced: 8192 };
const KEPT_VERSIONS = 100;
const DATA_TYPES = ['text', 'aws:ec2:image', 'aws:ssm:integration'];
/** The AWS managed key, the default. */
const DEFAULT_KEY = 'alias/aws/ssm';

/** PutParameter. @returns the parameter with its new version, which is in the store now */
export function putParameter(store: ParameterStore, input: JsonObject, now: number): Parameter {
  refuseFields(input, 'PutParameter', ['Policies']);
  const name = nonEmptyString(input, 'Name');
  const value = nonEmptyString(input, 'Value');
  requireName(name);
  const earlier = store.find(name);
  refuseClash(input, earlier);
  const type = typeOf(input, earlier);
  const tier = tierOf(input, value, earlier);
  requirePattern(optionalString(input, 'AllowedPattern') ?? earlier?.allowedPattern, value);
  const parameter = withoutUndefined<Parameter>({
    name,
    type,
    tier,
    dataType: dataTypeOf(input, earlier),
    description: optionalString(input, 'Description') ?? earlier?.description,
    allowedPattern: optionalString(input, 'AllowedPattern') ?? earlier?.allowedPattern,
    keyId: keyOf(input, type, earlier),
    writeOnlyVersion: earlier?.writeOnlyVersion,
    versions: [
      ...(earlier?.versions ?? []),
      {
        version: (earlier?.versions.at(-1)?.version ?? 0) + 1,
        value,
        ...(type === 'SecureString' && { ciphertext: ciphertext(value) }),
        lastModified: now,
      },
    ].slice(-KEPT_VERSIONS),
  });
  store.put(parameter);
  return parameter;
}

function refuseClash(input: JsonObject, earlier: Parameter | undefined): void {
  const overwrite = optionalBoolean(input, 'Overwrite') ?? false;
  if (overwrite && Array.isArray(input['Tags']) && input['Tags'].length > 0)
    throw invalid(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag.",
    );
  if (earlier && !overwrite)
    throw new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
}

function typeOf(input: JsonObject, earlier: Parameter | undefined): ParameterType {
  const given = optionalEnum(input, 'Type', PARAMETER_TYPES);
  const type = given ?? earlier?.type;
  if (type === undefined) throw invalid('A parameter type is required when you create a parameter.');
  if (earlier && earlier.type !== type)
    throw new AwsError(
      'HierarchyTypeMismatchException',
      `The parameter is a ${earlier.type}; its type can't be changed to ${type}. Delete it, or use another name.`,
    );
  return type;
}

function tierOf(input: JsonObject, value: string, earlier: Parameter | undefined): Parameter['tier'] {
  const size = Buffer.byteLength(value);
  const asked = optionalEnum(input, 'Tier', TIERS) ?? earlier?.tier ?? 'Standard';
  const tier = asked !== 'Intelligent-Tiering' ? asked : size > LARGEST.Standard ? 'Advanced' : 'Standard';
  if (earlier?.tier === 'Advanced' && tier === 'Standard' && asked === 'Standard')
    throw invalid(
      "This parameter uses the advanced-parameter tier. You can't downgrade it to the standard tier.",
    );
  if (size > LARGEST[tier])
    throw invalid(
      `${tier} tier parameters support a maximum parameter value of ${LARGEST[tier]} characters; this value has ${size} bytes.`,
    );
  return tier;
}

function dataTypeOf(input: JsonObject, earlier: Parameter | undefined): string {
  const dataType = optionalString(input, 'DataType') ?? earlier?.dataType ?? 'text';
  if (!DATA_TYPES.includes(dataType))
    throw constraintViolation('DataType', dataType, `Member must be one of [${DATA_TYPES.join(', ')}]`);
  return dataType;
}

function keyOf(input: JsonObject, type: ParameterType, earlier: Parameter | undefined): string | undefined {
  const keyId = optionalString(input, 'KeyId');
  if (type !== 'SecureString') {
    if (keyId !== undefined) throw invalid('KeyId is required for SecureString type parameter only.');
    return undefined;
  }
  if (keyId?.includes('alias/') && !keyId.endsWith(DEFAULT_KEY))
    throw new AwsError(
      'InvalidKeyId',
      `${keyId}: aliases of KMS keys are not resolved locally; name the key by its ARN.`,
    );
  return keyId ?? earlier?.keyId ?? DEFAULT_KEY;
}

function requirePattern(pattern: string | undefined, value: string): void {
  if (pattern === undefined || new RegExp(pattern).test(value)) return;
  throw new AwsError(
    'ParameterPatternMismatchException',
    `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
  );
}

/** Looks like KMS's: base64 that reveals only the value's length. */
function ciphertext(value: string): string {
  return `AQICAHh${randomBytes(120 + Buffer.byteLength(value)).toString('base64')}`;
}

function withoutUndefined<T extends object>(given: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
