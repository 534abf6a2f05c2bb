import { z } from 'zod';
import { invalidSnapshot, type UserError } from '../../core/errors';
import type { Json } from '../../core/json';
import type { Message } from './message';
import type { MessageStore } from './message-store';

const attributes = z.record(
  z.string(),
  z.strictObject({
    DataType: z.string(),
    StringValue: z.string().optional(),
    BinaryValue: z.string().optional(),
  }),
);
const message = z.strictObject({
  id: z.string().min(1),
  body: z.string(),
  attributes,
  systemAttributes: attributes,
  senderId: z.string(),
  sentAt: z.number(),
  visibleAt: z.number(),
  receiveCount: z.int().min(0),
  firstReceivedAt: z.number().optional(),
  deadLetterSource: z.string().optional(),
});
const snapshot = z.strictObject({
  queues: z.record(z.string(), z.strictObject({ messages: z.array(message) })),
});

/** `{"queues": {"payments": {"messages": […]}}}`, the oldest first. */
export async function snapshotQueues(store: MessageStore, names: readonly string[]): Promise<Json> {
  const queues: Record<string, { messages: Message[] }> = {};
  for (const name of names) queues[name] = { messages: await store.messages(name) };
  return JSON.parse(JSON.stringify({ queues })) as Json;
}

/**
 * Writes the messages of a snapshot into the store of these queues, which read it at their next start.
 * @throws UserError `InvalidSnapshot` before anything is written
 */
export async function restoreQueues(
  store: MessageStore,
  names: readonly string[],
  given: Json,
): Promise<void> {
  const parsed = snapshot.safeParse(given);
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
  const { queues } = parsed.data;
  const foreign = Object.keys(queues).find((name) => !names.includes(name));
  if (foreign !== undefined) throw invalid(`the stack has no queue ${foreign}`);
  await store.write(
    Object.entries(queues).flatMap(([queue, { messages }]) =>
      messages.map((each) => ({ kind: 'keep', queue, message: each as Message }) as const),
    ),
  );
}

function invalid(problem: string): UserError {
  return invalidSnapshot(`The messages cannot be taken in: ${problem}.`);
}
