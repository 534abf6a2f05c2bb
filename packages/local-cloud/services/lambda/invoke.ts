import { AwsError } from '../../core/errors';
import type { JsonObject } from '../../core/json';
import type { Cloud, ServiceCall } from '../../core/service';
import type { FunctionRecord } from './function-record';
import type { InvocationResult } from './invocation';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, in bytes of UTF-8. */
const LARGEST_SYNCHRONOUS_EVENT = 6 * 1024 * 1024;
const LARGEST_ASYNCHRONOUS_EVENT = 1024 * 1024;
const LARGEST_RESPONSE = 6 * 1024 * 1024 + 100;
/** Lambda tries an asynchronous event twice more: after one minute, then after two. */
const ASYNCHRONOUS_RETRIES_MS = [60_000, 120_000];
/** `LogResult` is the end of the log. */
const LOG_TAIL_BYTES = 4096;

/**
 * Invoke (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html): `Payload` is JSON text both ways.
 */
export async function invoke(record: FunctionRecord, call: ServiceCall, cloud: Cloud): Promise<JsonObject> {
  const payload = eventOf(call.input['Payload']);
  const type = call.input['InvocationType'] ?? 'RequestResponse';
  switch (type) {
    case 'DryRun':
      return { StatusCode: 204 };
    case 'Event':
      refuseLarge(payload, LARGEST_ASYNCHRONOUS_EVENT);
      void deliver(record, call, payload, cloud, ASYNCHRONOUS_RETRIES_MS);
      return { StatusCode: 202, Payload: '' };
    case 'RequestResponse':
      refuseLarge(payload, LARGEST_SYNCHRONOUS_EVENT);
      return answer(record, call, bounded(await run(record, call, payload)));
    default:
      throw new AwsError(
        'InvalidParameterValueException',
        `The InvocationType ${JSON.stringify(type)} is not known.`,
      );
  }
}

async function run(
  record: FunctionRecord,
  { requestId, traceId }: ServiceCall,
  payload: string,
): Promise<InvocationResult> {
  return record.pool.run({ requestId, traceId, payload });
}

function answer(
  { settings }: FunctionRecord,
  { input, requestId }: ServiceCall,
  result: InvocationResult,
): JsonObject {
  const output: JsonObject = { StatusCode: 200, ExecutedVersion: settings.version, Payload: result.payload };
  if (result.failed) output['FunctionError'] = 'Unhandled';
  if (input['LogType'] === 'Tail') output['LogResult'] = logTail(requestId, settings.version, result);
  return output;
}

/** An asynchronous event: retried when the function fails, then dropped with a line in the log. */
async function deliver(
  record: FunctionRecord,
  call: ServiceCall,
  payload: string,
  cloud: Cloud,
  [delay, ...later]: readonly number[],
): Promise<void> {
  const reason = await run(record, call, payload).then(
    (result) => (result.failed ? result.payload : undefined),
    (error: Error) => error.message,
  );
  if (reason === undefined) return;
  const { name } = record.settings;
  if (delay === undefined)
    return cloud.log('lambda', `${name} gave up the event ${call.requestId}: ${reason}`);
  cloud.log(
    'lambda',
    `${name} failed the event ${call.requestId}, tried again in ${delay / 1000} s: ${reason}`,
  );
  cloud.clock.alarm(cloud.clock.now() + delay, () => void deliver(record, call, payload, cloud, later));
}

function eventOf(payload: unknown): string {
  if (payload === undefined || payload === '') return '{}';
  try {
    JSON.parse(String(payload));
  } catch (error) {
    const why = (error as Error).message;
    throw new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${why}`);
  }
  return String(payload);
}

function refuseLarge(payload: string, limit: number): void {
  if (Buffer.byteLength(payload) <= limit) return;
  const sentence = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`;
  throw new AwsError('RequestTooLargeException', sentence, 413);
}

function bounded(result: InvocationResult): InvocationResult {
  if (Buffer.byteLength(result.payload) <= LARGEST_RESPONSE) return result;
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${LARGEST_RESPONSE} bytes).`;
  return {
    ...result,
    failed: true,
    payload: JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage }),
  };
}

function logTail(requestId: string, version: string, { output, milliseconds }: InvocationResult): string {
  const lines = [
    `START RequestId: ${requestId} Version: ${version}`,
    output.trimEnd(),
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${milliseconds.toFixed(2)} ms`,
  ];
  const log = Buffer.from(`${lines.filter((line) => line !== '').join('\n')}\n`);
  return log.subarray(-LOG_TAIL_BYTES).toString('base64');
}
