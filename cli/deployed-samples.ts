import { BatchWriteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { UserError } from '@keyhold/local-cloud/errors';
import { putSamples } from './sample-apartments';

/** Puts the sample apartments into an empty table on AWS. @returns how many it put */
export async function loadDeployedSamples(table: string, region: string): Promise<number> {
  const client = new DynamoDBClient({ region });
  try {
    return await putSamples({
      isEmpty: async () => (await client.send(new ScanCommand({ TableName: table, Limit: 1 }))).Count === 0,
      put: async (items) => {
        const requests = items.map((Item) => ({ PutRequest: { Item } }));
        const { UnprocessedItems } = await client.send(
          new BatchWriteItemCommand({ RequestItems: { [table]: requests } }),
        );
        const left = UnprocessedItems?.[table]?.length ?? 0;
        if (left > 0) throw new Error(`DynamoDB did not take ${left} of ${items.length} items.`);
      },
    });
  } catch (error) {
    const { name, message } = error as Error;
    throw new UserError(
      'SamplesNotLoaded',
      `The sample apartments were not all put into ${table}: ${name}: ${message}`,
      'The deployment itself is done. See what the table holds; samples are only put into an empty one.',
    );
  } finally {
    client.destroy();
  }
}
