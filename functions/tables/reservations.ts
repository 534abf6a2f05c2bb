import * as z from 'zod';
import type { HistorySelection, ReservationChange, ReservationRecord } from '../domain/history';
import type { Table } from './table';
import { changeOf, type Transition } from './transition';

/** A guest's reservations by reservedAt. */
export const GUEST_INDEX = 'byGuest';

/** One item a reservation that ever had an apartment: the changes function writes it, everybody else reads. */
const recordItem = z.object({
  Id: z.string(),
  apartmentId: z.string(),
  status: z.enum(['HELD', 'PAID', 'EXPIRED', 'CANCELLED']),
  reservedAt: z.string().optional(),
  holdExpiresAt: z.string().optional(),
  paidAt: z.string().optional(),
  endedAt: z.string().optional(),
});

const ATTRIBUTES = Object.keys(recordItem.shape);

const reservationRecord: z.ZodType<ReservationRecord> = recordItem.transform(({ Id, ...rest }) => ({
  id: Id,
  ...rest,
}));

/** Attributes that a change leaves as they are if it does not say them: they stay true of the reservation. */
const LASTING = ['apartmentId', 'guestId', 'reservedAt', 'holdExpiresAt'] as const;

/** Attributes that are removed if the change does not say them: a stay that was taken again has no end. */
const PASSING = ['paidAt', 'paymentId', 'endedAt'] as const;

const ALWAYS = ['status', 'expiresAt', 'sequenceNumber'] as const;

/** Whatever is brought again, and in whatever order, a reservation never goes backwards. */
function advance(change: ReservationChange): Transition {
  const set = [...LASTING, ...PASSING, ...ALWAYS].filter((name) => change[name] !== undefined);
  const removed = PASSING.filter((name) => change[name] === undefined);
  const remove = removed.length === 0 ? '' : ` REMOVE ${removed.map((name) => `#${name}`).join(', ')}`;
  return {
    condition: 'attribute_not_exists(Id) OR #sequenceNumber < :sequenceNumber',
    update: `SET ${set.map((name) => `#${name} = :${name}`).join(', ')}${remove}`,
  };
}

/**
 * The table of reservations. Reading needs `dynamodb:GetItem` on it and `dynamodb:Query` on its index, writing
 * needs `dynamodb:UpdateItem`.
 */
export class ReservationRepository {
  constructor(private readonly table: Table) {}

  find(reservationId: string): Promise<ReservationRecord | undefined> {
    return this.table.read(reservationId, reservationRecord, { attributes: ATTRIBUTES, eventually: true });
  }

  /** One read: a page of reservations is far below the megabyte that ends one. */
  async ofGuest({ guestId, after, limit }: HistorySelection): Promise<ReservationRecord[]> {
    const { items } = await this.table.select({
      index: { name: GUEST_INDEX, keyCondition: '#guestId = :guestId' },
      values: { guestId },
      attributes: ATTRIBUTES,
      newestFirst: true,
      limit,
      after: after && { Id: after.id, guestId, reservedAt: after.reservedAt },
    });
    return items.map((item) => this.table.parsed(item['Id'], item, reservationRecord));
  }

  /** False where a later change was written already, or this one. */
  write(change: ReservationChange): Promise<boolean> {
    return this.table.update(change.reservationId, changeOf(advance(change), { ...change }));
  }
}
