import { createHash } from 'node:crypto';
import type { AttributeValues } from './message';

/** SDKs compare it with what they sent and received. */
export function digestOf(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

const STRING = 1;
const BINARY = 2;

/**
 * MD5 over the attributes in the order of their names, each part after its length in four bytes
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation).
 * Undefined where there are none.
 */
export function attributesDigest(attributes: AttributeValues): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const digest = createHash('md5');
  const add = (part: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    digest.update(length).update(part);
  };
  for (const name of names) {
    const value = attributes[name];
    if (!value) continue;
    add(Buffer.from(name));
    add(Buffer.from(value.DataType));
    const isBinary = value.BinaryValue !== undefined;
    digest.update(Buffer.from([isBinary ? BINARY : STRING]));
    add(isBinary ? Buffer.from(value.BinaryValue ?? '', 'base64') : Buffer.from(value.StringValue ?? ''));
  }
  return digest.digest('hex');
}
