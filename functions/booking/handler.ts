import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppSyncResolverEvent, Context } from 'aws-lambda';
import { dynamoDbClient, parameterClient, queueClient, stepFunctionsClient } from '../runtime/clients';
import { graphqlError } from '../runtime/errors';
import { ParameterStore } from '../runtime/parameters';
import { logger, observed } from '../runtime/telemetry';
import { StepFunctionsWorkflow } from '../runtime/workflow';
import { ApartmentRepository } from '../tables/apartments/repository';
import { CaptureRepository } from '../tables/captures';
import { NewHoldsRepository } from '../tables/new-holds';
import { PaymentTaskQueue } from '../tables/payment-tasks';
import { PaymentSummaryReader } from '../tables/payments';
import { EndDecisionRepository, ReservationRepository } from '../tables/reservations';
import { ShareRepository } from '../tables/shares';
import { Table } from '../tables/table';
import { addressKeyOf } from './address-key';
import type { BookingDependencies } from './domain/dependencies';
import { readEnvironment } from './environment';
import { prepare } from './operations';
import { telemetry } from './telemetry';

const environment = readEnvironment(process.env);
const dynamoDb = dynamoDbClient();
const reservations = new Table(dynamoDb, environment.reservationsTableName);
const payments = new Table(dynamoDb, environment.paymentsTableName);
const now = () => Date.now();
const originSecret = new ParameterStore(parameterClient(), now).secret(environment.originSecretParameter);

/** Made once per container: the connections of its clients live from request to request. */
const dependencies: BookingDependencies = {
  apartments: new ApartmentRepository(new Table(dynamoDb, environment.apartmentsTableName)),
  workflow: new StepFunctionsWorkflow(stepFunctionsClient(), environment.stateMachineArn),
  reservations: new ReservationRepository(reservations),
  shares: new ShareRepository(reservations),
  shareLimits: {
    holdsPerGuest: environment.holdsPerGuest,
    holdsPerAddress: environment.holdsPerAddress,
    pauseMs: environment.pauseAfterUnpaidHold,
  },
  payments: new PaymentSummaryReader(payments),
  captures: new CaptureRepository(payments),
  ends: new EndDecisionRepository(reservations),
  newHolds: new NewHoldsRepository(reservations),
  paymentTasks: new PaymentTaskQueue(queueClient(), environment.paymentsQueueUrl, now),
  telemetry,
  holdSeconds: environment.holdSeconds,
  retentionDays: environment.retentionDays,
  newId: randomUUID,
  now,
  sleep,
};

type FieldEvent = Pick<
  AppSyncResolverEvent<Record<string, unknown>>,
  'arguments' | 'info' | 'identity' | 'request'
>;

/** AppSync's direct Lambda resolver: one field a call. */
export function handler(
  event: FieldEvent,
  { awsRequestId: requestId }: Pick<Context, 'awsRequestId'>,
): Promise<unknown> {
  const { arguments: args, info, identity } = event;
  const field = `${info.parentTypeName}.${info.fieldName}`;
  return observed({ requestId, field }, async () => {
    try {
      const { reservationId, run } = prepare(field, args);
      logger.appendKeys({ reservationId });
      const answer = await run(dependencies, callerOf(identity), () => addressKeyOf(event, originSecret));
      logger.info('Answered');
      return answer ?? null;
    } catch (error) {
      throw graphqlError(error, requestId);
    }
  });
}

/**
 * Who asks, as AppSync has found out: by IAM the ARN, by a user pool the name; undefined for an API key.
 * https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html
 */
function callerOf(identity: FieldEvent['identity']): string | undefined {
  if (!identity) return undefined;
  if ('userArn' in identity) return identity.userArn;
  return 'username' in identity ? identity.username : undefined;
}
