import fc from 'fast-check';
import { orderRefund } from '../../../../functions/domain/captured-payment';
import { DomainError } from '../../../../functions/domain/errors';
import { openCheckout } from '../../../../functions/payments/domain/checkout';
import { RefundNotMade } from '../../../../functions/payments/domain/errors';
import type { ProviderEvent } from '../../../../functions/payments/domain/event';
import { receiveEvent } from '../../../../functions/payments/domain/receive';
import { makeOrderedRefund, retryRefund } from '../../../../functions/payments/domain/refund';
import { PaymentsModel, SITE } from './payments-model';

const CAPTURED = 12_900;
const PAYMENT = 'payment-1';

const command = fc.oneof(
  fc.record({
    verb: fc.constant('order' as const),
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    amount: fc.integer({ min: 1, max: 9_000 }),
  }),
  fc.record({ verb: fc.constant('work' as const), choice: fc.nat(9), again: fc.boolean() }),
  fc.record({
    verb: fc.constant('event' as const),
    choice: fc.nat(9),
    times: fc.integer({ min: 1, max: 2 }),
  }),
  fc.record({ verb: fc.constant('charge event' as const) }),
  fc.record({
    verb: fc.constant('bank' as const),
    choice: fc.nat(9),
    status: fc.constantFrom('SUCCEEDED' as const, 'FAILED' as const),
  }),
  fc.record({ verb: fc.constant('dashboard' as const), amount: fc.integer({ min: 1, max: 5_000 }) }),
  fc.record({
    verb: fc.constant('fault' as const),
    fault: fc.constantFrom('before' as const, 'after' as const, 'refused' as const),
  }),
  fc.record({
    verb: fc.constant('begin' as const),
    status: fc.constantFrom('PENDING' as const, 'FAILED' as const),
  }),
);
type Command = typeof command extends fc.Arbitrary<infer Each> ? Each : never;

async function paidModel(): Promise<PaymentsModel> {
  const model = new PaymentsModel('a');
  model.reserve('r1', 'a');
  await openCheckout('r1', SITE, model);
  const completed = model.provider.pay('cs-r1-1');
  if (completed) await receiveEvent(completed, model);
  model.queue.length = 0;
  return model;
}

let events = 0;

/** One refund goes wrong and the next is tried: refusals are part of the game. */
async function attempt(act: () => Promise<unknown>): Promise<void> {
  await act().catch((error: unknown) => {
    if (!(error instanceof DomainError || error instanceof RefundNotMade)) throw error;
  });
}

async function work(model: PaymentsModel, choice: number, again: boolean): Promise<void> {
  const [task] = model.queue.splice(choice % Math.max(model.queue.length, 1), 1);
  if (!task || task.task === 'followUntold' || task.task === 'expireCheckout') return;
  const id = task.task === 'orderedRefund' ? task.id : PAYMENT;
  const act = () =>
    task.task === 'orderedRefund' ? makeOrderedRefund(PAYMENT, id, model) : retryRefund(PAYMENT, model);
  const left = model.queue.length;
  let failed = false;
  await attempt(() =>
    act().catch((error) => {
      failed = true;
      throw error;
    }),
  );
  if (failed || again) model.queue.splice(left, 0, task);
}

function hear(model: PaymentsModel, event: object, times = 1): Promise<void> {
  const told = { ...event, eventId: `event-of-refund-${events++}` } as ProviderEvent;
  return attempt(async () => {
    for (let time = 0; time < times; time++) await receiveEvent(told, model);
  });
}

async function run(model: PaymentsModel, given: Command): Promise<void> {
  const { provider } = model;
  const refundIds = [...provider.refunds.keys()];
  switch (given.verb) {
    case 'order': {
      const wish = { id: given.id, amount: given.amount, reason: 'STAFF', orderedAt: '2026-03-01' } as const;
      return attempt(async () => {
        if (await orderRefund(PAYMENT, wish, model.captures))
          model.queue.push({ task: 'orderedRefund', paymentId: PAYMENT, id: given.id });
      });
    }
    case 'work':
      return work(model, given.choice, given.again);
    case 'event': {
      const refundId = refundIds[given.choice % Math.max(refundIds.length, 1)];
      return refundId === undefined
        ? undefined
        : hear(model, { kind: 'REFUND', refundId, paymentId: PAYMENT }, given.times);
    }
    case 'charge event':
      return hear(model, { kind: 'PAYMENT_REFUNDED', paymentId: PAYMENT });
    case 'bank': {
      const refundId = refundIds[given.choice % Math.max(refundIds.length, 1)];
      // What has failed stays so.
      if (refundId !== undefined && provider.refunds.get(refundId)?.status !== 'FAILED')
        provider.become(refundId, given.status);
      return;
    }
    case 'dashboard': {
      if (provider.givenBack(PAYMENT) + given.amount > CAPTURED) return;
      const refundId = `re-hand-${refundIds.length}`;
      const made = { refundId, paymentId: PAYMENT, amount: given.amount, currency: 'EUR' };
      provider.refunds.set(refundId, { ...made, status: 'SUCCEEDED' });
      return;
    }
    case 'fault':
      return void provider.faults.push(given.fault);
    case 'begin':
      return void provider.beginnings.push(given.status);
  }
}

/** The provider is well again, every event has come, and the queue is worked off as far as money is left. */
async function settle(model: PaymentsModel): Promise<void> {
  model.provider.faults.length = 0;
  model.provider.beginnings.length = 0;
  for (let round = 0; round < 6; round++) {
    for (const [refundId, { status }] of model.provider.refunds) {
      if (status === 'PENDING') model.provider.become(refundId, 'SUCCEEDED');
      await hear(model, { kind: 'REFUND', refundId, paymentId: PAYMENT });
    }
    for (let tasks = model.queue.length; tasks > 0; tasks--) await work(model, 0, false);
  }
}

test('3,000 courses of refunds: never more goes back than came, each once, and the ledger says what the provider does', async () => {
  const reached = { several: 0, outside: 0, failed: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 3, maxLength: 25 }), async (commands) => {
      const model = await paidModel();
      for (const each of commands) {
        await run(model, each);
        expect(model.provider.givenBack(PAYMENT)).toBeLessThanOrEqual(CAPTURED);
      }
      await settle(model);
      const made = [...model.provider.refunds.values()];
      const alive = made.filter(({ status }) => status === 'SUCCEEDED');
      for (const id of ['a', 'b', 'c', 'd']) {
        const refund = model.refunds.items.get(`${PAYMENT}#${id}`);
        const ofIt = alive.filter((each) => each.id === id);
        expect(ofIt.length).toBe(refund?.status === 'REFUNDED' ? 1 : 0);
      }
      const sum = alive.reduce((total, { amount }) => total + amount, 0);
      expect(sum).toBeLessThanOrEqual(CAPTURED);
      expect(model.ledger.balanceOf(PAYMENT)).toBe(CAPTURED - sum);
      reached.several += Number(alive.length > 1);
      reached.outside += Number(alive.some(({ id }) => id === undefined));
      reached.failed += Number(alive.length < made.length);
    }),
    { numRuns: 3_000 },
  );
  for (const count of Object.values(reached)) expect(count).toBeGreaterThan(100);
});
