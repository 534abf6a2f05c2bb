import type { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { Construct } from 'constructs';
import type { NodeFunction } from './node-function';
import type { DeadLetterQueue } from './queue';
import type { PolicyGrant } from './role';

/** The function reports which records of a batch failed; the others are done. */
const PARTIAL = ['ReportBatchItemFailures'];

/** The permissions that a function needs to read a table's stream. */
export function streamGrants(table: DynamodbTable, deadLetters: DeadLetterQueue): PolicyGrant[] {
  return [
    {
      sid: 'ReadChanges',
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [table.streamArn],
    },
    {
      // It lists streams, not records, and accepts no narrower resource than the table's streams.
      sid: 'FindChanges',
      actions: ['dynamodb:ListStreams'],
      resources: [`${table.arn}/stream/*`],
    },
    { sid: 'SetAside', actions: ['sqs:SendMessage'], resources: [deadLetters.queue.arn] },
  ];
}

export interface StreamSourceProps {
  readonly of: NodeFunction;
  readonly table: DynamodbTable;
  readonly deadLetters: DeadLetterQueue;
}

/**
 * Sends a table's changes to a function, those of each item in order. A batch that fails is halved and tried again;
 * the changes after it wait. What still fails after the limits goes to the dead-letter queue.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
 */
export function streamSource(scope: Construct, id: string, props: StreamSourceProps): void {
  new LambdaEventSourceMapping(scope, id, {
    functionName: props.of.lambda.arn,
    eventSourceArn: props.table.streamArn,
    // From the beginning of the stream, so that no change is missed.
    startingPosition: 'TRIM_HORIZON',
    batchSize: 100,
    // Subscribers should not wait for a batch to fill.
    maximumBatchingWindowInSeconds: 0,
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: 20,
    maximumRecordAgeInSeconds: 3600,
    functionResponseTypes: PARTIAL,
    destinationConfig: { onFailure: { destinationArn: props.deadLetters.queue.arn } },
  });
}

/** The permissions that a function needs to receive, delete and delay a queue's messages. */
export function queueGrants(queue: SqsQueue): PolicyGrant[] {
  return [
    {
      sid: 'TakeTasks',
      actions: [
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ChangeMessageVisibility',
      ],
      resources: [queue.arn],
    },
  ];
}

export interface QueueSourceProps {
  readonly of: NodeFunction;
  readonly queue: SqsQueue;
  /** How many messages one call gets at most. */
  readonly batchSize: number;
  /** How many calls there are at once at most, so that a rush does not use up the account's limit. */
  readonly calls: number;
}

/** Sends a queue's messages to a function. */
export function queueSource(scope: Construct, id: string, props: QueueSourceProps): void {
  new LambdaEventSourceMapping(scope, id, {
    functionName: props.of.lambda.arn,
    eventSourceArn: props.queue.arn,
    batchSize: props.batchSize,
    functionResponseTypes: PARTIAL,
    scalingConfig: { maximumConcurrency: props.calls },
  });
}
