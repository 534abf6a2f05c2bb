import type { Reservations } from '../../../functions/booking/domain/dependencies';
import { dueAfter, dueWhenAsked } from '../../../functions/domain/open-reservation';
import {
  type AskedReservation,
  RANK,
  type RecordSelection,
  type ReservationChange,
  type ReservationRecord,
  type ReservationStatus,
} from '../../../functions/domain/reservation-record';
import { shardOf } from '../../../functions/tables/open-reservations';

/** An item as the table stores it. Those of earlier versions have no rank. */
export interface StoredReservation extends Omit<ReservationRecord, 'guestId'> {
  readonly guestId?: string | undefined;
  readonly rank?: number;
  readonly paymentId?: string | undefined;
  readonly expiresAt?: number | undefined;
  readonly shard?: string;
  readonly dueAt?: string;
  readonly opened?: number;
}

/** The table of reservations in memory: a record goes to a higher rank only, and facts are written once. */
export class ModelReservations implements Reservations {
  readonly items = new Map<string, StoredReservation>();

  async find(id: string): Promise<ReservationRecord | undefined> {
    const item = this.items.get(id);
    return item && recordOf(item);
  }

  async ofGuest({ guestId, after, limit }: RecordSelection): Promise<ReservationRecord[]> {
    const place = ({ reservedAt = '', id }: { reservedAt?: string | undefined; id: string }) =>
      `${reservedAt} ${id}`;
    return [...this.items.values()]
      .filter((item) => item.guestId === guestId && item.reservedAt !== undefined)
      .filter((item) => !after || place(item) < place(after))
      .toSorted((a, b) => (place(a) < place(b) ? 1 : -1))
      .slice(0, limit)
      .map(recordOf);
  }

  async ask({ price, ...asked }: AskedReservation, expiresAt: number, reason?: string): Promise<boolean> {
    if (this.items.has(asked.id)) return false;
    const status = reason === undefined ? 'PENDING' : 'REJECTED';
    const item = { ...asked, ...(price && { price }), status, rank: RANK[status], expiresAt } as const;
    const open = { shard: shardOf(asked.id), dueAt: dueWhenAsked(asked.requestedAt) };
    this.items.set(asked.id, reason === undefined ? { ...item, ...open } : { ...item, reason });
    return true;
  }

  async open(id: string, now: string): Promise<boolean> {
    const item = this.items.get(id);
    if (!item) return false;
    this.items.set(id, { ...item, shard: shardOf(id), dueAt: now, opened: (item.opened ?? 0) + 1 });
    return true;
  }

  async write({ reservationId: id, ...change }: ReservationChange): Promise<boolean> {
    const { status, endedAt, reason, expiresAt, ...facts } = change;
    const known = this.items.get(id);
    const isHigher = !known || rankOf(known) < RANK[status] || isOldAndPaid(known, status);
    const whole = {
      ...said(facts),
      ...(known && said(known)),
      id,
      apartmentId: known?.apartmentId ?? change.apartmentId,
    };
    if (!isHigher) {
      this.items.set(id, { ...whole, status: known.status });
      return false;
    }
    const { endedAt: _, reason: __, expiresAt: ___, ...rest } = whole as StoredReservation;
    const { shard: ____, dueAt: _____, ...lasting } = rest;
    const due = dueAfter({ reservationId: id, ...change });
    const open = due === undefined ? {} : { shard: shardOf(id), dueAt: due };
    const ofStatus = said({ endedAt, reason, expiresAt });
    this.items.set(id, { ...lasting, ...ofStatus, ...open, status, rank: RANK[status] });
    return true;
  }
}

/** Earlier versions let it expire. */
function isOldAndPaid(known: StoredReservation, status: ReservationStatus): boolean {
  return known.rank === undefined && status === 'PAID' && rankOf(known) === RANK.PAID;
}

function rankOf({ rank, status, endedAt }: StoredReservation): number {
  return rank ?? RANK[status === 'PAID' && endedAt !== undefined ? 'ENDED' : status];
}

function recordOf(item: StoredReservation): ReservationRecord {
  const { rank: _, paymentId: __, expiresAt: ___, guestId = '', ...known } = item;
  const { shard: ____, dueAt: _____, opened: ______, ...rest } = known;
  const isOver = rest.status === 'PAID' && rest.endedAt !== undefined;
  return { ...rest, guestId, status: isOver ? 'ENDED' : rest.status };
}

function said<Facts extends object>(facts: Facts): Partial<Facts> {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined),
  ) as Partial<Facts>;
}
