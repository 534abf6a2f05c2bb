import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { cancelReservation } from '../../functions/booking/domain/cancel';
import { endReservation } from '../../functions/booking/domain/end';
import { refundReservation } from '../../functions/booking/domain/refund';
import { reserveApartment } from '../../functions/booking/domain/reserve';
import { follow } from '../../functions/changes/domain/follow';
import { decideFailed } from '../../functions/changes/domain/undecided';
import type { RefundChoice } from '../../functions/domain/end-decision';
import { openCheckout } from '../../functions/payments/domain/checkout';
import type { ProviderEvent } from '../../functions/payments/domain/event';
import { expireCheckout } from '../../functions/payments/domain/expire';
import { followUntold, settleOnReturn } from '../../functions/payments/domain/learn';
import { receiveEvent } from '../../functions/payments/domain/receive';
import { makeOrderedRefund, retryRefund } from '../../functions/payments/domain/refund';
import { streamRecordOf } from '../../functions/tables/apartments/stream';
import type { PaymentTask } from '../../functions/tables/payment-tasks';
import { APARTMENT, PRICE, type QueuedTask, type StreamItem, type WorldData } from './data';
import type { Outside } from './request';
import type { Services } from './services';

/** A request to the product, as it is repeated from its name. */
export interface Command {
  readonly name: string;
  /** How often it is given at most. */
  readonly most: number;
  /** Whether anybody would give it now. */
  isSensible(data: WorldData): boolean;
  run(services: Services, outside: Outside, data: WorldData): Promise<unknown>;
}

const SITE = 'https://keyhold.test';
const STAFF = 'staff';

const always = () => true;

/** What guests and staff send of their own accord, for these reservations. */
export function wishes(reservationIds: readonly string[]): readonly Command[] {
  return reservationIds.flatMap((id) => [...ofGuest(id), ...ofStaff(id)]);
}

function ofGuest(id: string): Command[] {
  const isKnown = (data: WorldData) => data.reservations.has(id);
  const wish = { apartmentId: APARTMENT, guestId: `guest of ${id}`, reservationId: id, price: PRICE };
  return [
    {
      name: `reserve ${id}`,
      most: 2,
      isSensible: always,
      run: ({ booking }) => reserveApartment(wish, booking),
    },
    {
      name: `cancel ${id}`,
      most: 2,
      isSensible: isKnown,
      run: ({ booking }) => cancelReservation(id, booking),
    },
    {
      name: `checkout ${id}`,
      most: 2,
      isSensible: isKnown,
      run: ({ payments }) => openCheckout(id, SITE, payments),
    },
    {
      name: `return ${id}`,
      most: 1,
      isSensible: (data) => data.provider.captures.some(({ reservationId }) => reservationId === id),
      run: ({ payments }) => settleOnReturn(id, payments),
    },
  ];
}

function ofStaff(id: string): Command[] {
  const isPaid = (data: WorldData) => data.taken.length > 0 && data.reservations.has(id);
  const end = (refund: RefundChoice, amount?: number): Command => ({
    name: `end ${id} ${refund}`,
    most: 2,
    isSensible: isPaid,
    run: ({ booking }) =>
      endReservation({ reservationId: id, refund, amount, reason: undefined }, booking, STAFF),
  });
  return [
    end('NONE'),
    end('FULL'),
    end('PARTIAL', 4_000),
    {
      name: `refund ${id}`,
      most: 2,
      isSensible: isPaid,
      run: ({ booking }) =>
        refundReservation(
          { reservationId: id, refundId: 'x', amount: 3_000, reason: undefined },
          booking,
          STAFF,
        ),
    },
  ];
}

/** What streams, queues and the provider bring: it stays until it is acknowledged. */
export function deliveries(data: WorldData): Command[] {
  const [first] = data.stream;
  return [
    ...(first ? [streamed(first)] : []),
    ...data.failures.slice(0, 1).map(failed),
    ...data.queue
      .filter(({ dueAt }) => dueAt <= data.now)
      .slice(0, 2)
      .map(queued),
    ...data.undelivered.slice(0, 2).map((event) => told(event, false)),
    ...data.delivered.slice(-1).map((event) => told(event, true)),
  ];
}

const BATCH_MS = 60_000;

function streamed(item: StreamItem): Command {
  return {
    name: 'stream',
    most: Number.POSITIVE_INFINITY,
    isSensible: always,
    run: async ({ changes }, outside) => {
      const record = streamRecordOf(recordOf(item));
      if ((await follow([record], changes, () => BATCH_MS)) !== undefined) throw new TriedAgain();
      await outside.call('acknowledge', 'write', (data) => {
        if (data.stream[0] === item) data.stream.shift();
      });
    },
  };
}

function recordOf({ before, after, at }: StreamItem): Pick<DynamoDBRecord, 'dynamodb'> {
  const image = (item: object) => marshall(item, { removeUndefinedValues: true });
  const Keys = { Id: { S: APARTMENT } };
  const dynamodb = { Keys, SequenceNumber: '1', ApproximateCreationDateTime: Math.floor(at / 1000) };
  return {
    dynamodb: { ...dynamodb, NewImage: image(after), ...(before && { OldImage: image(before) }) },
  } as Pick<DynamoDBRecord, 'dynamodb'>;
}

/** Something of the system has failed and is tried again: nobody is told. */
export class TriedAgain extends Error {
  override readonly name = 'TriedAgain';
}

function failed(id: string): Command {
  return {
    name: `failure of ${id}`,
    most: Number.POSITIVE_INFINITY,
    isSensible: always,
    run: async ({ changes }, outside) => {
      await decideFailed(id, changes);
      await outside.call('acknowledge', 'write', (data) => {
        data.failures = data.failures.filter((each) => each !== id);
      });
    },
  };
}

const AGAIN_AFTER_MS = 30_000;

function queued(queuedTask: QueuedTask): Command {
  const { task } = queuedTask;
  return {
    name: `task ${JSON.stringify(task)}`,
    most: Number.POSITIVE_INFINITY,
    isSensible: always,
    run: async ({ payments }, outside) => {
      const end = (again: readonly QueuedTask[]) =>
        outside.call('acknowledge', 'write', (data) => {
          const index = data.queue.indexOf(queuedTask);
          if (index >= 0) data.queue.splice(index, 1, ...again);
        });
      try {
        await doTask(task, payments);
      } catch (error) {
        await end([{ task, dueAt: outside.now() + AGAIN_AFTER_MS }]);
        throw error;
      }
      await end([]);
    },
  };
}

function doTask(task: PaymentTask, payments: Services['payments']): Promise<void> {
  switch (task.task) {
    case 'refund':
      return retryRefund(task.paymentId, payments);
    case 'orderedRefund':
      return makeOrderedRefund(task.paymentId, task.id, payments);
    case 'followUntold':
      return followUntold(task.payment, payments);
    case 'expireCheckout':
      return expireCheckout(task.reservationId, payments);
    case 'deliverTestEvent':
      throw new Error('The world has no test provider.');
  }
}

function told(event: ProviderEvent, isAgain: boolean): Command {
  const id = event.kind === 'IGNORED' ? '' : event.eventId;
  return {
    name: `${isAgain ? 'webhook again' : 'webhook'} ${id}`,
    most: isAgain ? 1 : Number.POSITIVE_INFINITY,
    isSensible: always,
    run: async ({ payments }, outside) => {
      await receiveEvent(event, payments);
      await outside.call('acknowledge', 'write', (data) => {
        data.undelivered = data.undelivered.filter((each) => each !== event);
        if (!data.delivered.includes(event)) data.delivered.push(event);
      });
    },
  };
}
