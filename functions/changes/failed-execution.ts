import * as z from 'zod';

/** What the rule of stacks/changes.ts makes of an event: no guest's data. */
const message = z.object({ name: z.string(), status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']) });

/**
 * The reservation whose execution ended without success.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 * @throws ZodError for a message that is not of that rule
 */
export function failedExecutionIn(body: string): string {
  return message.parse(JSON.parse(body)).name;
}
