import { AwsError } from '../../../core/errors';
import { type JsonObject, listOf } from '../../../core/json';
import { decodeToken, encodeToken } from '../../../core/tokens';

/** A position in a stream: after the record with the number `after`. */
export interface Position {
  readonly streamArn: string;
  readonly after: number;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html */
const LIFE_MS = 15 * 60 * 1000;

/** AWS's sequence numbers have 21 digits or more. These sort the same as text and as numbers. */
const FIRST_DIGIT = '1';
const DIGITS = 20;
const SEQUENCE_NUMBER = /^1\d{20}$/;

export function sequenceNumberOf(record: number): string {
  return FIRST_DIGIT + String(record).padStart(DIGITS, '0');
}

/** The number of the record that a sequence number names; undefined for any other text. */
export function recordOf(sequenceNumber: string): number | undefined {
  return SEQUENCE_NUMBER.test(sequenceNumber) ? Number(sequenceNumber.slice(1)) : undefined;
}

/** `<stream ARN>|1|<position>`: AWS's iterators begin like this. */
export function shardIteratorAt({ streamArn, after, issuedAt }: Position): string {
  return `${streamArn}|1|${encodeToken([after, issuedAt])}`;
}

/** @throws AwsError where the iterator is not valid */
export function positionOf(input: JsonObject): Position {
  const [streamArn, version, place] = String(input['ShardIterator'] ?? '').split('|');
  const [after, issuedAt] = listOf(decodeToken(place ?? '') ?? []);
  if (streamArn && version === '1' && Number.isInteger(after) && typeof issuedAt === 'number')
    return { streamArn, after: Number(after), issuedAt };
  throw new AwsError('ValidationException', 'Invalid ShardIterator');
}

/** @throws AwsError `ExpiredIteratorException` after 15 minutes */
export function requireFresh({ issuedAt }: Position, now: number): void {
  if (now - issuedAt <= LIFE_MS) return;
  throw new AwsError('ExpiredIteratorException', 'The provided iterator has expired');
}
