import { type Json, objectOf } from '../../../core/json';
import { invalidParameter } from '../errors';
import type { AttributeValue, AttributeValues } from '../message';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
const MOST = 10;
const NAME = /^(?!(aws|amazon)\.)(?!.*\.\.)(?!\.)[A-Za-z0-9_.-]{1,256}(?<!\.)$/i;
const TYPE = /^(String|Number|Binary)(\..{1,250})?$/;

/** The message attributes of a request. @throws SqsError that names the attribute */
export function attributesIn(given: Json | undefined): AttributeValues {
  const entries = Object.entries(objectOf(given));
  if (entries.length > MOST)
    throw invalidParameter(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MOST}].`,
    );
  return Object.fromEntries(entries.map(([name, value]) => [name, attribute(name, value)]));
}

function attribute(name: string, given: Json): AttributeValue {
  if (!NAME.test(name)) throw invalidParameter(`Invalid message attribute name: ${name}.`);
  const { DataType, StringValue, BinaryValue } = objectOf(given);
  const type = typeof DataType === 'string' ? TYPE.exec(DataType)?.[1] : undefined;
  if (typeof DataType !== 'string' || !type)
    throw invalidParameter(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  const value = type === 'Binary' ? BinaryValue : StringValue;
  if (typeof value !== 'string' || value === '')
    throw invalidParameter(`The message attribute '${name}' must contain a non-empty ${type} value.`);
  if (type === 'Number' && !Number.isFinite(Number(value)))
    throw invalidParameter(`Can't cast the value of message attribute '${name}' to a number.`);
  return type === 'Binary' ? { DataType, BinaryValue: value } : { DataType, StringValue: value };
}

/** Bytes of names, types and values: they count towards the message's size. */
export function sizeOf(attributes: AttributeValues): number {
  return Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue = '', BinaryValue = '' }]) => {
      const value = Buffer.byteLength(StringValue) + Buffer.from(BinaryValue, 'base64').length;
      return sum + Buffer.byteLength(name) + Buffer.byteLength(DataType) + value;
    },
    0,
  );
}

/** The attributes that a receiver asks for: by name, by a prefix and `.*`, or by `All`. */
export function selected(attributes: AttributeValues, wanted: readonly string[]): AttributeValues {
  const isWanted = (name: string) =>
    wanted.some(
      (each) =>
        each === 'All' || each === name || (each.endsWith('.*') && name.startsWith(each.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}
