import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { OpenReservation, OpenReservations } from '../domain/open-reservation';
import { endDecision, recordItem, reservationOfItem } from './reservation-item';
import type { Table } from './table';
import { all, changeOf, type Transition, type Values } from './transition';

/** What is unfinished, by when it is due. Its keys alone: a record is read before anything is done. */
export const OPEN_INDEX = 'byOpen';

/** A partition takes a thousand writes a second, and a reservation costs a few. */
const SHARDS = 8;

/** The partition of the index that a reservation is in. A bare status would be one partition for all. */
export function shardOf(reservationId: string): string {
  return String((createHash('sha256').update(reservationId).digest()[0] ?? 0) % SHARDS);
}

const openItem = recordItem.extend({
  dueAt: z.string().optional(),
  opened: z.number().optional(),
  rank: z.number().optional(),
  end: endDecision.optional(),
});

/** What an update sets when something begins. `opened` and the rank tell a look whether anything has begun since. */
export const OPEN = '#shard = :shard, dueAt = :dueAt, opened = if_not_exists(opened, :zero) + :one';

/** Something begins. */
export const BEGIN: Transition = { condition: 'attribute_exists(Id)', update: `SET ${OPEN}` };

/** The values of OPEN. */
export function opening(reservationId: string, dueAt: string): Values {
  return { shard: shardOf(reservationId), dueAt, zero: 0, one: 1 };
}

/** Nothing was begun, and nothing has become of it, since it was read. */
function unchanged({ rank, opened }: OpenReservation): string {
  return all(
    'dueAt = :seen',
    rank === undefined ? 'attribute_not_exists(#rank)' : '#rank = :rank',
    opened === undefined ? 'attribute_not_exists(opened)' : 'opened = :opened',
  );
}

/**
 * The unfinished reservations. The role needs `dynamodb:GetItem` and `dynamodb:UpdateItem` on the table, and
 * `dynamodb:Query` on its index. Items of earlier versions are in the index from the next write of their status on.
 */
export class OpenReservationRepository implements OpenReservations {
  constructor(private readonly table: Table) {}

  async due(now: string, limit: number): Promise<string[]> {
    const shards = await Promise.all(
      Array.from({ length: SHARDS }, (_, shard) => this.dueIn(String(shard), now, limit)),
    );
    const due = shards.flat().toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
    return due.slice(0, limit).map(({ id }) => id);
  }

  async find(reservationId: string): Promise<OpenReservation | undefined> {
    const item = await this.table.read(reservationId, openItem);
    if (item?.dueAt === undefined) return undefined;
    const { dueAt, opened, rank, end, ...record } = item;
    return { ...reservationOfItem(record), dueAt, opened, rank, end };
  }

  open(reservationId: string, now: string): Promise<boolean> {
    return this.table.update(reservationId, changeOf(BEGIN, opening(reservationId, now)));
  }

  /** @param keep it is not forgotten while money goes back or is disputed */
  postpone(seen: OpenReservation, dueAt: string, keep: boolean): Promise<boolean> {
    const update = `SET dueAt = :dueAt${keep ? ' REMOVE expiresAt' : ''}`;
    return this.change(seen, update, { dueAt });
  }

  finish(seen: OpenReservation, expiresAt: number | undefined): Promise<boolean> {
    const kept = expiresAt === undefined ? '' : 'SET expiresAt = if_not_exists(expiresAt, :expiresAt) ';
    return this.change(seen, `${kept}REMOVE #shard, dueAt`, { expiresAt });
  }

  private change(seen: OpenReservation, update: string, values: Values): Promise<boolean> {
    const { id, rank, opened, dueAt } = seen;
    const transition = { condition: unchanged(seen), update };
    return this.table.update(id, changeOf(transition, { ...values, seen: dueAt, rank, opened }));
  }

  private async dueIn(shard: string, now: string, limit: number): Promise<{ id: string; dueAt: string }[]> {
    const { items } = await this.table.select({
      index: { name: OPEN_INDEX, keyCondition: '#shard = :shard AND #dueAt <= :now' },
      values: { shard, now },
      attributes: ['Id', 'dueAt'],
      limit,
    });
    return items.map(({ Id, dueAt }) => ({ id: String(Id), dueAt: String(dueAt) }));
  }
}
