import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { AppSyncPublisher } from '../runtime/appsync/publisher';
import { appsyncSignature } from '../runtime/appsync/signature';
import { dynamoDbClient } from '../runtime/clients';
import { streamRecordOf } from '../tables/apartments/stream';
import { ReservationRepository } from '../tables/reservations-writer';
import type { ChangesDependencies } from './domain/dependencies';
import { follow } from './domain/follow';
import { readEnvironment } from './environment';
import { queueClient } from './stores/clients';
import { PaymentTaskQueue } from './stores/payment-tasks';
import { logger, metrics, telemetry } from './telemetry';

const environment = readEnvironment(process.env);
const dynamoDb = dynamoDbClient();

/** Made once per container: the connections of its clients live from batch to batch. */
const dependencies: ChangesDependencies = {
  history: new ReservationRepository(dynamoDb, environment.reservationsTableName),
  paymentTasks: new PaymentTaskQueue(queueClient(), environment.paymentsQueueUrl),
  publisher: new AppSyncPublisher(
    { url: environment.graphqlUrl, endpoint: environment.appsyncEndpoint },
    appsyncSignature(environment.region, dynamoDb.config.credentials),
  ),
  telemetry,
  retentionDays: environment.retentionDays,
};

/**
 * A batch of the stream of the table of apartments. It answers with the record from which on the stream has to
 * bring them again (ReportBatchItemFailures):
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export async function handler(
  { Records }: Pick<DynamoDBStreamEvent, 'Records'>,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
): Promise<DynamoDBBatchResponse> {
  logger.resetKeys();
  logger.appendKeys({ requestId: context.awsRequestId });
  try {
    const failed = await follow(Records.map(streamRecordOf), dependencies, () =>
      context.getRemainingTimeInMillis(),
    );
    logger.info('Followed', { records: Records.length, failedFrom: failed });
    return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
  } finally {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  }
}
