import { isWhole, type Refund } from '../../../../functions/domain/payment';
import type { ReservationChange } from '../../../../functions/domain/reservation-record';
import type {
  EventDetails,
  PaymentEvent,
  UntoldPayment,
} from '../../../../functions/payments/domain/dependencies';
import type { Ages, SweepDependencies } from '../../../../functions/payments/domain/sweep/dependencies';
import { ModelCaptures } from '../../domain/model-captures';
import { ModelClock } from '../../domain/model-clock';
import { ModelReservations } from '../../domain/model-reservations';
import { ModelShares } from '../../domain/model-shares';
import { ModelUnfinished } from '../../domain/model-unfinished';
import { ModelPayableApartments, type Transition } from './model-payable-apartments';
import {
  ModelDisputes,
  ModelLedger,
  ModelPayments,
  ModelProviderEvents,
  ModelRefunds,
} from './model-payments';
import { ModelProvider } from './model-provider';
import { ModelReconciliations } from './model-reconciliations';

export const HOLD_MS = 60_000;
export const RETENTION_DAYS = 30;
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
export class PaymentsModel implements SweepDependencies {
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
  readonly reservations = new ModelReservations();
  readonly shares = new ModelShares();
  readonly unfinished = new ModelUnfinished(this.reservations);
  readonly reconciliations = new ModelReconciliations(this);
  readonly retentionDays = RETENTION_DAYS;
  /** The reservations whose workflow was started. */
  private readonly started = new Set<string>();
  readonly heard: { readonly what: PaymentEvent; readonly details: EventDetails }[] = [];
  readonly workflow = {
    start: async (id: string) => {
      if (this.started.has(id)) return 'EXISTS' as const;
      this.start(id);
      return 'STARTED' as const;
    },
  };
  readonly tasks = {
    refund: async (refund: RefundKey) => void this.queue.push(refundTask(refund)),
    followRefund: async (refund: RefundKey) => void this.queue.push(refundTask(refund)),
    followUntold: async (payment: UntoldPayment) => void this.queue.push({ task: 'followUntold', payment }),
  };
  readonly telemetry = {
    record: (what: PaymentEvent, details: EventDetails) => void this.heard.push({ what, details }),
  };

  /** How old the oldest was of what was not well, by runs of the sweep. */
  readonly swept: Ages[] = [];
  readonly failedLooks: unknown[] = [];
  readonly sweepTelemetry = {
    lookFailed: (_: string, cause: unknown) => void this.failedLooks.push(cause),
    swept: (ages: Ages) => void this.swept.push(ages),
  };

  constructor(...apartmentIds: string[]) {
    for (const id of apartmentIds) this.apartments.add(id);
    // A write to an apartment is told by its stream, at once here.
    this.apartments.onChange = (transition) => this.follow(transition);
  }

  /** Booking writes the record, and asks the workflow. */
  reserve(reservationId: string, apartmentId: string): void {
    if (this.reservations.items.has(reservationId)) return;
    this.ask(reservationId, apartmentId);
    this.start(reservationId);
  }

  /** Booking dies before it has asked the workflow. */
  ask(id: string, apartmentId: string): void {
    const requestedAt = new Date(this.now()).toISOString();
    const holdExpiresAt = new Date(this.now() + HOLD_MS).toISOString();
    const price = this.apartments.items.get(apartmentId)?.price;
    const guestId = `guest of ${id}`;
    void this.reservations.ask({ id, apartmentId, guestId, price, requestedAt, holdExpiresAt }, 1);
  }

  /** The workflow dies: nothing ends its hold. */
  stopWorkflow(reservationId: string): void {
    this.stopped.add(reservationId);
  }

  private readonly stopped = new Set<string>();

  /** The workflow: takes the apartment if it is vacant, and lets it go at the deadline if nobody has paid. */
  private start(id: string): void {
    this.started.add(id);
    const { apartmentId = '', guestId = '', holdExpiresAt = '' } = this.reservations.items.get(id) ?? {};
    if (!this.apartments.reserve(apartmentId, id, guestId, holdExpiresAt)) {
      void this.reservations.write({ reservationId: id, apartmentId, status: 'REJECTED', expiresAt: 1 });
      return;
    }
    // The workflow wakes, reads, and then writes: not all in one instant.
    this.clock.alarm(Date.parse(holdExpiresAt) + 500, () => {
      if (!this.stopped.has(id)) this.release('workflow', id);
    });
  }

  release(by: 'workflow' | 'guest', reservationId: string): void {
    const apartmentId = this.reservations.items.get(reservationId)?.apartmentId;
    if (apartmentId !== undefined) this.apartments.release(by, apartmentId, reservationId);
  }

  /** The changes function: records go on, and checkouts of holds that are over are closed. */
  private follow({ by, from, to }: Transition): void {
    const at = new Date(this.now()).toISOString();
    const apartmentId = to.id;
    const write = (id: string | undefined, status: ReservationChange['status'], more = {}) => {
      if (id === undefined) return;
      void this.reservations.write({ reservationId: id, apartmentId, status, expiresAt: 1, ...more });
    };
    const { reservationId, holdExpiresAt, paidAt } = to;
    if (to.bookedStatus === 'RESERVED') write(reservationId, 'HELD', { reservedAt: at, holdExpiresAt });
    if (to.bookedStatus === 'PAID') write(reservationId, 'PAID', { paidAt, expiresAt: undefined });
    if (to.bookedStatus !== 'VACANT') return;
    if (from.bookedStatus === 'PAID') write(from.reservationId, 'ENDED', { endedAt: at });
    if (from.bookedStatus !== 'RESERVED' || from.reservationId === undefined) return;
    write(from.reservationId, by === 'guest' ? 'CANCELLED' : 'EXPIRED', { endedAt: at });
    this.queue.push({ task: 'expireCheckout', reservationId: from.reservationId });
  }

  count(what: PaymentEvent): number {
    return this.heard.filter((told) => told.what === what).length;
  }
}
