import * as z from 'zod';
import { DISPUTE_STATUSES, type Dispute, type DisputeStatus } from '../domain/dispute';
import type { Table } from './table';
import { changeOf, type Transition } from './transition';

const disputeItem: z.ZodType<Dispute> = z.object({
  disputeId: z.string(),
  paymentId: z.string(),
  reservationId: z.string(),
  amount: z.number(),
  currency: z.string(),
  status: z.enum(DISPUTE_STATUSES),
  openedAt: z.string(),
});

/** Events come in any order and again: it becomes what the provider says now, and says whether that is news. */
const BECOME: Transition = {
  condition: 'attribute_exists(Id) AND #status <> :status',
  update: 'SET #status = :status, changedAt = :now',
};

/** Disputes: items `dispute#<dispute id>` of the table of payments. */
export class DisputeRepository {
  constructor(private readonly table: Table) {}

  find(disputeId: string): Promise<Dispute | undefined> {
    return this.table.read(idOf(disputeId), disputeItem);
  }

  open(dispute: Dispute): Promise<boolean> {
    return this.table.create(idOf(dispute.disputeId), { ...dispute });
  }

  become(disputeId: string, status: DisputeStatus, now: string): Promise<boolean> {
    return this.table.update(idOf(disputeId), changeOf(BECOME, { status, now }));
  }
}

function idOf(disputeId: string): string {
  return `dispute#${disputeId}`;
}
