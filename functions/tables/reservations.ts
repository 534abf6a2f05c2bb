import * as z from 'zod';
import type { EndDecision, EndDecisions } from '../domain/end-decision';
import { dueAfter, dueWhenAsked } from '../domain/open-reservation';
import {
  type AskedReservation,
  RANK,
  type RecordSelection,
  type ReservationChange,
  type ReservationRecord,
  type ReservationStatus,
} from '../domain/reservation-record';
import { BEGIN, OPEN, opening, shardOf } from './open-reservations';
import { endDecision, RECORD_ATTRIBUTES, reservationRecord } from './reservation-item';
import type { Table } from './table';
import { all, any, changeOf, type Transition } from './transition';

/** A guest's reservations by reservedAt, which only those have that had an apartment. */
export const GUEST_INDEX = 'byGuest';

/** Facts of a reservation: they do not change, so whoever knows one first writes it. */
const FACTS = [
  'apartmentId',
  'guestId',
  'reservedAt',
  'holdExpiresAt',
  'paidAt',
  'paymentId',
  'cancelledBy',
] as const;

/** What belongs to the status: where the change does not say it, it is removed. */
const OF_STATUS = ['endedAt', 'reason', 'expiresAt'] as const;

const OPEN_ATTRIBUTES = ['shard', 'dueAt'] as const;

/** The statuses of earlier versions, whose items have no rank. */
const WITHOUT_RANK = ['HELD', 'CANCELLED', 'EXPIRED', 'PAID'] as const;

const conditions = {
  unknown: 'attribute_not_exists(Id)',
  known: 'attribute_exists(Id)',
  lower: '#rank < :rank',
  withoutRank: 'attribute_not_exists(#rank)',
  paidAndNotOver: '#status = :PAID AND attribute_not_exists(#endedAt)',
} as const;

/**
 * An item of an earlier version whose status ranks below this one. One that is PAID is written anew as well: those
 * versions let it expire.
 */
function lowerWithoutRank(status: ReservationStatus): string[] {
  const lower = WITHOUT_RANK.filter((each) => each !== 'PAID' && RANK[each] < RANK[status]);
  const isLower = [
    ...(lower.length > 0 ? [`#status IN (${lower.map((each) => `:${each}`).join(', ')})`] : []),
    ...(RANK.PAID <= RANK[status] ? [conditions.paidAndNotOver] : []),
  ];
  return isLower.length === 0 ? [] : [all(conditions.withoutRank, any(...isLower))];
}

/** To a higher rank, or the first that is known of it. What may be unfinished then is looked at. */
function advance(change: ReservationChange): Transition {
  const open = dueAfter(change) === undefined ? [] : OPEN_ATTRIBUTES;
  const set = [
    ...saidIn(change, FACTS).map((name) => `#${name} = if_not_exists(#${name}, :${name})`),
    ...['status', 'rank', ...saidIn(change, OF_STATUS), ...open].map((name) => `#${name} = :${name}`),
  ];
  const over = OF_STATUS.filter((name) => change[name] === undefined);
  const removed = [...over, ...(open.length === 0 ? OPEN_ATTRIBUTES : [])].map((name) => `#${name}`);
  const remove = removed.length === 0 ? '' : ` REMOVE ${removed.join(', ')}`;
  return {
    condition: any(conditions.unknown, conditions.lower, ...lowerWithoutRank(change.status)),
    update: `SET ${set.join(', ')}${remove}`,
  };
}

/** What a change knows that came after a later one. */
function complete(change: ReservationChange): Transition {
  const set = saidIn(change, FACTS).map((name) => `#${name} = if_not_exists(#${name}, :${name})`);
  return { condition: conditions.known, update: `SET ${set.join(', ')}` };
}

function saidIn<Name extends keyof ReservationChange>(
  change: ReservationChange,
  names: readonly Name[],
): Name[] {
  return names.filter((name) => change[name] !== undefined);
}

/**
 * The table of reservations. Reading needs `dynamodb:GetItem` on it and `dynamodb:Query` on its index, asking
 * needs `dynamodb:PutItem`, writing needs `dynamodb:UpdateItem`.
 */
export class ReservationRepository {
  constructor(private readonly table: Table) {}

  find(reservationId: string): Promise<ReservationRecord | undefined> {
    return this.table.read(reservationId, reservationRecord, { attributes: RECORD_ATTRIBUTES });
  }

  /** One read: a page of reservations is far below the megabyte that ends one. */
  async ofGuest({ guestId, after, limit }: RecordSelection): Promise<ReservationRecord[]> {
    const { items } = await this.table.select({
      index: { name: GUEST_INDEX, keyCondition: '#guestId = :guestId' },
      values: { guestId },
      attributes: RECORD_ATTRIBUTES,
      newestFirst: true,
      limit,
      after: after && { Id: after.id, guestId, reservedAt: after.reservedAt },
    });
    return items.map((item) => this.table.parsed(item['Id'], item, reservationRecord));
  }

  /** A new reservation: PENDING, or REJECTED for this reason. False where there is one of this id. */
  ask(
    { id, price, addressKey, ...asked }: AskedReservation,
    expiresAt: number,
    reason?: string,
  ): Promise<boolean> {
    const status = reason === undefined ? 'PENDING' : 'REJECTED';
    return this.table.create(id, {
      ...asked,
      ...(addressKey !== undefined && { addressKey }),
      ...(price && { price: { amount: price.amount, currency: price.currency } }),
      status,
      rank: RANK[status],
      expiresAt,
      ...(reason === undefined ? { shard: shardOf(id), dueAt: dueWhenAsked(asked.requestedAt) } : { reason }),
    });
  }

  open(reservationId: string, now: string): Promise<boolean> {
    return this.table.update(reservationId, changeOf(BEGIN, opening(reservationId, now)));
  }

  /** False where the record had come as far before: then it only learns the facts that it lacks. */
  async write(change: ReservationChange): Promise<boolean> {
    const { reservationId } = change;
    const open = { shard: shardOf(reservationId), dueAt: dueAfter(change) };
    const values = { ...change, ...open, rank: RANK[change.status] };
    if (await this.table.update(reservationId, changeOf(advance(change), values))) return true;
    await this.table.update(reservationId, changeOf(complete(change), values));
    return false;
  }
}

/** Staff decide to end the stay: before the apartment is taken from it, and once. Whoever dies then, it is finished. */
const DECIDE_END: Transition = {
  condition: 'attribute_exists(Id) AND attribute_not_exists(#end)',
  update: `SET #end = :end, ${OPEN}`,
};

/** The attribute `end` of a reservation's record. The role needs `dynamodb:GetItem` and `dynamodb:UpdateItem`. */
export class EndDecisionRepository implements EndDecisions {
  constructor(private readonly table: Table) {}

  async find(reservationId: string): Promise<EndDecision | undefined> {
    const record = z.object({ end: endDecision.optional() });
    return (await this.table.read(reservationId, record, { attributes: ['end'] }))?.end;
  }

  decide(reservationId: string, decision: EndDecision): Promise<boolean> {
    const given = Object.entries(decision).filter(([, value]) => value !== undefined);
    const values = { end: Object.fromEntries(given), ...opening(reservationId, decision.decidedAt) };
    return this.table.update(reservationId, changeOf(DECIDE_END, values));
  }
}
