import type { RefundStatus } from '../../../../functions/domain/payment';
import { openCheckout } from '../../../../functions/payments/domain/checkout';
import { ProviderUnavailable, RefundNotMade } from '../../../../functions/payments/domain/errors';
import { receiveEvent } from '../../../../functions/payments/domain/receive';
import { retryRefund } from '../../../../functions/payments/domain/refund';
import { HOLD_MS, PaymentsModel, SITE } from './payments-model';

let model: PaymentsModel;

/** A payment that came too late for its apartment, and whose refund begins so. */
async function refundThatIs(status: RefundStatus): Promise<void> {
  model = new PaymentsModel('a');
  model.reserve('r1', 'a');
  await openCheckout('r1', SITE, model);
  const completed = model.provider.pay('cs-r1-1');
  model.clock.advance(HOLD_MS + 1_000);
  model.reserve('r2', 'a');
  model.provider.beginnings.push(status);
  if (completed) await receiveEvent(completed, model);
}

let events = 0;
const hear = (refundId: string, paymentId = 'payment-1') =>
  receiveEvent({ kind: 'REFUND', eventId: `refund-event-${events++}`, refundId, paymentId }, model);
const retry = () => retryRefund('payment-1', model);
const refund = () => model.refunds.items.get('payment-1');
const told = () => model.payments.items.get('r1')?.latePayment;

describe.each(['PENDING', 'REQUIRES_ACTION'] as const)('a refund that is %s', (status) => {
  beforeEach(() => refundThatIs(status));

  test('is not told as REFUNDED before the provider says that it has succeeded', async () => {
    expect([told(), refund()?.status, refund()?.providerStatus]).toEqual([
      'REFUND_PENDING',
      'PENDING',
      status,
    ]);
    await hear('re-1');
    expect(told()).toBe('REFUND_PENDING');
    model.provider.become('re-1', 'SUCCEEDED');
    await hear('re-1');
    expect([told(), refund()?.status, model.count('Refunded')]).toEqual(['REFUNDED', 'REFUNDED', 1]);
  });

  test('is followed by the queue where no event tells of it', async () => {
    model.queue.length = 0;
    await retry();
    expect(model.queue).toEqual([{ task: 'refund', paymentId: 'payment-1' }]);
    model.provider.become('re-1', 'SUCCEEDED');
    await retry();
    expect(told()).toBe('REFUNDED');
    expect(model.provider.refunds.size).toBe(1);
  });

  test('rings after a day, not before', async () => {
    model.clock.advance(24 * 3_600_000 - HOLD_MS);
    await retry();
    expect(model.count('RefundPendingTooLong')).toBe(0);
    model.clock.advance(2 * HOLD_MS);
    await retry();
    expect(model.count('RefundPendingTooLong')).toBe(1);
  });
});

describe.each(['FAILED', 'CANCELED'] as const)('a refund that ends %s', (status) => {
  test('at once is made anew, and rings', async () => {
    await refundThatIs(status);
    expect([told(), refund()]).toMatchObject(['REFUND_PENDING', { status: 'PENDING', attempt: 2 }]);
    expect([model.count('RefundFailed'), model.count('Refunded')]).toEqual([1, 0]);
    await retry();
    expect([told(), refund()]).toMatchObject(['REFUNDED', { refundId: 're-2' }]);
  });

  test.each(['PENDING', 'SUCCEEDED'] as const)(
    'after it was %s is made anew, and rings once',
    async (before) => {
      await refundThatIs(before);
      model.queue.length = 0;
      model.provider.become('re-1', status);
      await hear('re-1');
      expect([told(), refund()]).toMatchObject(['REFUND_PENDING', { status: 'PENDING', attempt: 2 }]);
      expect(model.queue).toEqual([{ task: 'refund', paymentId: 'payment-1' }]);
      await retry();
      await hear('re-1');
      expect([told(), refund()?.refundId, model.count('RefundFailed')]).toEqual(['REFUNDED', 're-2', 1]);
    },
  );

  test('again and again comes back to the queue', async () => {
    await refundThatIs(status);
    model.provider.beginnings.push(status);
    await expect(retry()).rejects.toThrow(RefundNotMade);
    expect(refund()).toMatchObject({ status: 'PENDING', attempt: 3 });
  });
});

test('a refund that the provider refuses is another attempt the next time; one without an answer is not', async () => {
  await refundThatIs('FAILED');
  model.provider.faults.push('before', 'refused');
  await expect(retry()).rejects.toThrow(ProviderUnavailable);
  expect(refund()?.attempt).toBe(2);
  await expect(retry()).rejects.toThrow(ProviderUnavailable);
  expect(refund()?.attempt).toBe(3);
});

test('a refund whose answer was lost is not made twice', async () => {
  await refundThatIs('FAILED');
  model.provider.faults.push('after');
  await expect(retry()).rejects.toThrow(ProviderUnavailable);
  await retry();
  expect([told(), model.provider.refunded('payment-1')]).toEqual(['REFUNDED', 1]);
});

test('one that failed while its success was being stored is not told as REFUNDED', async () => {
  await refundThatIs('PENDING');
  model.provider.become('re-1', 'SUCCEEDED');
  const store = model.refunds.refunded.bind(model.refunds);
  jest.spyOn(model.refunds, 'refunded').mockImplementationOnce(async (...given) => {
    model.provider.become('re-1', 'FAILED');
    await hear('re-1');
    return store(...given);
  });
  await retry();
  expect([told(), refund()]).toMatchObject(['REFUND_PENDING', { status: 'PENDING', attempt: 2 }]);
});

test('a part that staff gave back by hand is not the refund, and an unknown payment is nobody’s', async () => {
  await refundThatIs('PENDING');
  const part = { paymentId: 'payment-1', status: 'SUCCEEDED', amount: 1, currency: 'EUR' } as const;
  model.provider.refunds.set('re-hand', { refundId: 're-hand', ...part });
  await hear('re-hand');
  await hear('re-hand', 'unknown');
  expect(told()).toBe('REFUND_PENDING');
});

test('of two tries at once, the one that is refused leaves the refund that the other has made, and does not ring', async () => {
  await refundThatIs('FAILED');
  const rung = model.count('RefundFailed');
  jest.spyOn(model.provider, 'refund').mockImplementationOnce(async () => {
    await retry();
    throw new ProviderUnavailable({ answer: 'REFUSED' });
  });
  await expect(retry()).rejects.toThrow(ProviderUnavailable);
  expect([told(), refund()]).toMatchObject(['REFUNDED', { status: 'REFUNDED', attempt: 2 }]);
  expect(model.count('RefundFailed')).toBe(rung);
});
