import { DomainError } from '../domain/errors';
import { count, logger } from './telemetry';

/** Everything that is our fault. It says only where the cause is to be found: in the log. */
export class InternalError extends DomainError {
  override readonly name = 'InternalError';

  constructor(requestId: string) {
    super(`The request could not be answered. Try again; if it fails again, report request ${requestId}.`);
  }
}

/** A failure is counted here, because Lambda takes an answer for a success; an alarm adds both. */
export function recordFailure(error: unknown): void {
  count('InternalErrors');
  logger.error('Failed', { error });
}

/**
 * The error of a GraphQL field, as its client may know it; everything else goes to the log. AppSync passes its
 * `name` on as `errorType` (https://docs.aws.amazon.com/appsync/latest/devguide/direct-lambda-reference.html).
 */
export function graphqlError(error: unknown, requestId: string): DomainError {
  if (error instanceof DomainError) {
    // To Lambda it is an error like any other: the alarm on errors subtracts these.
    count('Refused');
    logger.info('Refused', { errorType: error.name, reason: error.message });
    return error;
  }
  recordFailure(error);
  return new InternalError(requestId);
}
