import type { APIGatewayProxyStructuredResultV2, Context, LambdaFunctionURLEvent } from 'aws-lambda';
import type { ReadDependencies } from '../booking/domain/dependencies';
import { dynamoDbClient, stepFunctionsClient } from '../runtime/clients';
import { MethodNotAllowed, Refusal, Unanswerable } from '../runtime/http/errors';
import { StepFunctionsWorkflow } from '../runtime/workflow';
import { ApartmentRepository } from '../tables/apartments/repository';
import { PaymentRepository } from '../tables/payments-reader';
import { ReservationRepository } from '../tables/reservations';
import { readEnvironment } from './environment';
import { type Audience, problem, representation } from './response';
import { routeOf } from './routes';
import { countFailure, logger, watch } from './telemetry';

const environment = readEnvironment(process.env);
const dynamoDb = dynamoDbClient();

/** Made once per container: the connections of its clients live from request to request. */
const dependencies: ReadDependencies = {
  apartments: new ApartmentRepository(dynamoDb, environment.tableName, environment.complexIndex),
  workflow: new StepFunctionsWorkflow(stepFunctionsClient(), environment.stateMachineArn),
  history: new ReservationRepository(dynamoDb, environment.reservationsTableName),
  payments: new PaymentRepository(dynamoDb, environment.paymentsTableName),
  telemetry: watch,
  now: () => Date.now(),
};

const READING = 'GET, HEAD, OPTIONS';

type Event = Pick<LambdaFunctionURLEvent, 'rawPath' | 'queryStringParameters'> & {
  readonly headers: LambdaFunctionURLEvent['headers'];
  readonly requestContext: {
    readonly http: Pick<LambdaFunctionURLEvent['requestContext']['http'], 'method'>;
  };
};

/**
 * A request to the function's URL (payload version 2.0).
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export async function handler(
  { rawPath, queryStringParameters, headers, requestContext }: Event,
  { awsRequestId: requestId }: Pick<Context, 'awsRequestId'>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { method } = requestContext.http;
  const audience: Audience = rawPath.startsWith('/api/reservations/') ? 'caller' : 'everybody';
  logger.resetKeys();
  logger.appendKeys({ requestId });
  try {
    if (method === 'OPTIONS') return { statusCode: 204, headers: { allow: READING } };
    if (method !== 'GET' && method !== 'HEAD') throw new MethodNotAllowed(method, READING);
    const route = routeOf(rawPath, queryStringParameters ?? {});
    logger.appendKeys({ reservationId: route.reservationId });
    const view = await route.answer(dependencies);
    logger.info('Answered');
    return representation(view, audience, { method, ifNoneMatch: headers['if-none-match'] });
  } catch (error) {
    return problem(told(error, requestId), audience, method);
  }
}

/** What the caller may know of an error; the rest goes to the log. */
function told(error: unknown, requestId: string): Refusal {
  if (error instanceof Refusal) {
    logger.info('Refused', { status: error.status, reason: error.message });
    return error;
  }
  countFailure();
  logger.error('Failed', { error });
  return new Unanswerable(requestId);
}
