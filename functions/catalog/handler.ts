import type { APIGatewayProxyStructuredResultV2, Context, LambdaFunctionURLEvent } from 'aws-lambda';
import type { ReadingDesk } from '../booking/domain/dependencies';
import { dynamoDbClient, stepFunctionsClient } from '../runtime/clients';
import { MethodNotAllowed, Refusal, Unanswerable } from '../runtime/http/errors';
import { WorkflowStore } from '../runtime/workflow';
import { ApartmentStore } from '../tables/apartments/repository';
import { PaymentStore } from '../tables/payments-reader';
import { HistoryStore } from '../tables/reservations';
import { readEnvironment } from './environment';
import { type Audience, problem, representation } from './response';
import { questionOf } from './routes';
import { countFailure, logger, watch } from './telemetry';

const environment = readEnvironment(process.env);
const dynamoDb = dynamoDbClient();

/** Made once per container: the connections of its clients live from request to request. */
const desk: ReadingDesk = {
  apartments: new ApartmentStore(dynamoDb, environment.tableName, environment.complexIndex),
  workflow: new WorkflowStore(stepFunctionsClient(), environment.stateMachineArn),
  history: new HistoryStore(dynamoDb, environment.reservationsTableName),
  payments: new PaymentStore(dynamoDb, environment.paymentsTableName),
  journal: watch,
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
    const question = questionOf(rawPath, queryStringParameters ?? {});
    logger.appendKeys({ reservationId: question.reservationId });
    const view = await question.answer(desk);
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
