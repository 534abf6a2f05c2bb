import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Premises } from './booking';

export const COMPLEX = 'the-complex';

/** Minor units of EUR a booking. */
export const PRICE = 12_900;

/** Puts so many vacant apartments, `apartment-0` and on, into the table. */
export async function open({ cloud, table }: Premises, apartments: number): Promise<void> {
  const requests = Array.from({ length: apartments }, (_, n) => ({
    PutRequest: {
      Item: {
        Id: { S: `apartment-${n}` },
        complexId: { S: COMPLEX },
        name: { S: `Apartment ${n}` },
        bedrooms: { N: '2' },
        price: { M: { amount: { N: String(PRICE) }, currency: { S: 'EUR' } } },
        bookedStatus: { S: 'VACANT' },
      },
    },
  }));
  for (let at = 0; at < requests.length; at += 25)
    await cloud.ask('DynamoDB_20120810.BatchWriteItem', {
      RequestItems: { [table]: requests.slice(at, at + 25) },
    });
}

export function namesOf(artifact: string): Pick<Premises, 'table' | 'stateMachineArn'> {
  return {
    table: 'keyhold-local-apartments',
    stateMachineArn: `arn:aws:states:${regionOf(artifact)}:000000000000:stateMachine:keyhold-local-booking`,
  };
}

/** As the provider of the stack names it. */
function regionOf(artifact: string): string {
  const stack = JSON.parse(readFileSync(join(artifact, 'cdk.tf.json'), 'utf8')) as {
    provider: { aws: { alias?: string; region: string }[] };
  };
  return stack.provider.aws.find(({ alias }) => alias === undefined)?.region ?? 'us-east-1';
}

/** What a function logs of what it did, and what it counts. */
const ACTIVITY = /^lambda: \S+ \{("level":"INFO"|"_aws")/;
/**
 * On a slow machine, or where the clock is moved on under it, a call may take longer than whoever made it waits: its
 * work comes back, and the laws judge the end.
 */
const TOOK_TOO_LONG =
  /TimeoutError|AbortError|Sandbox\.Timedout|Task timed out after|messages, which come back/;

/** The lines of a log that no run should have. */
export function troubles(log: string): string[] {
  return log.split('\n').filter((line) => line !== '' && !ACTIVITY.test(line) && !TOOK_TOO_LONG.test(line));
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
