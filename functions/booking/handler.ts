import { setTimeout as sleep } from 'node:timers/promises';
import type { AppSyncResolverEvent, Context } from 'aws-lambda';
import { dynamoDbClient, stepFunctionsClient } from '../runtime/clients';
import { graphqlError } from '../runtime/errors';
import { logger, observed } from '../runtime/telemetry';
import { StepFunctionsWorkflow } from '../runtime/workflow';
import { ApartmentRepository } from '../tables/apartments/repository';
import { PaymentSummaryReader } from '../tables/payments';
import { ReservationRepository } from '../tables/reservations';
import { Table } from '../tables/table';
import type { BookingDependencies } from './domain/dependencies';
import { readEnvironment } from './environment';
import { prepare } from './operations';
import { telemetry } from './telemetry';

const environment = readEnvironment(process.env);
const dynamoDb = dynamoDbClient();

/** Made once per container: the connections of its clients live from request to request. */
const dependencies: BookingDependencies = {
  apartments: new ApartmentRepository(new Table(dynamoDb, environment.apartmentsTableName)),
  workflow: new StepFunctionsWorkflow(stepFunctionsClient(), environment.stateMachineArn),
  reservations: new ReservationRepository(new Table(dynamoDb, environment.reservationsTableName)),
  payments: new PaymentSummaryReader(new Table(dynamoDb, environment.paymentsTableName)),
  telemetry,
  holdSeconds: environment.holdSeconds,
  retentionDays: environment.retentionDays,
  now: () => Date.now(),
  sleep,
};

type FieldEvent = Pick<AppSyncResolverEvent<Record<string, unknown>>, 'arguments' | 'info'>;

/** AppSync's direct Lambda resolver: one field a call. */
export function handler(
  { arguments: args, info }: FieldEvent,
  { awsRequestId: requestId }: Pick<Context, 'awsRequestId'>,
): Promise<unknown> {
  const field = `${info.parentTypeName}.${info.fieldName}`;
  return observed({ requestId, field }, async () => {
    try {
      const { reservationId, run } = prepare(field, args);
      logger.appendKeys({ reservationId });
      const answer = await run(dependencies);
      logger.info('Answered');
      return answer ?? null;
    } catch (error) {
      throw graphqlError(error, requestId);
    }
  });
}
