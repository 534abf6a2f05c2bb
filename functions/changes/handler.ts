import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from 'aws-lambda';
import { AppSyncPublisher } from '../runtime/appsync/publisher';
import { appsyncSignature } from '../runtime/appsync/signature';
import { dynamoDbClient, queueClient } from '../runtime/clients';
import { count, logger, observed } from '../runtime/telemetry';
import { ApartmentRepository } from '../tables/apartments/repository';
import { streamRecordOf } from '../tables/apartments/stream';
import { PaymentTaskQueue } from '../tables/payment-tasks';
import { ReservationRepository } from '../tables/reservations';
import { ShareRepository } from '../tables/shares';
import { Table } from '../tables/table';
import type { ChangesDependencies } from './domain/dependencies';
import { follow } from './domain/follow';
import { decideFailed } from './domain/undecided';
import { readEnvironment } from './environment';
import { failedExecutionIn } from './failed-execution';
import { telemetry } from './telemetry';

const environment = readEnvironment(process.env);
const dynamoDb = dynamoDbClient();
const reservations = new Table(dynamoDb, environment.reservationsTableName);
const now = () => Date.now();

/** Made once per container: the connections of its clients live from batch to batch. */
const dependencies: ChangesDependencies = {
  apartments: new ApartmentRepository(new Table(dynamoDb, environment.apartmentsTableName)),
  reservations: new ReservationRepository(reservations),
  shares: new ShareRepository(reservations),
  paymentTasks: new PaymentTaskQueue(queueClient(), environment.paymentsQueueUrl, now),
  publisher: new AppSyncPublisher(
    { url: environment.graphqlUrl, endpoint: environment.appsyncEndpoint },
    appsyncSignature(environment.awsRegion, dynamoDb.config.credentials),
  ),
  telemetry,
  retentionDays: environment.retentionDays,
  now,
};

type Called = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/**
 * Two sources: the apartments' stream, and the queue of executions that ended without success. It answers with what
 * has to come again (ReportBatchItemFailures).
 */
export function handler(
  { Records }: Pick<DynamoDBStreamEvent | SQSEvent, 'Records'>,
  context: Called,
): Promise<DynamoDBBatchResponse | SQSBatchResponse> {
  return observed<DynamoDBBatchResponse | SQSBatchResponse>({ requestId: context.awsRequestId }, () =>
    isOfQueue(Records) ? decide(Records) : followStream(Records, context),
  );
}

function isOfQueue(records: readonly (DynamoDBRecord | SQSRecord)[]): records is SQSRecord[] {
  return records.every((record) => 'messageId' in record);
}

/**
 * The stream brings everything again from the record that failed.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
async function followStream(
  records: readonly DynamoDBRecord[],
  context: Called,
): Promise<DynamoDBBatchResponse> {
  const failed = await follow(records.map(streamRecordOf), dependencies, () =>
    context.getRemainingTimeInMillis(),
  );
  logger.info('Followed', { records: records.length, failedFrom: failed });
  return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
}

/**
 * The messages are independent of each other: the queue brings those again that failed.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
async function decide(records: readonly SQSRecord[]): Promise<SQSBatchResponse> {
  const failed = await Promise.all(
    records.map(async (record) => ((await isDecided(record)) ? [] : [record])),
  );
  return { batchItemFailures: failed.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

async function isDecided({ messageId, body }: SQSRecord): Promise<boolean> {
  try {
    await decideFailed(failedExecutionIn(body), dependencies);
    return true;
  } catch (error) {
    count('Failed');
    logger.error('The end of an execution could not be followed; the queue brings it again', {
      messageId,
      error,
    });
    return false;
  }
}
