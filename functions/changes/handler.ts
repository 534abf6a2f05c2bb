import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { AppSyncPublisher } from '../runtime/appsync/publisher';
import { appsyncSignature } from '../runtime/appsync/signature';
import { dynamoDbClient, queueClient } from '../runtime/clients';
import { logger, observed } from '../runtime/telemetry';
import { streamRecordOf } from '../tables/apartments/stream';
import { PaymentTaskQueue } from '../tables/payment-tasks';
import { ReservationRepository } from '../tables/reservations';
import { Table } from '../tables/table';
import type { ChangesDependencies } from './domain/dependencies';
import { follow } from './domain/follow';
import { readEnvironment } from './environment';
import { telemetry } from './telemetry';

const environment = readEnvironment(process.env);
const dynamoDb = dynamoDbClient();

/** Made once per container: the connections of its clients live from batch to batch. */
const dependencies: ChangesDependencies = {
  history: new ReservationRepository(new Table(dynamoDb, environment.reservationsTableName)),
  paymentTasks: new PaymentTaskQueue(queueClient(), environment.paymentsQueueUrl, () => Date.now()),
  publisher: new AppSyncPublisher(
    { url: environment.graphqlUrl, endpoint: environment.appsyncEndpoint },
    appsyncSignature(environment.awsRegion, dynamoDb.config.credentials),
  ),
  telemetry,
  retentionDays: environment.retentionDays,
};

/**
 * A batch of the apartments' stream. It answers with the record from which on the stream has to bring them
 * again (ReportBatchItemFailures):
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function handler(
  { Records }: Pick<DynamoDBStreamEvent, 'Records'>,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
): Promise<DynamoDBBatchResponse> {
  return observed({ requestId: context.awsRequestId }, async () => {
    const records = Records.map(streamRecordOf);
    const failed = await follow(records, dependencies, () => context.getRemainingTimeInMillis());
    logger.info('Followed', { records: Records.length, failedFrom: failed });
    return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
  });
}
