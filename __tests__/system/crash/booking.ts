import { marshall } from '@aws-sdk/util-dynamodb';
import type { JsonObject } from '@keyhold/local-cloud';
import { pause } from './complex';
import { type MortalCloud, Refused } from './mortal-cloud';

/** What a guest means to do once the apartment is held. */
export type Plan = 'pay' | 'cancel' | 'let it expire';

/** Which apartment a guest wants, under which name, and for how long it is to be held. */
export interface Wish {
  readonly reservationId: string;
  readonly apartmentId: string;
  readonly holdMs: number;
}

export interface Booking extends Wish {
  readonly plan: Plan;
}

/** What the guest saw of it. Times in milliseconds since the epoch. */
export interface Account extends Booking {
  readonly holdExpiresAt: number;
  /** Whether the guest read that the apartment was held for this reservation. */
  readonly sawHold: boolean;
  /** When the guest first asked for what was planned. */
  readonly askedAt?: number;
  /** Whether that was answered with yes. */
  readonly acknowledged: boolean;
}

/** Where the guests book: the workflow and the table, at the gateway, with no API and no function between. */
export interface Premises {
  readonly cloud: MortalCloud;
  readonly table: string;
  readonly stateMachineArn: string;
}

const RESERVATIONS = 'keyhold-local-reservations';
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Looks again, later each time, for as long as `isWorthwhile`: a thousand guests who look all the time would be the load. */
async function* looks(isWorthwhile: () => boolean = () => true): AsyncGenerator<void> {
  for (let ms = SHORTEST_PAUSE_MS; isWorthwhile(); ms = Math.min(1.5 * ms, LONGEST_PAUSE_MS)) {
    yield;
    await pause(ms);
  }
}

export function executionArnOf(stateMachineArn: string, reservationId: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${reservationId}`;
}

/** Makes one booking as its guest would, and tells what came of it. */
export async function book(booking: Booking, premises: Premises): Promise<Account> {
  const hold = await reserve(booking, premises);
  const account = { ...booking, ...hold, acknowledged: false };
  if (!hold.sawHold || booking.plan === 'let it expire') return account;
  const askedAt = Date.now();
  const update = booking.plan === 'pay' ? payment(booking) : cancellation(booking);
  return { ...account, askedAt, acknowledged: await asked(update, premises) };
}

/** Asks for an apartment, and waits until it is held or is not going to be. */
export async function reserve(
  wish: Wish,
  premises: Premises,
): Promise<Pick<Account, 'holdExpiresAt' | 'sawHold'>> {
  await premises.cloud.ready();
  const reservedAt = Date.now();
  const holdExpiresAt = reservedAt + wish.holdMs;
  await start(wish, premises, reservedAt, holdExpiresAt);
  return { holdExpiresAt, sawHold: await waitForHold(wish, premises, holdExpiresAt) };
}

/** Resolves when the apartment is held for this reservation no more. */
export async function released({ reservationId, apartmentId }: Wish, premises: Premises): Promise<void> {
  for await (const _ of looks()) if ((await holderOf(apartmentId, premises)) !== reservationId) return;
}

/** @returns whether the hold was still there to be let go */
export function cancel(wish: Wish, premises: Premises): Promise<boolean> {
  return asked(cancellation(wish), premises);
}

/**
 * As booking does it: the record first, then the workflow. Law 5: sent again it does what once does; that the execution
 * has closed already is a success.
 */
async function start(
  { reservationId, apartmentId }: Wish,
  { cloud, stateMachineArn }: Premises,
  reservedAt: number,
  holdExpiresAt: number,
): Promise<void> {
  const details = {
    accountId: apartmentId,
    bookedStatus: 'RESERVED',
    guestId: `guest of ${reservationId}`,
    reservedAt: new Date(reservedAt).toISOString(),
    holdExpiresAt: new Date(holdExpiresAt).toISOString(),
  };
  const record = {
    Id: reservationId,
    apartmentId,
    guestId: details.guestId,
    requestedAt: details.reservedAt,
    holdExpiresAt: details.holdExpiresAt,
    status: 'PENDING',
  };
  const put = {
    TableName: RESERVATIONS,
    Item: { ...marshall(record), rank: { N: '0' } },
    ConditionExpression: 'attribute_not_exists(Id)',
  };
  await cloud.ask('DynamoDB_20120810.PutItem', put).catch((error: unknown) => {
    if (!(error instanceof Refused && error.code === 'ConditionalCheckFailedException')) throw error;
  });
  const input = { stateMachineArn, name: reservationId, input: JSON.stringify({ details }) };
  await cloud.ask('AWSStepFunctions.StartExecution', input).catch((error: unknown) => {
    if (!(error instanceof Refused && error.code === 'ExecutionAlreadyExists')) throw error;
  });
}

/** False once the workflow has refused, or the hold is over before the guest saw it. */
async function waitForHold(
  { reservationId, apartmentId }: Wish,
  premises: Premises,
  holdExpiresAt: number,
): Promise<boolean> {
  const { cloud, stateMachineArn } = premises;
  const executionArn = executionArnOf(stateMachineArn, reservationId);
  for await (const _ of looks(() => Date.now() < holdExpiresAt)) {
    if ((await holderOf(apartmentId, premises)) === reservationId) return true;
    const { status } = await cloud.ask('AWSStepFunctions.DescribeExecution', { executionArn });
    if (status !== 'RUNNING') return false;
  }
  return false;
}

async function holderOf(apartmentId: string, { cloud, table }: Premises): Promise<string | undefined> {
  const key = { Id: { S: apartmentId } };
  const input = { TableName: table, Key: key, ConsistentRead: true };
  const { Item } = await cloud.ask('DynamoDB_20120810.GetItem', input);
  return (Item as { reservationId?: { S: string } }).reservationId?.S;
}

async function asked(update: JsonObject, { cloud, table }: Premises): Promise<boolean> {
  try {
    await cloud.ask('DynamoDB_20120810.UpdateItem', { TableName: table, ...update });
    return true;
  } catch (error) {
    if (error instanceof Refused && error.code === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

/** RESERVED -> PAID as the design has it; a payment that is sent again finds itself. */
function payment({ reservationId, apartmentId }: Booking): JsonObject {
  return {
    Key: { Id: { S: apartmentId } },
    UpdateExpression: 'SET bookedStatus = :paid, paymentId = :payment',
    ConditionExpression:
      '(bookedStatus = :reserved AND reservationId = :me AND holdExpiresAt > :now) OR paymentId = :payment',
    ExpressionAttributeValues: {
      ':paid': { S: 'PAID' },
      ':reserved': { S: 'RESERVED' },
      ':me': { S: reservationId },
      ':payment': { S: `payment of ${reservationId}` },
      ':now': { S: new Date().toISOString() },
    },
  };
}

function cancellation({ reservationId, apartmentId }: Wish): JsonObject {
  return {
    Key: { Id: { S: apartmentId } },
    UpdateExpression:
      'SET bookedStatus = :vacant, releasedReservationId = :me, releaseReason = :cancelled REMOVE reservationId, guestId, reservedAt, holdExpiresAt',
    ConditionExpression: 'bookedStatus = :reserved AND reservationId = :me',
    ExpressionAttributeValues: {
      ':vacant': { S: 'VACANT' },
      ':reserved': { S: 'RESERVED' },
      ':cancelled': { S: 'CANCELLED' },
      ':me': { S: reservationId },
    },
  };
}
