import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { Forbidden } from '../runtime/http/errors';
import { problemOf, problemResponse, type Response } from '../runtime/http/problem';
import { isFromEdge, ORIGIN_SECRET_HEADER } from '../runtime/origin-secret';
import { count, logger, observed } from '../runtime/telemetry';
import { compose } from './composition';
import { InvalidSignature, MalformedEvent, WrongMode } from './domain/errors';
import { reconcile } from './domain/sweep/reconcile';
import { sweep } from './domain/sweep/sweep';
import { readEnvironment } from './environment';
import { type Request, requestOf, type UrlEvent } from './request';
import { NO_STORE, route } from './routes';
import { doTask, pauseAfter } from './tasks';

const REFUSALS = [InvalidSignature, MalformedEvent, WrongMode];

const { services, tasks } = compose(readEnvironment(process.env));

/** What the schedule sends, as stacks/sweep.ts has it. No request by the URL looks like it. */
interface ScheduleEvent {
  readonly task: 'sweep';
}

type Called = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/**
 * Three sources: the function's URL, which gets an answer; its queue, which gets the messages that have to come
 * again; and a schedule, every minute.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function handler(
  event: UrlEvent | SQSEvent | ScheduleEvent,
  context: Called,
): Promise<Response | SQSBatchResponse | undefined> {
  const { awsRequestId: requestId } = context;
  return observed<Response | SQSBatchResponse | undefined>({ requestId }, () => {
    if ('Records' in event) return processMessages(event);
    return 'requestContext' in event ? answer(requestOf(event), requestId) : runSweep(context);
  });
}

/** Whatever fails as a whole is Lambda's error, and leaves the ages untold: both ring. */
async function runSweep(context: Called): Promise<undefined> {
  const { dependencies } = await services();
  const timeLeft = () => context.getRemainingTimeInMillis();
  await sweep(dependencies, timeLeft);
  await reconcile(dependencies, timeLeft).catch((cause: unknown) =>
    dependencies.sweepTelemetry.lookFailed('all', cause),
  );
}

async function answer(request: Request, requestId: string): Promise<Response> {
  try {
    const ready = await services();
    if (!(await isFromEdge(request.headers[ORIGIN_SECRET_HEADER], ready.originSecret))) {
      throw new Forbidden("Payments are reached by the site's own address only.");
    }
    const response = await route(request, ready);
    logger.info('Answered', { status: response.statusCode });
    return response;
  } catch (error) {
    if (REFUSALS.some((refusal) => error instanceof refusal)) count('WebhookRefused');
    const problem = problemOf(error, requestId);
    return problemResponse(problem, NO_STORE, { errorType: problem.errorType });
  }
}

/** One message after the other: one that fails does not stop the others. */
async function processMessages({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures = [];
  for (const record of Records) {
    if (!(await isDone(record))) batchItemFailures.push({ itemIdentifier: record.messageId });
  }
  return { batchItemFailures };
}

async function isDone(record: SQSRecord): Promise<boolean> {
  const tries = Number(record.attributes.ApproximateReceiveCount);
  try {
    await doTask(record, await services());
    return true;
  } catch (error) {
    count('InternalErrors');
    logger.error('A task failed and is tried again', { messageId: record.messageId, tries, error });
    await postpone(record, pauseAfter(tries));
    return false;
  }
}

/** If it cannot be postponed, the queue's own timeout does it. */
async function postpone({ messageId, receiptHandle }: SQSRecord, seconds: number): Promise<void> {
  try {
    await tasks.postpone(receiptHandle, seconds);
  } catch (error) {
    logger.warn('A message could not be postponed', { messageId, error });
  }
}
