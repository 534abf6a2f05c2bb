import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * These services answer within milliseconds: an answer that takes 3 s is lost, and another try beats waiting.
 * Connections are kept alive, which is the SDK's default; region, credentials and endpoint come from its
 * standard variables.
 */
const settings = {
  maxAttempts: 3,
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
};

export function dynamoDbClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(settings));
}

export function stepFunctionsClient(): SFNClient {
  return new SFNClient(settings);
}

/** A queue's URL only names the queue: requests go to the endpoint of the SDK's standard variables. */
export function queueClient(): SQSClient {
  return new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
}

export function parameterClient(): SSMClient {
  return new SSMClient(settings);
}
