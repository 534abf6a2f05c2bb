import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../../core/json';
import type { DeliveryResult } from './delivery';
import type { StreamEventRecord } from './stream-reader';

/** Why records were discarded. */
export type DiscardCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export interface DiscardedRecords {
  readonly records: readonly StreamEventRecord[];
  readonly invocations: number;
  readonly condition: DiscardCondition;
  /** The last attempt; undefined where there was none. */
  readonly delivery: DeliveryResult | undefined;
  readonly functionArn: string;
  readonly sourceArn: string;
  readonly shardId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Where in the stream the discarded records are, and why they were discarded; not the records themselves
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html).
 */
export function givenUpMessage(given: DiscardedRecords): JsonObject {
  const { records, invocations, condition, delivery, functionArn, sourceArn, shardId, at } = given;
  const [first, last] = [records[0]?.dynamodb, records.at(-1)?.dynamodb];
  const seconds = (time = 0) => new Date(time * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    requestContext: {
      requestId: delivery?.requestId ?? randomUUID(),
      functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    ...(delivery?.executedVersion !== undefined && {
      responseContext: {
        statusCode: 200,
        executedVersion: delivery.executedVersion,
        ...(delivery.failure !== undefined && { functionError: 'Unhandled' }),
      },
    }),
    version: '1.0',
    timestamp: new Date(at).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first?.SequenceNumber ?? '',
      endSequenceNumber: last?.SequenceNumber ?? '',
      approximateArrivalOfFirstRecord: seconds(first?.ApproximateCreationDateTime),
      approximateArrivalOfLastRecord: seconds(last?.ApproximateCreationDateTime),
      batchSize: records.length,
      streamArn: sourceArn,
    },
  };
}
