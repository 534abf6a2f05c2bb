import { OperationTypeNode } from 'graphql';
import type { Cloud } from '../../../core/service';
import { type GraphqlExecution, runFields } from '../execution';
import { variableError } from '../variables';
import { plainError, type WireError } from '../wire-error';

/**
 * The errors of a subscription that is started; empty where it is accepted. Its field is answered once, like any
 * other: by its resolver, which may refuse the subscriber, or with null where it has none. So a subscription
 * cannot have a type that is never null.
 * https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html
 */
export async function startErrors(execution: GraphqlExecution, cloud: Cloud): Promise<readonly WireError[]> {
  const { api, request } = execution;
  const { operation } = request;
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return [unsupported(operation.operation)];
  const refused = api.validation.errorsOf(request.document);
  if (refused.length > 0) return refused;
  const wrongVariable = variableError(api.settings.schema, operation, request.variables);
  if (wrongVariable) return [wrongVariable];
  return (await runFields(execution, cloud)).errors;
}

/** The words as in awslabs/aws-mobile-appsync-sdk-ios#372. */
function unsupported(operation: string): WireError {
  const message = `${operation} not supported through the realtime channel`;
  return { ...plainError(message, null), errorType: 'UnsupportedOperation' };
}
