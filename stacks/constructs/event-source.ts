import type { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { Construct } from 'constructs';
import type { NodeFunction } from './node-function';
import type { DeadLetterQueue } from './queue';
import type { PolicyGrant } from './role';

/** The function says which records of a batch failed; the others are done. */
const PARTIAL = ['ReportBatchItemFailures'];

/** What a function may do whose source a table's stream is, besides what it does with what it reads. */
export function streamGrants(table: DynamodbTable, deadLetters: DeadLetterQueue): PolicyGrant[] {
  return [
    {
      sid: 'ReadChanges',
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [table.streamArn],
    },
    {
      // It names streams, not records, and takes no narrower resource than those of the table.
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
 * A table's changes, each item's in their order. What fails is tried again, alone in the end (a batch is cut in
 * two), and holds up the changes after it; what cannot be done within that time is set aside.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
 */
export function streamSource(scope: Construct, id: string, props: StreamSourceProps): void {
  new LambdaEventSourceMapping(scope, id, {
    functionName: props.of.lambda.arn,
    eventSourceArn: props.table.streamArn,
    // Nothing that was written before Lambda first looks is left out.
    startingPosition: 'TRIM_HORIZON',
    batchSize: 100,
    // Who watches does not wait for a batch to fill.
    maximumBatchingWindowInSeconds: 0,
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: 20,
    maximumRecordAgeInSeconds: 3600,
    functionResponseTypes: PARTIAL,
    destinationConfig: { onFailure: { destinationArn: props.deadLetters.queue.arn } },
  });
}

/** What a function may do whose source a queue is: take, give back, put off. */
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

/** A queue's tasks, a few at a time: never more than two calls at once, so that no rush of them takes the account's. */
export function queueSource(scope: Construct, id: string, of: NodeFunction, queue: SqsQueue): void {
  new LambdaEventSourceMapping(scope, id, {
    functionName: of.lambda.arn,
    eventSourceArn: queue.arn,
    batchSize: 5,
    functionResponseTypes: PARTIAL,
    scalingConfig: { maximumConcurrency: 2 },
  });
}
