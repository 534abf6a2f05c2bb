import { SQSClient } from '@aws-sdk/client-sqs';

/**
 * As the clients of the booking function: an answer takes milliseconds, so one that takes 3 s is lost. The
 * queue's URL names the queue; where to send is said by the SDK's standard variables alone.
 */
export function queueClient(): SQSClient {
  return new SQSClient({
    maxAttempts: 3,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
    useQueueUrlAsEndpoint: false,
  });
}
