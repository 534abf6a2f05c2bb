import { AwsError } from '../../core/errors';
import { MalformedPolicy, parsePolicy } from '../../core/policy/parse';
import type { AccessPolicy } from '../../core/policy/statement';

/** Who else may use a queue. */
export interface QueuePolicy {
  /** The document as it was given. */
  readonly document: string;
  readonly policy: AccessPolicy;
}

/**
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-using-identity-based-policies.html
 * @throws AwsError that names the resource and what is wrong
 */
export function queuePolicy(address: string, document: string): QueuePolicy {
  try {
    return { document, policy: { address, statements: parsePolicy(document, 'resource') } };
  } catch (error) {
    if (!(error instanceof MalformedPolicy)) throw error;
    throw new AwsError(
      'InvalidAttributeValue',
      `${address}: Invalid value for the parameter Policy: ${error.message}.`,
    );
  }
}
