import { setTimeout as sleep } from 'node:timers/promises';
import type { AppSyncResolverEvent, Context } from 'aws-lambda';
import { BookingError, InternalError } from '../domain/errors';
import { dynamoDbClient, stepFunctionsClient } from '../runtime/clients';
import { StepFunctionsWorkflow } from '../runtime/workflow';
import { ApartmentRepository } from '../tables/apartments/repository';
import { PaymentRepository } from '../tables/payments-reader';
import { ReservationRepository } from '../tables/reservations';
import type { BookingDependencies } from './domain/dependencies';
import { readEnvironment } from './environment';
import { prepare } from './operations';
import { count, logger, metrics, telemetry } from './telemetry';

const environment = readEnvironment(process.env);
const dynamoDb = dynamoDbClient();

/** Made once per container: the connections of its clients live from request to request. */
const dependencies: BookingDependencies = {
  apartments: new ApartmentRepository(dynamoDb, environment.tableName, environment.complexIndex),
  workflow: new StepFunctionsWorkflow(stepFunctionsClient(), environment.stateMachineArn),
  history: new ReservationRepository(dynamoDb, environment.reservationsTableName),
  payments: new PaymentRepository(dynamoDb, environment.paymentsTableName),
  telemetry,
  holdSeconds: environment.holdSeconds,
  now: () => Date.now(),
  sleep,
};

type Event = Pick<AppSyncResolverEvent<Record<string, unknown>>, 'arguments' | 'info'>;

/** AppSync's direct Lambda resolver: one field a call. What it throws is on the list of errors.ts. */
export async function handler(
  { arguments: args, info }: Event,
  context: Pick<Context, 'awsRequestId'>,
): Promise<unknown> {
  const field = `${info.parentTypeName}.${info.fieldName}`;
  const requestId = context.awsRequestId;
  logger.resetKeys();
  logger.appendKeys({ requestId, field });
  try {
    const { reservationId, run } = prepare(field, args);
    logger.appendKeys({ reservationId });
    const answer = await run(dependencies);
    logger.info('Answered');
    return answer ?? null;
  } catch (error) {
    throw toldError(error, requestId);
  } finally {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  }
}

/** What the client may know of an error; the rest goes to the log. */
function toldError(error: unknown, requestId: string): BookingError {
  if (error instanceof BookingError) {
    // To Lambda it is an error like any other: an alarm on those takes these away.
    count('Refused');
    logger.info('Refused', { errorType: error.name, reason: error.message });
    return error;
  }
  count('InternalErrors');
  logger.error('Failed', { error });
  return new InternalError(requestId);
}
