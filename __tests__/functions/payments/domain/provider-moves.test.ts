import { openCheckout } from '../../../../functions/payments/domain/checkout';
import type { DisputeState, ProviderEvent } from '../../../../functions/payments/domain/event';
import { receiveEvent } from '../../../../functions/payments/domain/receive';
import { makeOrderedRefund } from '../../../../functions/payments/domain/refund';
import { PaymentsModel, SITE } from './payments-model';

let model: PaymentsModel;
let events = 0;
beforeEach(async () => {
  model = new PaymentsModel('a');
  model.reserve('r1', 'a');
  await openCheckout('r1', SITE, model);
  const completed = model.provider.pay('cs-r1-1');
  if (completed) await receiveEvent(completed, model);
});

type Told =
  | { kind: 'REFUND'; refundId: string; paymentId: string }
  | { kind: 'DISPUTE'; disputeId: string }
  | { kind: 'PAYMENT_REFUNDED'; paymentId: string };
const hear = (told: Told) => receiveEvent({ ...told, eventId: `told-${events++}` } as ProviderEvent, model);
const payment = () => model.captures.items.get('payment-1');
const apartment = () => model.apartments.items.get('a');

describe('a refund that was made in the provider’s dashboard', () => {
  const made = { refundId: 're-hand', paymentId: 'payment-1', amount: 5_000, currency: 'EUR' } as const;
  const byRefund: Told = { kind: 'REFUND', refundId: 're-hand', paymentId: 'payment-1' };
  const byCharge: Told = { kind: 'PAYMENT_REFUNDED', paymentId: 'payment-1' };
  beforeEach(() => model.provider.refunds.set('re-hand', { ...made, status: 'SUCCEEDED' }));

  test.each([
    ['its own event', [byRefund]],
    ['its charge’s, which older API versions send alone,', [byCharge]],
    ['both, in any order and again', [byCharge, byRefund, byCharge, byRefund]],
  ])('told by %s is recorded once, rings, and leaves the apartment', async (_, told) => {
    for (const event of told) await hear(event);
    expect(payment()).toMatchObject({
      refundedAmount: 5_000,
      refunds: [{ id: 're-hand', reason: 'PROVIDER' }],
    });
    expect(model.refunds.items.get('payment-1#re-hand')).toMatchObject({ status: 'REFUNDED' });
    expect(model.count('RefundedOutside')).toBe(1);
    expect(model.ledger.balanceOf('payment-1')).toBe(7_900);
    expect(apartment()).toMatchObject({ bookedStatus: 'PAID' });
  });

  test('that fails afterwards is not made anew: its amount is left again, and the ledger has a line more', async () => {
    await hear(byRefund);
    model.provider.become('re-hand', 'FAILED');
    for (const event of [byRefund, byCharge]) await hear(event);
    expect(payment()?.refundedAmount).toBe(0);
    expect(model.refunds.items.get('payment-1#re-hand')).toMatchObject({ status: 'FAILED' });
    expect([...model.ledger.lines.values()].map(({ movement, amount }) => [movement, amount])).toEqual([
      ['CAPTURE', 12_900],
      ['REFUND', -5_000],
      ['REFUND_FAILED', 5_000],
    ]);
    expect([model.count('RefundFailed'), model.provider.refunds.size]).toEqual([1, 1]);
  });

  test('of a payment that is not ours is nobody’s', async () => {
    model.provider.refunds.set('re-other', {
      ...made,
      refundId: 're-other',
      paymentId: 'other',
      status: 'SUCCEEDED',
    });
    await hear({ kind: 'REFUND', refundId: 're-other', paymentId: 'other' });
    await hear({ kind: 'PAYMENT_REFUNDED', paymentId: 'other' });
    expect(model.captures.items.size).toBe(1);
    expect(model.count('RefundedOutside')).toBe(0);
  });
});

test('a refund that staff have ordered is known by its mark, whichever event tells of it', async () => {
  const order = { id: 'clean', amount: 900, reason: 'STAFF', orderedAt: '2026-03-01T12:00:00.000Z' } as const;
  const captured = payment();
  if (captured) await model.captures.order(captured, order);
  model.provider.beginnings.push('PENDING');
  await makeOrderedRefund('payment-1', 'clean', model);
  expect(model.queue.at(-1)).toEqual({ task: 'orderedRefund', paymentId: 'payment-1', id: 'clean' });
  model.provider.become('re-1', 'SUCCEEDED');
  await hear({ kind: 'PAYMENT_REFUNDED', paymentId: 'payment-1' });
  expect(model.refunds.items.get('payment-1#clean')).toMatchObject({ status: 'REFUNDED', refundId: 're-1' });
  expect([payment()?.refundedAmount, model.count('RefundedOutside')]).toEqual([900, 0]);
});

describe('a dispute', () => {
  const taken = { transactionId: 'txn-1', amount: -12_900, currency: 'EUR' };
  const given = { transactionId: 'txn-2', amount: 12_900, currency: 'EUR' };
  const dispute = (
    status: DisputeState['status'],
    ...transactions: DisputeState['transactions']
  ): DisputeState => ({
    ...{ disputeId: 'dp-1', paymentId: 'payment-1', amount: 12_900, currency: 'EUR' },
    status,
    transactions,
  });
  const now = (state: DisputeState) => {
    model.provider.disputes.set('dp-1', state);
    return hear({ kind: 'DISPUTE', disputeId: 'dp-1' });
  };
  const counts = () => [model.count('DisputeOpened'), model.count('DisputeWon'), model.count('DisputeLost')];

  test('is recorded and rings once, however many events tell of it', async () => {
    for (let times = 0; times < 3; times++) await now(dispute('OPEN', taken));
    expect(model.disputes.items.get('dp-1')).toMatchObject({ reservationId: 'r1', status: 'OPEN' });
    expect([counts(), model.ledger.balanceOf('payment-1')]).toEqual([[1, 0, 0], 0]);
  });

  test('that is won gives the money back, that is lost does not, and the apartment stays', async () => {
    await now(dispute('OPEN', taken));
    await now(dispute('WON', taken, given));
    expect([counts(), model.ledger.balanceOf('payment-1')]).toEqual([[1, 1, 0], 12_900]);
    await now(dispute('LOST', taken, given));
    expect(counts()).toEqual([1, 1, 1]);
    expect(apartment()).toMatchObject({ bookedStatus: 'PAID' });
  });

  test('whose end is told before its beginning is at its end', async () => {
    await now(dispute('LOST', taken));
    await hear({ kind: 'DISPUTE', disputeId: 'dp-1' });
    expect(model.disputes.items.get('dp-1')?.status).toBe('LOST');
    expect(counts()).toEqual([1, 0, 1]);
  });

  test('of another system’s payment is nobody’s', async () => {
    await now({ ...dispute('OPEN', taken), paymentId: 'other' });
    expect([model.disputes.items.size, counts()]).toEqual([0, [0, 0, 0]]);
  });
});
