import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import { z } from 'zod';
import type { LocalCloud } from '../local/cloud';
import type { Json, JsonObject } from '../local/service';

const FILE = join(__dirname, '..', 'data', 'apartments.json');
/** The most that BatchWriteItem takes at once. */
const BATCH = 25;

const apartments = z.array(
  z.strictObject({
    id: z.string(),
    complexId: z.string(),
    name: z.string(),
    description: z.string(),
    bedrooms: z.int(),
    price: z.strictObject({ amount: z.int(), currency: z.string() }),
  }),
);

/** Puts the sample apartments into an empty table. @returns how many it put */
export async function loadSamples(cloud: LocalCloud, table: string): Promise<number> {
  const anything = (await cloud.call('dynamodb', 'Scan', { TableName: table, Limit: 1 })) as {
    Count: number;
  };
  if (anything.Count > 0) return 0;
  const samples = apartments.parse(JSON.parse(readFileSync(FILE, 'utf8')));
  const requests = samples.map(({ id, ...rest }) => ({
    PutRequest: { Item: marshall({ Id: id, ...rest, bookedStatus: 'VACANT' }) as unknown as Json },
  }));
  for (let at = 0; at < requests.length; at += BATCH) {
    const input: JsonObject = { RequestItems: { [table]: requests.slice(at, at + BATCH) } };
    await cloud.call('dynamodb', 'BatchWriteItem', input);
  }
  return samples.length;
}
