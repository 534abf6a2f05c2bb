import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../core/errors';
import type { Json, JsonObject } from '../../../core/json';
import type { Principal } from '../../../core/principals';
import type { Cloud } from '../../../core/service';

/** The result of delivering a batch. */
export interface DeliveryResult {
  readonly requestId: string;
  /** The function's answer, where there is one. */
  readonly answer?: Json;
  /** Why there is none: the function's error, or Lambda's. */
  readonly failure?: string;
  /** The version that answered or failed; undefined where the function was not run at all. */
  readonly executedVersion?: string;
}

/** The function that a mapping calls. */
export interface MappedFunction {
  readonly functionName: string;
  readonly functionArn: string;
  /** The mapping's ARN: it calls the function as the Lambda service, which needs no permission. */
  readonly mappingArn: string;
}

/** Sends a batch to the function and waits for the answer. Never rejects. */
export async function deliver(
  target: MappedFunction,
  event: JsonObject,
  cloud: Cloud,
  traceId: string,
): Promise<DeliveryResult> {
  const requestId = randomUUID();
  const principal: Principal = {
    kind: 'service',
    service: 'lambda.amazonaws.com',
    sourceArn: target.mappingArn,
  };
  const input = { FunctionName: target.functionName, Payload: JSON.stringify(event) };
  try {
    const output = await cloud.call({ service: 'lambda', action: 'Invoke', input, principal, traceId });
    const { FunctionError, Payload, ExecutedVersion } = output as JsonObject;
    const told = { requestId, executedVersion: String(ExecutedVersion) };
    if (FunctionError !== undefined) return { ...told, failure: String(Payload) };
    return { ...told, answer: JSON.parse(String(Payload)) as Json };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { requestId, failure: `${error.code}: ${error.message}` };
  }
}
