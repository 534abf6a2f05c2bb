import type { JsonObject } from '@keyhold/local-cloud';
import type { Premises } from './booking';
import { pause } from './complex';

/** The tables of the cloud when everything is over. */
export interface Books {
  readonly apartments: readonly Row[];
  readonly payments: readonly Row[];
  readonly reservations: readonly Row[];
}

/** The attributes of an item that are texts. */
export type Row = Readonly<Record<string, string | undefined>>;

const DEAD_LETTERS = ['payments', 'changes', 'executions'].map(
  (queue) => `keyhold-local-${queue}-dead-letters`,
);

/** Lets stream and queue do all that is left, and reads the tables. */
export async function closeBooks(premises: Premises): Promise<Books> {
  await told(premises);
  await drain('keyhold-local-payments', premises);
  const [apartments, payments, reservations] = await Promise.all([
    rows('keyhold-local-apartments', premises),
    rows('keyhold-local-payments', premises),
    rows('keyhold-local-reservations', premises),
  ]);
  return { apartments, payments, reservations };
}

/** How many messages nobody could deal with. */
export async function deadLetters(premises: Premises): Promise<number> {
  const counts = await Promise.all(DEAD_LETTERS.map((queue) => messages(queue, premises)));
  return counts.reduce((sum, { visible, hidden }) => sum + visible + hidden, 0);
}

/**
 * What is hidden waits for the clock, for a refund's turn or because a killed process had taken it; or it is
 * under way, and done by the time the clock would move.
 */
async function drain(queue: string, premises: Premises): Promise<void> {
  for (;;) {
    const { visible, hidden } = await messages(queue, premises);
    if (visible + hidden === 0) return;
    if (visible === 0) await premises.cloud.skip();
    await pause(20);
  }
}

/** A hold that is over is soon told as over. */
async function told(premises: Premises): Promise<void> {
  const isHeld = ({ status }: Row) => status === 'HELD';
  while ((await rows('keyhold-local-reservations', premises)).some(isHeld)) await pause(50);
}

async function messages(queue: string, { cloud }: Premises) {
  const { QueueUrl = '' } = await cloud.ask('AmazonSQS.GetQueueUrl', { QueueName: queue });
  const { Attributes } = await cloud.ask('AmazonSQS.GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['All'],
  });
  const count = (name: string) =>
    Number((Attributes as JsonObject)[`ApproximateNumberOfMessages${name}`] ?? 0);
  return { visible: count(''), hidden: count('NotVisible') + count('Delayed') };
}

async function rows(table: string, { cloud }: Premises): Promise<Row[]> {
  const found: JsonObject[] = [];
  for (let from: JsonObject | undefined = {}; from; ) {
    const page: JsonObject = await cloud.ask('DynamoDB_20120810.Scan', { TableName: table, ...from });
    found.push(...(page['Items'] as JsonObject[]));
    const last = page['LastEvaluatedKey'];
    from = last === undefined ? undefined : { ExclusiveStartKey: last };
  }
  return found.map((item) =>
    Object.fromEntries(Object.entries(item).map(([name, value]) => [name, (value as { S?: string }).S])),
  );
}
