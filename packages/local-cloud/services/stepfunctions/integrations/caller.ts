import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../core/errors';
import { type JsonObject, objectOf } from '../../../core/json';
import type { Cloud } from '../../../core/service';
import type { TaskRequest } from '../execution/execution';

/** A call's answer with what AWS's SDK knows of it. */
export interface CallResult {
  readonly output: JsonObject;
  readonly requestId: string;
}

/** An error of a called API, with the id that its cause mentions. */
export interface CallError {
  readonly code: string;
  readonly message: string;
  readonly statusCode: number;
  readonly requestId: string;
}

/** Makes the calls of one attempt at a task, with the identity of its role. */
export class Caller {
  constructor(
    private readonly cloud: Cloud,
    private readonly request: TaskRequest,
    private readonly traceId: string,
    /** The idempotency key of this attempt: the same when it is repeated after a crash. */
    readonly attemptKey: string,
    /** Turns an API's error into the error that this integration reports. */
    private readonly failure: (error: CallError) => Error,
    /** The execution that calls and its state machine, by their ARNs. */
    readonly resources: readonly [execution: string, machine: string],
  ) {}

  async call(service: string, action: string, input: JsonObject): Promise<CallResult> {
    const requestId = randomUUID();
    try {
      const [, machine] = this.resources;
      const { principal } = this.cloud.assumeRole(this.request.roleArn, 'states.amazonaws.com', machine);
      const output = await this.cloud.call({ service, action, input, principal, traceId: this.traceId });
      return { output: objectOf(output), requestId };
    } catch (error) {
      throw this.failure({ ...describe(error), requestId });
    }
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.cloud.clock.now();
  }
}

/** A bug of the local cloud appears to the workflow as an internal error of the called service. */
function describe(error: unknown): Omit<CallError, 'requestId'> {
  if (error instanceof AwsError)
    return { code: error.code, message: error.message, statusCode: error.statusCode };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'InternalServerError', message, statusCode: 500 };
}
