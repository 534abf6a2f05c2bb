import type {
  Reconciliation,
  Reconciliations,
  StoredObject,
} from '../../../../functions/domain/reconciliation';
import type { ModelDisputes, ModelPayments, ModelRefunds } from './model-payments';

/** What is compared, by kind. */
interface Stored {
  readonly payments: ModelPayments;
  readonly refunds: ModelRefunds;
  readonly disputes: ModelDisputes;
}

/** The daily comparison's state in memory, and pages of one object. */
export class ModelReconciliations implements Reconciliations {
  state: Reconciliation | undefined;

  constructor(private readonly stored: Stored) {}

  async find(): Promise<Reconciliation | undefined> {
    return this.state;
  }

  async store(state: Reconciliation): Promise<void> {
    this.state = state;
  }

  async page(after: string | undefined, now: string) {
    const all = this.notFinal(now);
    const at = after === undefined ? 0 : Number(after) + 1;
    const object = all[at];
    return { objects: object ? [object] : [], next: at < all.length - 1 ? String(at) : undefined };
  }

  private notFinal(now: string): StoredObject[] {
    const { payments, refunds, disputes } = this.stored;
    const checkouts = [...payments.items.values()].filter(
      ({ status, checkoutId, closedAt, expiresAt }) =>
        status !== 'PAID' && checkoutId !== undefined && closedAt === undefined && expiresAt < now,
    );
    return [
      ...checkouts.map(({ reservationId }) => ({ kind: 'CHECKOUT', reservationId }) as const),
      ...[...refunds.items.values()]
        .filter(({ status }) => status !== 'REFUNDED')
        .map(({ paymentId, id }) => ({ kind: 'REFUND', paymentId, id }) as const),
      ...[...disputes.items.values()]
        .filter(({ status }) => status === 'OPEN')
        .map(({ disputeId }) => ({ kind: 'DISPUTE', disputeId }) as const),
    ];
  }
}
