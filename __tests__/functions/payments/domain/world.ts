import type { Scheduler } from 'fast-check';
import { DomainError } from '../../../../functions/domain/errors';
import { openCheckout } from '../../../../functions/payments/domain/checkout';
import type { PaymentsDependencies } from '../../../../functions/payments/domain/dependencies';
import { RefundNotMade } from '../../../../functions/payments/domain/errors';
import type { Completed, ProviderEvent } from '../../../../functions/payments/domain/event';
import { expireCheckout } from '../../../../functions/payments/domain/expire';
import { followUntold } from '../../../../functions/payments/domain/learn';
import { receiveEvent } from '../../../../functions/payments/domain/receive';
import { makeOrderedRefund, retryRefund } from '../../../../functions/payments/domain/refund';
import type { SweepDependencies } from '../../../../functions/payments/domain/sweep/dependencies';
import { type ModelTask, PaymentsModel, SITE } from './payments-model';

/** Three reservations want the same apartment. */
export const APARTMENT_OF: Readonly<Record<string, string>> = { r1: 'a', r2: 'a', r3: 'a', r4: 'b' };

export interface Command {
  readonly verb:
    | 'reserve'
    | 'checkout'
    | 'pay'
    | 'payTwice'
    | 'pay untold'
    | 'cancel'
    | 'vacate'
    | 'pass time'
    | 'bank'
    | 'deliver'
    | 'work';
  readonly id: string;
  /** After how many calls to the outside the container dies; undefined: it lives. */
  readonly diesAfter: number | undefined;
  /** Which of the deliveries or tasks that wait comes next; how long time passes. */
  readonly choice: number;
}

/** One schedule: the system, and what providers and queue still have to bring. */
export class World {
  readonly model = new PaymentsModel('a', 'b');
  readonly undelivered: ProviderEvent[] = [];
  readonly delivered: ProviderEvent[] = [];
  private refundEvents = 0;

  constructor(protected readonly scheduler: Scheduler) {}

  async run({ verb, id, diesAfter, choice }: Command): Promise<void> {
    await this.scheduler.schedule(Promise.resolve());
    switch (verb) {
      case 'reserve':
        return this.model.reserve(id, APARTMENT_OF[id] ?? '');
      case 'cancel':
        return this.model.release('guest', id);
      case 'vacate':
        return void this.model.apartments.vacate(APARTMENT_OF[id] ?? '');
      case 'pass time':
        return this.model.clock.advance([1_000, 59_900, 60_100, 70_000][choice % 4] ?? 0);
      case 'pay':
      case 'payTwice':
        return this.pay(id, verb === 'payTwice');
      case 'pay untold':
        return this.payUntold(id);
      case 'checkout':
        return this.inContainer(
          diesAfter,
          async (dependencies) => void (await openCheckout(id, SITE, dependencies)),
        );
      case 'bank':
        return this.bankActs(choice);
      case 'deliver':
        return this.deliver(choice, diesAfter);
      case 'work':
        return this.work(choice, diesAfter);
    }
  }

  /** Everything that still has to come, comes: nothing dies and nothing fails any more. */
  async settle(): Promise<void> {
    const { provider, queue } = this.model;
    provider.faults.length = 0;
    provider.beginnings.length = 0;
    for (const { refundId, status } of provider.refunds.values()) {
      if (status === 'PENDING') provider.become(refundId, 'SUCCEEDED');
    }
    this.model.clock.advance(20 * 60_000);
    for (const event of this.undelivered) await receiveEvent(event, this.model);
    // Twice each: a queue may bring a message again, and so may a provider.
    for (const event of this.delivered) await receiveEvent(event, this.model);
    for (let task = queue.shift(); task; task = queue.shift()) {
      // What was sent for later is due by then.
      this.model.clock.advance(15 * 60_000);
      // Twice each, and again what failed: that is what a queue does.
      for (const again of [task, task]) {
        await doTask(again, this.model).catch((error: unknown) => {
          if (!(error instanceof RefundNotMade)) throw error;
          queue.push(again);
        });
      }
    }
  }

  private pay(id: string, twice: boolean): void {
    const payment = this.model.payments.items.get(id);
    if (payment?.checkoutId === undefined) return;
    const completed = this.model.provider.pay(payment.checkoutId);
    if (completed) {
      this.undelivered.push(completed, { ...completed, kind: 'EXPIRED', eventId: `${completed.eventId}-x` });
      if (twice) this.undelivered.push(this.model.provider.receive(payment.checkoutId, payment));
    }
  }

  /** Its webhook is lost for good: nobody ever tells us. */
  private payUntold(id: string): void {
    const checkoutId = this.model.payments.items.get(id)?.checkoutId;
    if (checkoutId !== undefined) this.model.provider.pay(checkoutId);
  }

  /** A refund that is under way ends, and one that had succeeded may come back. */
  private bankActs(choice: number): void {
    const refunds = [...this.model.provider.refunds.values()];
    const refund = refunds[choice % refunds.length];
    if (!refund || refund.status === 'FAILED' || refund.status === 'CANCELED') return;
    const { refundId, paymentId } = refund;
    const ends = refund.status === 'PENDING' && choice % 2 === 0;
    this.model.provider.become(refundId, ends ? 'SUCCEEDED' : 'FAILED');
    const eventId = `refund-event-${++this.refundEvents}`;
    this.undelivered.push({ kind: 'REFUND', eventId, refundId, paymentId });
  }

  /** An event stays to be delivered until it is acknowledged; acknowledged, it may come again. */
  private async deliver(choice: number, diesAfter: number | undefined): Promise<void> {
    const waiting = [...this.undelivered, ...this.delivered];
    const event = waiting[choice % waiting.length];
    if (!event) return;
    await this.inContainer(diesAfter, async (dependencies) => {
      await receiveEvent(event, dependencies);
      this.acknowledged(event);
    });
  }

  private acknowledged(event: ProviderEvent): void {
    // A refund that the bank has returned is not known to have failed before its event comes.
    const isReturned = this.undelivered.some(
      (each) => each.kind === 'REFUND' && event.kind === 'COMPLETED' && each.paymentId === event.paymentId,
    );
    if (event.kind === 'COMPLETED' && !isReturned && decisionOf(event, this.model) === 'LOST')
      throw new Error(`The payment ${event.paymentId} is acknowledged, and lost.`);
    const index = this.undelivered.indexOf(event);
    if (index < 0) return;
    this.undelivered.splice(index, 1);
    this.delivered.push(event);
  }

  private async work(choice: number, diesAfter: number | undefined): Promise<void> {
    const task = this.model.queue[choice % this.model.queue.length];
    if (!task) return;
    await this.inContainer(diesAfter, async (dependencies) => {
      await doTask(task, dependencies);
      const index = this.model.queue.indexOf(task);
      if (index >= 0) this.model.queue.splice(index, 1);
    });
  }

  /**
   * One container at one event: before every call to the outside anything may happen elsewhere. Dead, its
   * calls never return: no catch and no finally of it runs any more.
   */
  protected async inContainer(
    diesAfter: number | undefined,
    act: (dependencies: SweepDependencies) => Promise<void>,
  ): Promise<void> {
    let calls = 0;
    let die = () => {};
    const death = new Promise<void>((resolve) => {
      die = resolve;
    });
    const outside = <Target extends object>(target: Target): Target =>
      new Proxy(target, {
        get: (_, name) => {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          return async (...given: unknown[]) => {
            if (calls++ === diesAfter) {
              die();
              return new Promise(() => {});
            }
            await this.scheduler.schedule(Promise.resolve());
            return member.apply(target, given);
          };
        },
      });
    const { model } = this;
    const ownDependencies: SweepDependencies = {
      reservations: outside(model.reservations),
      shares: outside(model.shares),
      unfinished: outside(model.unfinished),
      workflow: outside(model.workflow),
      reconciliations: outside(model.reconciliations),
      sweepTelemetry: model.sweepTelemetry,
      retentionDays: model.retentionDays,
      apartments: outside(model.apartments),
      payments: outside(model.payments),
      captures: outside(model.captures),
      refunds: outside(model.refunds),
      disputes: outside(model.disputes),
      ledger: outside(model.ledger),
      events: outside(model.events),
      tasks: outside(model.tasks),
      provider: outside(model.provider),
      telemetry: model.telemetry,
      now: model.now,
    };
    const refusal = (error: unknown) => {
      if (!(error instanceof DomainError || error instanceof RefundNotMade)) throw error;
    };
    await Promise.race([act(ownDependencies).catch(refusal), death]);
  }
}

function doTask(task: ModelTask, dependencies: PaymentsDependencies): Promise<void> {
  switch (task.task) {
    case 'refund':
      return retryRefund(task.paymentId, dependencies);
    case 'orderedRefund':
      return makeOrderedRefund(task.paymentId, task.id, dependencies);
    case 'followUntold':
      return followUntold(task.payment, dependencies);
    case 'expireCheckout':
      return expireCheckout(task.reservationId, dependencies);
  }
}

/** What became of a payment's money, as far as it is durable. */
export function decisionOf(
  { paymentId }: Completed,
  model: PaymentsModel,
): 'TAKEN' | 'REFUNDED' | 'REFUND_QUEUED' | 'LOST' | 'BOTH' {
  const taken = model.apartments.transitions.filter(
    ({ from, to }) => to.paymentId === paymentId && from.paymentId !== paymentId,
  ).length;
  const refund = model.refunds.items.get(paymentId);
  const refunded = model.provider.refunded(paymentId);
  if (taken > 1 || (taken === 1 && (refund || refunded > 0))) return 'BOTH';
  if (taken === 1) return 'TAKEN';
  if (refunded === 1) return 'REFUNDED';
  const queued = model.queue.some((task) => task.task === 'refund' && task.paymentId === paymentId);
  return refund?.status === 'PENDING' && queued ? 'REFUND_QUEUED' : 'LOST';
}
