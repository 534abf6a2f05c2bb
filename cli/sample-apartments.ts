import { join } from 'node:path';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { z } from 'zod';
import { readSourceJson, SourceError } from '../config/source-file';

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

/** An item in DynamoDB's own JSON. */
export type Item = Record<string, AttributeValue>;

/** A table of apartments, wherever it is. */
export interface SampleTable {
  isEmpty(): Promise<boolean>;
  /** Puts 25 items or fewer. */
  put(items: Item[]): Promise<void>;
}

/**
 * Reads the sample apartments.
 * @throws SourceError where there is a mistake in their file
 */
export function readSamples(file = FILE): z.output<typeof apartments> {
  const { data, error } = apartments.safeParse(readSourceJson(file));
  if (data) return data;
  const [first] = error.issues;
  throw new SourceError(file, { path: pathOf(first?.path ?? []) }, `${first?.message}.`);
}

/** `[3].price.amount` */
function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** Puts the sample apartments into an empty table. @returns how many it put */
export async function putSamples(table: SampleTable): Promise<number> {
  if (!(await table.isEmpty())) return 0;
  const samples = readSamples();
  const items = samples.map(({ id, ...rest }) => marshall({ Id: id, ...rest, bookedStatus: 'VACANT' }));
  for (let at = 0; at < items.length; at += BATCH) await table.put(items.slice(at, at + BATCH));
  return samples.length;
}
