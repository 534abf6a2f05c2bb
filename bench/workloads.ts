import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from '@keyhold/local-cloud';

const ROOT = join(__dirname, '..');

/** A state machine and the results of its tasks. */
export interface Workload {
  readonly name: string;
  readonly definition: JsonObject;
  readonly input: JsonObject;
  /** The number of states in one execution. */
  readonly transitions: number;
  readonly executions: number;
  /** The result of a state's task in an execution. */
  answer(state: string, execution: string): Json;
}

const CHAIN = 100;

/** Pass states in a row: the engine alone. */
export const passChain: Workload = {
  name: `Pass chain of ${CHAIN}`,
  definition: {
    StartAt: 'S1',
    States: Object.fromEntries(
      Array.from({ length: CHAIN }, (_, n): [string, Json] => [
        `S${n + 1}`,
        { Type: 'Pass', ...(n + 1 < CHAIN ? { Next: `S${n + 2}` } : { End: true }) },
      ]),
    ),
  },
  input: { apartment: 'a1' },
  transitions: CHAIN,
  executions: 1_000,
  answer: () => null,
};

/** The booking workflow as deployed. Its hold ends at once and nobody has paid: the longest path. */
export const booking: Workload = {
  name: 'booking workflow',
  definition: JSON.parse(
    readFileSync(join(ROOT, 'asl', 'booking.asl.json'), 'utf8')
      .replaceAll('${DDBUpdateItem}', 'arn:aws:states:::dynamodb:updateItem')
      .replaceAll('${DDBGetItem}', 'arn:aws:states:::dynamodb:getItem')
      .replaceAll('${DDBTable}', 'apartments'),
  ) as JsonObject,
  input: {
    details: {
      accountId: 'a1',
      bookedStatus: 'RESERVED',
      guestId: 'g1',
      reservedAt: '2026-01-01T00:00:00.000Z',
      holdExpiresAt: '2026-01-01T00:00:01.000Z',
    },
  },
  transitions: 5,
  executions: 5_000,
  answer: (state, execution) =>
    state === 'Get Booking Status'
      ? { Item: { bookedStatus: { S: 'RESERVED' }, reservationId: { S: execution } } }
      : {},
};

export class ExecutionFailed extends Error {
  override readonly name = 'ExecutionFailed';
}
