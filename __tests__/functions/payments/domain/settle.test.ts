import { openCheckout } from '../../../../functions/payments/domain/checkout';
import { ProviderUnavailable } from '../../../../functions/payments/domain/errors';
import type { Completed } from '../../../../functions/payments/domain/event';
import { receiveEvent } from '../../../../functions/payments/domain/receive';
import { retryRefund } from '../../../../functions/payments/domain/refund';
import { ApartmentContended } from '../../../../functions/payments/domain/take';
import { HOLD_MS, PaymentsModel, SITE } from './payments-model';

let model: PaymentsModel;
let completed: Completed;
beforeEach(async () => {
  model = new PaymentsModel('a');
  model.reserve('r1', 'a');
  await openCheckout('r1', SITE, model);
  completed = model.provider.pay('cs-r1-1') as Completed;
});

const receive = (changes: Partial<Completed> = {}) => receiveEvent({ ...completed, ...changes }, model);
const apartment = () => model.apartments.items.get('a');
const payment = () => model.payments.items.get('r1');
const refund = () => model.refunds.items.get('payment-1');

/** The hold ends, and another guest takes the apartment. */
function loseApartment(): void {
  model.clock.advance(HOLD_MS + 1_000);
  model.reserve('r2', 'a');
}

test('in time: PAID', async () => {
  await receive();
  expect(apartment()).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r1', paymentId: 'payment-1' });
  expect(payment()).toMatchObject({ status: 'PAID', paidAt: new Date(model.now()).toISOString() });
  expect(payment()?.latePayment).toBeUndefined();
});

test('at the deadline, before the workflow has let go: taken again, and the workflow leaves it alone', async () => {
  model.clock.advance(HOLD_MS);
  await receive();
  model.clock.advance(HOLD_MS);
  expect(apartment()).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r1' });
  expect(payment()).toMatchObject({ status: 'PAID', latePayment: 'TAKEN_AGAIN' });
});

test('late, and still vacant: taken again for that guest', async () => {
  model.clock.advance(HOLD_MS + 1_000);
  await receive();
  expect(apartment()).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r1', guestId: 'guest of r1' });
  expect(model.count('TakenAgain')).toBe(1);
});

test('late, and cancelled: refunded, and the apartment stays vacant', async () => {
  model.release('guest', 'r1');
  await receive();
  expect(apartment()).toMatchObject({ bookedStatus: 'VACANT' });
  expect(payment()).toMatchObject({ status: 'EXPIRED', latePayment: 'REFUNDED' });
  expect(model.provider.refunded('payment-1')).toBe(1);
});

test('late, and somebody else has it: refunded, and the other keeps it', async () => {
  loseApartment();
  await receive();
  expect(apartment()).toMatchObject({ bookedStatus: 'RESERVED', reservationId: 'r2' });
  expect(payment()).toMatchObject({ status: 'EXPIRED', latePayment: 'REFUNDED' });
  expect(refund()).toMatchObject({ status: 'REFUNDED', reason: 'LATE' });
  expect(model.provider.refunded('payment-1')).toBe(1);
});

test('told again after staff have vacated the apartment, it is not taken a second time', async () => {
  await receive();
  model.apartments.vacate('a');
  model.events.known.clear();
  await receive();
  expect(apartment()).toMatchObject({ bookedStatus: 'VACANT' });
});

test('one that died before it noted its decision finds it on the apartment, vacated or let since', async () => {
  jest.spyOn(model.payments, 'paid').mockRejectedValueOnce(new Error('died'));
  await expect(receive()).rejects.toThrow('died');
  model.apartments.vacate('a');
  model.reserve('r2', 'a');
  await receive();
  expect(payment()).toMatchObject({ status: 'PAID' });
  expect(model.refunds.items.size).toBe(0);
  expect(apartment()).toMatchObject({ bookedStatus: 'RESERVED', reservationId: 'r2' });
});

test('an apartment that no longer exists: refunded', async () => {
  model.apartments.items.clear();
  await receive();
  expect(refund()).toMatchObject({ status: 'REFUNDED' });
});

test('an apartment that changes at every try is no reason to lose the payment: it is told, to come again', async () => {
  for (const verb of ['pay', 'takeAgain', 'refuse'] as const) {
    jest.spyOn(model.apartments, verb).mockResolvedValue(false);
  }
  await expect(receive()).rejects.toThrow(ApartmentContended);
  expect(model.count('PaidYetVacant')).toBe(1);
  expect(model.events.known.size).toBe(0);
});

test('any other payment of the same reservation is refunded, and the first keeps the apartment', async () => {
  await receive();
  await receive({ eventId: 'event-2', paymentId: 'payment-2' });
  expect(apartment()).toMatchObject({ bookedStatus: 'PAID', paymentId: 'payment-1' });
  expect(model.refunds.items.get('payment-2')).toMatchObject({
    reason: 'SECOND_PAYMENT',
    status: 'REFUNDED',
  });
  expect(payment()?.latePayment).toBeUndefined();
});

test('what cost nothing is refunded without the provider', async () => {
  await receive({ reservationId: 'unknown', amount: 0 });
  expect(refund()).toMatchObject({ status: 'REFUNDED' });
  expect(model.provider.refunds.size).toBe(0);
});

describe('a refund that fails', () => {
  beforeEach(async () => {
    loseApartment();
    model.provider.faults.push('before');
    await receive();
  });

  test('is acknowledged, for it is stored and queued', () => {
    expect(model.events.known).toContain('event-1');
    expect(payment()).toMatchObject({ latePayment: 'REFUND_PENDING' });
    expect(refund()).toMatchObject({ status: 'PENDING' });
    expect(model.queue).toContainEqual({ task: 'refund', paymentId: 'payment-1' });
    expect(model.count('RefundPutOff')).toBe(1);
  });

  test('is tried again by the queue, which tells when it takes long', async () => {
    model.provider.faults.push('after');
    await expect(retryRefund('payment-1', model)).rejects.toThrow(ProviderUnavailable);
    expect(model.count('RefundPendingTooLong')).toBe(0);
    model.clock.advance(15 * 60_000 + 1);
    await retryRefund('payment-1', model);
    expect(model.count('RefundPendingTooLong')).toBe(1);
    expect(payment()).toMatchObject({ latePayment: 'REFUNDED' });
    await retryRefund('payment-1', model);
    expect(model.count('Refunded')).toBe(1);
  });
});

test.each(['FAILED', 'EXPIRED'] as const)(
  '%s closes an open checkout, and undoes no payment',
  async (kind) => {
    const event = { kind, eventId: `event-${kind}`, reservationId: 'r1', checkoutId: 'cs-r1-1' };
    await receiveEvent(event, model);
    expect(payment()).toMatchObject({ status: 'EXPIRED' });
    await receive();
    await receiveEvent({ ...event, eventId: 'event-again' }, model);
    expect(payment()).toMatchObject({ status: 'PAID' });
  },
);

test('notes of decisions are taken away when nobody can be at them any more', async () => {
  await receive();
  for (const [id, passes] of [
    ['r2', 1],
    ['r3', 3_600_000],
  ] as const) {
    model.apartments.vacate('a');
    model.clock.advance(passes);
    model.reserve(id, 'a');
    const event = {
      ...completed,
      reservationId: id,
      eventId: id,
      paymentId: `payment of ${id}`,
      checkoutId: `cs-${id}-1`,
    };
    await openCheckout(id, SITE, model);
    await receiveEvent(event, model);
    expect(apartment()).toMatchObject({ bookedStatus: 'PAID', reservationId: id });
    if (id === 'r2') expect(model.apartments.notes.get('a')).toEqual(new Set(['PAID#r1', 'PAID#r2']));
  }
  expect(model.apartments.notes.get('a')).toEqual(new Set(['PAID#r3']));
});
