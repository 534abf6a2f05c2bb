import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

/** As the clients of the booking function: an answer takes milliseconds, so one that takes 3 s is lost. */
const settings = {
  maxAttempts: 3,
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
};

/** The queue's URL names the queue; where to send is said by the SDK's standard variables alone. */
export function queueClient(): SQSClient {
  return new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
}

export function parameterClient(): SSMClient {
  return new SSMClient(settings);
}
