import type { Context, LambdaFunctionURLEvent } from 'aws-lambda';
import type { ReadDependencies } from '../domain/dependencies';
import { dynamoDbClient } from '../runtime/clients';
import { MethodNotAllowed } from '../runtime/http/errors';
import { problemOf, type Response } from '../runtime/http/problem';
import { StateMachine } from '../runtime/state-machine';
import { logger, observed, readTelemetry } from '../runtime/telemetry';
import { ApartmentRepository } from '../tables/apartments/repository';
import { NewHoldsRepository } from '../tables/new-holds';
import { PaymentSummaryReader } from '../tables/payments';
import { ReservationRepository } from '../tables/reservations';
import { Table } from '../tables/table';
import { readEnvironment } from './environment';
import { type Audience, problem, representation } from './response';
import { routeOf } from './routes';

const environment = readEnvironment(process.env);
const dynamoDb = dynamoDbClient();
const reservations = new Table(dynamoDb, environment.reservationsTableName);

/** Made once per container: the connections of its clients live from request to request. */
const dependencies: ReadDependencies = {
  apartments: new ApartmentRepository(new Table(dynamoDb, environment.apartmentsTableName)),
  workflow: new StateMachine(environment.stateMachineArn),
  reservations: new ReservationRepository(reservations),
  newHolds: new NewHoldsRepository(reservations),
  payments: new PaymentSummaryReader(new Table(dynamoDb, environment.paymentsTableName)),
  telemetry: readTelemetry,
  now: () => Date.now(),
};

const READING = 'GET, HEAD, OPTIONS';

type CatalogRequest = Pick<LambdaFunctionURLEvent, 'rawPath' | 'queryStringParameters'> & {
  readonly headers: LambdaFunctionURLEvent['headers'];
  readonly requestContext: {
    readonly http: Pick<LambdaFunctionURLEvent['requestContext']['http'], 'method'>;
  };
};

/**
 * A request to the function's URL (payload version 2.0).
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export function handler(
  event: CatalogRequest,
  { awsRequestId: requestId }: Pick<Context, 'awsRequestId'>,
): Promise<Response> {
  const { method } = event.requestContext.http;
  const audience: Audience = event.rawPath.startsWith('/api/reservations/') ? 'caller' : 'everybody';
  return observed({ requestId }, async () => {
    try {
      return await answer(event, method, audience);
    } catch (error) {
      return problem(problemOf(error, requestId), audience, method);
    }
  });
}

async function answer(
  { rawPath, queryStringParameters, headers }: CatalogRequest,
  method: string,
  audience: Audience,
): Promise<Response> {
  if (method === 'OPTIONS') return { statusCode: 204, headers: { allow: READING } };
  if (method !== 'GET' && method !== 'HEAD') {
    const sentence = `${method} is not for the catalog, which only reads. Use ${READING}; change things by the GraphQL API.`;
    throw new MethodNotAllowed(READING, sentence);
  }
  const route = routeOf(rawPath, queryStringParameters ?? {});
  logger.appendKeys({ reservationId: route.reservationId });
  const view = await route.answer(dependencies);
  logger.info('Answered');
  return representation(view, audience, { method, ifNoneMatch: headers['if-none-match'] });
}
