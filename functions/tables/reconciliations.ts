import * as z from 'zod';
import type { Reconciliation, Reconciliations, StoredObject } from '../domain/reconciliation';
import type { Item, Table } from './table';
import { changeOf, type Transition } from './transition';

const ID = 'reconciliation';
/** Items looked at in one go; what is final is left out by the filter. */
const PAGE = 1_000;

const stateItem = z.object({
  until: z.string(),
  eventsTo: z.string(),
  objectsAfter: z.string().optional(),
  areObjectsDone: z.boolean(),
});

/** Of checkouts those whose hold is over; the record of one that is held has its own time. */
const NOT_FINAL = [
  'begins_with(#Id, :reservation) AND #expiresAt < :now AND #status <> :PAID AND attribute_exists(#checkoutId) AND attribute_not_exists(#closedAt)',
  'begins_with(#Id, :refund) AND #status <> :REFUNDED',
  'begins_with(#Id, :dispute) AND #status = :OPEN',
]
  .map((each) => `(${each})`)
  .join(' OR ');

const objectItem = z.object({
  Id: z.string(),
  id: z.string().optional(),
  reservationId: z.string(),
  paymentId: z.string().optional(),
  disputeId: z.string().optional(),
});

const STORE = 'SET #until = :until, eventsTo = :eventsTo, areObjectsDone = :areObjectsDone';
const transitions = {
  from: { update: `${STORE}, objectsAfter = :objectsAfter` },
  first: { update: `${STORE} REMOVE objectsAfter` },
} as const satisfies Record<string, Transition>;

/**
 * How far the daily comparison is: the item `reconciliation` of the table of payments; and what it compares. The role
 * needs `dynamodb:GetItem`, `dynamodb:UpdateItem` and `dynamodb:Scan` on it.
 */
export class ReconciliationRepository implements Reconciliations {
  constructor(private readonly table: Table) {}

  async find(): Promise<Reconciliation | undefined> {
    const item = await this.table.read(ID, stateItem);
    return item && { ...item, objectsAfter: item.objectsAfter };
  }

  async store(state: Reconciliation): Promise<void> {
    const transition = state.objectsAfter === undefined ? transitions.first : transitions.from;
    await this.table.update(ID, changeOf(transition, { ...state }));
  }

  async page(after: string | undefined, now: string) {
    const { items, next } = await this.table.select({
      attributes: [
        'Id',
        'id',
        'reservationId',
        'paymentId',
        'disputeId',
        'status',
        'expiresAt',
        'checkoutId',
        'closedAt',
      ],
      filter: NOT_FINAL,
      values: { reservation: 'reservation#', refund: 'refund#', dispute: 'dispute#', now },
      limit: PAGE,
      after: after === undefined ? undefined : { Id: after },
    });
    return { objects: items.map((item) => this.objectIn(item)), next };
  }

  private objectIn(item: Item): StoredObject {
    const {
      Id,
      id,
      reservationId,
      paymentId = '',
      disputeId = '',
    } = this.table.parsed(item['Id'], item, objectItem);
    if (Id.startsWith('dispute#')) return { kind: 'DISPUTE', disputeId };
    return Id.startsWith('refund#')
      ? { kind: 'REFUND', paymentId, id: id ?? paymentId }
      : { kind: 'CHECKOUT', reservationId };
  }
}
