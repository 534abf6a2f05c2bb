import { isWhole, type Refund } from '../../../../functions/domain/payment';
import type { ReservationRecord } from '../../../../functions/domain/reservation-record';
import type {
  EventDetails,
  PaymentEvent,
  PaymentsDependencies,
  UntoldPayment,
} from '../../../../functions/payments/domain/dependencies';
import { ModelCaptures } from '../../domain/model-captures';
import { ModelClock } from '../../domain/model-clock';
import { ModelPayableApartments } from './model-payable-apartments';
import {
  ModelDisputes,
  ModelLedger,
  ModelPayments,
  ModelProviderEvents,
  ModelRefunds,
} from './model-payments';
import { ModelProvider } from './model-provider';

export const HOLD_MS = 60_000;
export const SITE = 'https://keyhold.test';

/** What waits in the queue. */
export type ModelTask =
  | { readonly task: 'refund'; readonly paymentId: string }
  | { readonly task: 'orderedRefund'; readonly paymentId: string; readonly id: string }
  | { readonly task: 'followUntold'; readonly payment: UntoldPayment }
  | { readonly task: 'expireCheckout'; readonly reservationId: string };

type RefundKey = Pick<Refund, 'paymentId' | 'id'>;

function refundTask({ paymentId, id }: RefundKey): ModelTask {
  return isWhole({ paymentId, id })
    ? { task: 'refund', paymentId }
    : { task: 'orderedRefund', paymentId, id };
}

/** A model in memory, and the booking workflow as far as payments notice it. */
export class PaymentsModel implements PaymentsDependencies {
  readonly clock = new ModelClock();
  readonly now = this.clock.now;
  readonly apartments = new ModelPayableApartments();
  readonly payments = new ModelPayments();
  readonly captures = new ModelCaptures();
  readonly refunds = new ModelRefunds();
  readonly disputes = new ModelDisputes();
  readonly ledger = new ModelLedger();
  readonly events = new ModelProviderEvents();
  readonly provider = new ModelProvider();
  readonly queue: ModelTask[] = [];
  readonly asked = new Map<string, ReservationRecord>();
  readonly heard: { readonly what: PaymentEvent; readonly details: EventDetails }[] = [];
  readonly reservations = { find: async (id: string) => this.asked.get(id) };
  readonly tasks = {
    refund: async (refund: RefundKey) => void this.queue.push(refundTask(refund)),
    followRefund: async (refund: RefundKey) => void this.queue.push(refundTask(refund)),
    followUntold: async (payment: UntoldPayment) => void this.queue.push({ task: 'followUntold', payment }),
  };
  readonly telemetry = {
    record: (what: PaymentEvent, details: EventDetails) => void this.heard.push({ what, details }),
  };

  constructor(...apartmentIds: string[]) {
    for (const id of apartmentIds) this.apartments.add(id);
  }

  /** The workflow: takes the apartment if it is vacant, and lets it go at the deadline if nobody has paid. */
  reserve(reservationId: string, apartmentId: string): void {
    if (this.asked.has(reservationId)) return;
    const guestId = `guest of ${reservationId}`;
    const holdExpiresAt = new Date(this.now() + HOLD_MS).toISOString();
    const price = this.apartments.items.get(apartmentId)?.price;
    const asked = { id: reservationId, apartmentId, guestId, price, holdExpiresAt };
    const isHeld = this.apartments.reserve(apartmentId, reservationId, guestId, holdExpiresAt);
    this.asked.set(reservationId, { ...asked, status: isHeld ? 'HELD' : 'REJECTED' });
    if (!isHeld) return;
    // The workflow wakes, reads, and then writes: not all in one instant.
    this.clock.alarm(Date.parse(holdExpiresAt) + 500, () => this.release('workflow', reservationId));
  }

  release(by: 'workflow' | 'guest', reservationId: string): void {
    const apartmentId = this.asked.get(reservationId)?.apartmentId;
    if (apartmentId === undefined || !this.apartments.release(by, apartmentId, reservationId)) return;
    const asked = this.asked.get(reservationId);
    if (asked) this.asked.set(reservationId, { ...asked, status: by === 'guest' ? 'CANCELLED' : 'EXPIRED' });
    this.queue.push({ task: 'expireCheckout', reservationId });
  }

  count(what: PaymentEvent): number {
    return this.heard.filter((told) => told.what === what).length;
  }
}
