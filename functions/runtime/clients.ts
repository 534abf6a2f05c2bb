import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * For a caller who waits: an answer of these services takes milliseconds, so one that takes 3 s is lost, and
 * another try beats waiting. Connections are kept alive, which is the SDK's default; region, credentials and
 * endpoint come from its standard variables.
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
