import { execute, OperationTypeNode } from 'graphql';
import type { Clock } from '../../core/clock';
import type { Json, JsonObject } from '../../core/json';
import type { Cloud } from '../../core/service';
import { Batches } from './batches';
import type { Caller } from './caller';
import { executionError } from './execution-error';
import { answerField, type GraphqlOperation } from './field';
import type { GraphqlApi, Resolver } from './graphql-api';
import { callFunction } from './lambda-resolver';
import type { GraphqlRequest } from './request';
import { variableError } from './variables';
import { FieldError, plainError, type WireError } from './wire-error';

/** An operation may take 30 s: https://docs.aws.amazon.com/general/latest/gr/appsync.html */
const TIME_LIMIT_MS = 30_000;

export interface GraphqlExecution {
  readonly api: GraphqlApi;
  readonly request: GraphqlRequest;
  readonly caller: Caller;
  readonly headers: Readonly<Record<string, string>>;
  readonly traceId: string;
}

/** Runs an operation: the body of the answer, whose status is 200 whatever went wrong in it. */
export async function executeOperation(execution: GraphqlExecution, cloud: Cloud): Promise<JsonObject> {
  const { api, request } = execution;
  const refused = api.validation.errorsOf(request.document);
  if (refused.length > 0) return answer(null, refused);
  if (request.operation.operation === OperationTypeNode.SUBSCRIPTION)
    return answer(null, [subscriptionOverHttp()]);
  const wrongVariable = variableError(api.settings.schema, request.operation, request.variables);
  if (wrongVariable) return answer(null, [wrongVariable]);
  const { data, errors } = await runFields(execution, cloud);
  return answer(data, errors);
}

/** Executes a valid operation within its time limit. */
export async function runFields(
  execution: GraphqlExecution,
  cloud: Cloud,
): Promise<{ data: Json; errors: WireError[] }> {
  const { api, request } = execution;
  const { schema } = api.settings;
  const deadline = timeLimit(cloud.clock);
  try {
    const { data, errors = [] } = await execute({
      schema,
      document: request.document,
      operationName: request.operation.name?.value ?? null,
      variableValues: request.variables,
      contextValue: operationOf(execution, deadline.timeout, cloud),
      fieldResolver: answerField,
    });
    return { data: (data ?? null) as Json, errors: errors.map((error) => executionError(error, schema)) };
  } finally {
    deadline.cancel();
  }
}

function operationOf(
  { api, request, caller, headers, traceId }: GraphqlExecution,
  timeout: Promise<never>,
  cloud: Cloud,
): GraphqlOperation {
  const call = ({ source }: Resolver, payload: Json) => callFunction(source, payload, cloud, traceId);
  const variables = request.variables as JsonObject;
  return { api, caller, headers, variables, call, batches: new Batches(call), timeout, resolversRun: 0 };
}

function timeLimit(clock: Clock): { timeout: Promise<never>; cancel: () => void } {
  let expire: () => void = () => undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    expire = () => reject(new FieldError('ExecutionTimeout', 'Execution timed out.'));
  });
  // An operation without resolvers never waits for it.
  timeout.catch(() => undefined);
  const alarm = clock.alarm(clock.now() + TIME_LIMIT_MS, expire);
  return { timeout, cancel: () => alarm.cancel() };
}

function subscriptionOverHttp(): WireError {
  const message = 'Subscriptions are not supported over HTTP; subscribe on the realtime endpoint.';
  return { ...plainError(message, null), data: null, errorType: 'OperationNotSupported', errorInfo: null };
}

function answer(data: Json, errors: readonly WireError[]): JsonObject {
  return errors.length > 0 ? { data, errors: [...errors] } : { data };
}
