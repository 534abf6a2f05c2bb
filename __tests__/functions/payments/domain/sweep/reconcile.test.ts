import type { Order } from '../../../../../functions/domain/payment';
import { openCheckout } from '../../../../../functions/payments/domain/checkout';
import type { ProviderEvent } from '../../../../../functions/payments/domain/event';
import { receiveEvent } from '../../../../../functions/payments/domain/receive';
import { reconcile } from '../../../../../functions/payments/domain/sweep/reconcile';
import { sweep } from '../../../../../functions/payments/domain/sweep/sweep';
import { HOLD_MS, PaymentsModel, SITE } from '../payments-model';

const ORDER = { reservationId: 'r1', amount: 12_900, currency: 'EUR' } as Order;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let model: PaymentsModel;
beforeEach(async () => {
  model = new PaymentsModel('a');
  model.reserve('r1', 'a');
  await openCheckout('r1', SITE, model);
});

const run = (timeLeft = () => 60_000) => reconcile(model, timeLeft);
const payment = () => model.payments.items.get('r1');
/** It happens now, and no webhook brings it. */
function happens(event: ProviderEvent): void {
  model.provider.listed.push({ at: new Date(model.now()).toISOString(), event });
}
/** A second payment of a checkout that is closed: whoever asks for the checkout never learns of it. */
const second = () => model.provider.receive('cs-r1-0', ORDER);

test('an event that no webhook brought has its effect, and is reported', async () => {
  happens(second());
  model.clock.advance(16 * MINUTE);
  await run();
  expect(model.apartments.items.get('a')).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r1' });
  expect([model.count('EventMissed'), model.count('PaidUntold')]).toEqual([1, 1]);
  expect(payment()?.toldAt).toBeUndefined();
});

test('one that a webhook brought changes nothing and is not reported; nor is one that may be on its way', async () => {
  const event = second();
  happens(event);
  await receiveEvent(event, model);
  model.clock.advance(16 * MINUTE);
  happens(second());
  await run();
  expect(model.count('EventMissed')).toBe(0);
  expect(model.refunds.items.size).toBe(0);
});

test('it runs once a day, and goes an hour further back than the last one', async () => {
  const asked: [string, string][] = [];
  const { eventsBetween } = model.provider;
  model.provider.eventsBetween = (from, to) => {
    asked.push([from, to]);
    return eventsBetween.call(model.provider, from, to);
  };
  await run();
  expect(asked).toHaveLength(30 * 24);
  const until = asked.at(-1)?.[1] ?? '';
  asked.length = 0;
  model.clock.advance(DAY - 1);
  await run();
  expect(asked).toEqual([]);
  model.clock.advance(1);
  await run();
  expect(asked[0]?.[0]).toBe(new Date(Date.parse(until) - HOUR).toISOString());
  expect(asked).toHaveLength(25);
});

test('it goes on where it stopped, whether the time was over or the provider was silent', async () => {
  happens(second());
  model.clock.advance(16 * MINUTE);
  const { eventsBetween } = model.provider;
  let calls = 0;
  model.provider.eventsBetween = (from, to) => {
    calls++;
    return eventsBetween.call(model.provider, from, to);
  };
  let steps = 0;
  await run(() => (++steps > 100 ? 0 : 60_000));
  expect(calls).toBe(100);
  const stopped = model.reconciliations.state?.eventsTo;
  model.provider.faults.push('before');
  await expect(run()).rejects.toMatchObject({ name: 'ProviderUnavailable' });
  expect(model.reconciliations.state?.eventsTo).toBe(stopped);
  await run();
  expect(model.reconciliations.state).toMatchObject({ areObjectsDone: true });
  expect(model.apartments.items.get('a')?.bookedStatus).toBe('PAID');
});

test('one event that the provider refuses to tell more of does not stop the others', async () => {
  happens({ kind: 'REFUND', eventId: 'e0', refundId: 're-unknown', paymentId: 'payment-1' });
  happens(second());
  const { refundState } = model.provider;
  model.provider.refundState = (id) =>
    id === 're-unknown' ? Promise.reject(new Error('no such refund')) : refundState.call(model.provider, id);
  model.clock.advance(16 * MINUTE);
  await run();
  expect(model.failedLooks).toHaveLength(1);
  expect(model.apartments.items.get('a')?.bookedStatus).toBe('PAID');
});

describe('by id every object that is not final is compared', () => {
  const clear = () => model.reservations.items.clear();

  test('a checkout whose hold is over, through its record', async () => {
    model.clock.advance(HOLD_MS + 16 * MINUTE);
    const record = model.reservations.items.get('r1');
    // As an earlier version has left it.
    if (record) model.reservations.items.set('r1', { ...record, dueAt: '9999' });
    model.queue.length = 0;
    await run();
    await sweep(model, () => 60_000);
    expect(model.provider.sessions.get('cs-r1-1')?.status).toBe('expired');
    expect(payment()?.closedAt).toBeDefined();
  });

  test('and without one', async () => {
    model.clock.advance(HOLD_MS + 16 * MINUTE);
    clear();
    await run();
    expect(model.provider.sessions.get('cs-r1-1')?.status).toBe('expired');
  });

  test('a refund of a payment that nobody knows', async () => {
    clear();
    model.payments.items.clear();
    model.provider.beginnings.push('PENDING');
    await receiveEvent(second(), model);
    expect(model.refunds.items.get('payment-1')).toMatchObject({ status: 'PENDING', refundId: 're-1' });
    model.provider.become('re-1', 'SUCCEEDED');
    await run();
    expect(model.refunds.items.get('payment-1')).toMatchObject({ status: 'REFUNDED' });
  });

  test('a dispute that an earlier version has stored', async () => {
    await receiveEvent(second(), model);
    const whole = { disputeId: 'dp-1', paymentId: 'payment-1', amount: 12_900, currency: 'EUR' } as const;
    await model.disputes.open({
      ...whole,
      reservationId: 'r1',
      status: 'OPEN',
      openedAt: '2026-03-01T12:00:00.000Z',
    });
    model.provider.disputes.set('dp-1', { ...whole, status: 'LOST', transactions: [] });
    await run();
    expect(model.count('DisputeLost')).toBe(1);
  });
});
