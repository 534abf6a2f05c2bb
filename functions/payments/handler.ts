import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { problem, type Response } from '../runtime/http/problem';
import { compose } from './composition';
import { InternalError, InvalidSignature, MalformedEvent, PaymentError } from './domain/errors';
import { readEnvironment } from './environment';
import { ORIGIN_SECRET_HEADER, requireOriginSecret } from './origin-secret';
import { type Request, requestOf, type UrlEvent } from './request';
import { route } from './routes';
import { doTask, pauseAfter } from './tasks';
import { count, logger, metrics } from './telemetry';

const { services, tasks } = compose(readEnvironment(process.env));

/**
 * Two sources: the function's URL, which answers, and its queue, of which is told what has to come again.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export async function handler(
  event: UrlEvent | SQSEvent,
  { awsRequestId: requestId }: Pick<Context, 'awsRequestId'>,
): Promise<Response | SQSBatchResponse> {
  logger.resetKeys();
  logger.appendKeys({ requestId });
  try {
    return 'Records' in event ? await work(event) : await answer(requestOf(event), requestId);
  } finally {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  }
}

async function answer(request: Request, requestId: string): Promise<Response> {
  try {
    const opened = await services();
    await requireOriginSecret(request.headers[ORIGIN_SECRET_HEADER], opened.originSecret);
    const response = await route(request, opened);
    logger.info('Answered', { status: response.statusCode });
    return response;
  } catch (error) {
    return problem(told(error, requestId));
  }
}

/** What the caller may know of an error; the rest goes to the log. */
function told(error: unknown, requestId: string): PaymentError {
  if (error instanceof InvalidSignature || error instanceof MalformedEvent) count('WebhookRefused');
  if (error instanceof PaymentError && error.status < 500) {
    logger.info('Refused', { errorType: error.name, reason: error.message });
    return error;
  }
  count('InternalErrors');
  logger.error('Failed', { error });
  return error instanceof PaymentError ? error : new InternalError(requestId);
}

/** One message after the other; one that fails does not keep the others. */
async function work({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures = [];
  for (const record of Records) {
    if (!(await done(record))) batchItemFailures.push({ itemIdentifier: record.messageId });
  }
  return { batchItemFailures };
}

async function done(record: SQSRecord): Promise<boolean> {
  const tries = Number(record.attributes.ApproximateReceiveCount);
  try {
    await doTask(record, await services());
    return true;
  } catch (error) {
    count('InternalErrors');
    logger.error('A task failed and is tried again', { messageId: record.messageId, tries, error });
    await putOff(record, pauseAfter(tries));
    return false;
  }
}

/** Where it cannot be put off, the queue's own timeout does. */
async function putOff({ messageId, receiptHandle }: SQSRecord, seconds: number): Promise<void> {
  try {
    await tasks.putOff(receiptHandle, seconds);
  } catch (error) {
    logger.warn('A message could not be put off', { messageId, error });
  }
}
