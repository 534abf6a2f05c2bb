import type { Json, LocalCloud } from '@keyhold/local-cloud';
import { putSamples } from './sample-apartments';

/** Puts the sample apartments into an empty table of the local cloud. @returns how many it put */
export function loadSamples(cloud: LocalCloud, table: string): Promise<number> {
  return putSamples({
    isEmpty: async () => {
      const anything = await cloud.call('dynamodb', 'Scan', { TableName: table, Limit: 1 });
      return (anything as { Count: number }).Count === 0;
    },
    put: async (items) => {
      const requests = items.map((Item) => ({ PutRequest: { Item: Item as unknown as Json } }));
      await cloud.call('dynamodb', 'BatchWriteItem', { RequestItems: { [table]: requests } });
    },
  });
}
