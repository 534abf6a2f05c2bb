import { openCheckout } from '../../../../../functions/payments/domain/checkout';
import { receiveEvent } from '../../../../../functions/payments/domain/receive';
import { requestRefund } from '../../../../../functions/payments/domain/refund';
import { sweep } from '../../../../../functions/payments/domain/sweep/sweep';
import { HOLD_MS, PaymentsModel, SITE } from '../payments-model';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let model: PaymentsModel;
beforeEach(() => {
  model = new PaymentsModel('a', 'b');
});

const run = () => sweep(model, () => 60_000);
/** So many minutes pass, each with its sweep. The queue is never worked on, and no webhook ever comes. */
async function minutes(count: number): Promise<void> {
  for (let minute = 0; minute < count; minute++) {
    model.clock.advance(MINUTE);
    await run();
  }
}
const apartment = (id = 'a') => model.apartments.items.get(id);
const record = (id = 'r1') => model.reservations.items.get(id);
const payment = (id = 'r1') => model.payments.items.get(id);
const ages = () => model.swept.at(-1);

async function payUntold(id = 'r1', apartmentId = 'a'): Promise<void> {
  model.reserve(id, apartmentId);
  await openCheckout(id, SITE, model);
  model.provider.pay(`cs-${id}-1`);
}

describe('with webhooks switched off altogether (law 4)', () => {
  test('who has paid has his apartment by the end of his hold', async () => {
    await payUntold();
    model.clock.advance(HOLD_MS - 30_000);
    await run();
    expect(apartment()).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r1' });
    expect(payment()).toMatchObject({ status: 'PAID', closedAt: expect.any(String) });
    expect(payment()?.latePayment).toBeUndefined();
    expect(model.count('PaidUntold')).toBe(1);
  });

  test('or it is taken again for him, where he paid in the last moment', async () => {
    await payUntold();
    model.clock.advance(HOLD_MS + 1_000);
    expect(apartment()?.bookedStatus).toBe('VACANT');
    await run();
    expect(apartment()).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r1' });
    expect(payment()?.latePayment).toBe('TAKEN_AGAIN');
  });

  test('or his money goes back, where somebody else has it by then', async () => {
    await payUntold();
    model.clock.advance(HOLD_MS + 1_000);
    model.reserve('r2', 'a');
    await run();
    expect(apartment()).toMatchObject({ bookedStatus: 'RESERVED', reservationId: 'r2' });
    expect(payment()?.latePayment).toBe('REFUNDED');
    expect(model.provider.refunded('payment-1')).toBe(1);
  });

  test('a provider that cannot be reached keeps no hold from ending, and is asked again', async () => {
    await payUntold();
    model.stopWorkflow('r1');
    model.provider.faults.push('before');
    model.clock.advance(HOLD_MS + 10_000);
    await run();
    expect(apartment()?.bookedStatus).toBe('VACANT');
    expect(model.failedLooks).toHaveLength(1);
    await minutes(1);
    expect(payment()?.latePayment).toBe('TAKEN_AGAIN');
  });

  test('nobody is asked before half a minute before the end', async () => {
    await payUntold();
    model.clock.advance(HOLD_MS - 30_001);
    await run();
    expect(payment()?.status).toBe('OPEN');
  });
});

describe('a checkout', () => {
  beforeEach(async () => {
    model.reserve('r1', 'a');
    await openCheckout('r1', SITE, model);
  });

  test('is closed once its hold is over, and asked about until the provider says so', async () => {
    model.provider.faults.push('before', 'before');
    await minutes(3);
    expect(model.provider.sessions.get('cs-r1-1')?.status).toBe('expired');
    expect(payment()).toMatchObject({ status: 'EXPIRED', closedAt: expect.any(String) });
  });

  test('of which no webhook ever tells is reported, once', async () => {
    await minutes(15);
    expect(model.count('CheckoutUntold')).toBe(0);
    await minutes(30);
    expect(model.count('CheckoutUntold')).toBe(1);
    expect(record()).not.toHaveProperty('dueAt');
  });

  test('of which one tells is not', async () => {
    await minutes(2);
    const event = { kind: 'EXPIRED', eventId: 'e1', reservationId: 'r1', checkoutId: 'cs-r1-1' } as const;
    await receiveEvent(event, model);
    await minutes(30);
    expect(model.count('CheckoutUntold')).toBe(0);
    expect(record()).not.toHaveProperty('dueAt');
  });
});

describe('a reservation that nobody decides', () => {
  test('is asked for again, with its own input', async () => {
    model.ask('r1', 'a');
    model.clock.advance(20_000);
    await run();
    expect(apartment()).toMatchObject({ bookedStatus: 'RESERVED', reservationId: 'r1' });
    expect(record()?.status).toBe('HELD');
  });

  test('rings by its age while it stays so', async () => {
    model.ask('r1', 'a');
    model.workflow.start = () => Promise.reject(new Error('throttled'));
    await minutes(3);
    expect(record()?.status).toBe('PENDING');
    expect(model.failedLooks).toHaveLength(3);
    expect(ages()?.undecided).toBe(3 * MINUTE);
  });
});

describe('a hold that nothing ended (law 2)', () => {
  beforeEach(() => {
    model.reserve('r1', 'a');
    model.stopWorkflow('r1');
  });

  test('is left to its workflow at first, and ended then', async () => {
    model.clock.advance(HOLD_MS + 5_000);
    await run();
    expect(apartment()?.bookedStatus).toBe('RESERVED');
    model.clock.advance(5_000);
    await run();
    expect(apartment()?.bookedStatus).toBe('VACANT');
    expect([model.count('OverdueHoldEnded'), ages()?.overdueHold]).toEqual([1, 10_000]);
    await minutes(2);
    expect(record()).toMatchObject({ status: 'EXPIRED' });
    expect(record()).not.toHaveProperty('dueAt');
    expect(ages()).toEqual({ overdueHold: 0, undecided: 0, refund: 0 });
  });

  test('rings by its age where it cannot be ended', async () => {
    model.apartments.expire = async () => false;
    await minutes(4);
    expect(ages()?.overdueHold).toBe(3 * MINUTE);
  });
});

describe('staff have decided to end a stay, and whoever they told died', () => {
  beforeEach(async () => {
    await payUntold();
    model.clock.advance(HOLD_MS);
    await run();
    const decidedAt = new Date(model.now()).toISOString();
    model.unfinished.ends.set('r1', { refund: 'PARTIAL', amount: 5_000, by: 'ada', decidedAt });
    await model.unfinished.open('r1', decidedAt);
  });

  test('the apartment is vacant, and the money goes back once', async () => {
    await minutes(3);
    expect(apartment()?.bookedStatus).toBe('VACANT');
    expect(record()?.status).toBe('ENDED');
    expect(model.refunds.items.get('payment-1#end')).toMatchObject({ status: 'REFUNDED', amount: 5_000 });
    expect(model.ledger.balanceOf('payment-1')).toBe(7_900);
  });

  test('nobody is evicted who has the apartment since (law 3)', async () => {
    model.apartments.vacate('a');
    await payUntold('r2', 'a');
    model.clock.advance(HOLD_MS);
    await minutes(2);
    expect(apartment()).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r2' });
    expect(model.provider.givenBack('payment-1')).toBe(5_000);
  });
});

describe('a refund', () => {
  const order = {
    id: 'by-staff',
    amount: 900,
    reason: 'STAFF',
    orderedAt: '2026-03-01T12:02:00.000Z',
  } as const;
  beforeEach(async () => {
    await payUntold();
    model.clock.advance(HOLD_MS);
    await run();
    await minutes(70);
    expect(record()).not.toHaveProperty('dueAt');
  });

  /** As the booking function does, which dies before it is queued. */
  async function ordered(): Promise<void> {
    const captured = model.captures.items.get('payment-1');
    if (!captured) throw new Error('no payment');
    await model.unfinished.open('r1', new Date(model.now()).toISOString());
    await model.captures.order(captured, order);
  }

  test('that was ordered and never queued is made', async () => {
    await ordered();
    await run();
    expect(model.refunds.items.get('payment-1#by-staff')).toMatchObject({ status: 'REFUNDED' });
  });

  test('is followed to its end, its age rings, and its record is kept until then', async () => {
    model.provider.beginnings.push('PENDING');
    await ordered();
    await minutes(26 * 60);
    // An alarm looks at the highest of five minutes.
    const lately = model.swept.slice(-5).map(({ refund }) => refund);
    expect(Math.max(...lately)).toBeGreaterThan(24 * HOUR);
    expect(record()?.expiresAt).toBeUndefined();
    const [made] = [...model.provider.refunds.keys()];
    model.provider.become(made ?? '', 'SUCCEEDED');
    await minutes(5);
    expect(model.refunds.items.get('payment-1#by-staff')).toMatchObject({ status: 'REFUNDED' });
    expect(ages()?.refund).toBe(0);
    expect(record()).not.toHaveProperty('dueAt');
  });

  test('that the provider refuses is tried again ever more rarely, and its age rings in every five minutes', async () => {
    const refused = Array.from({ length: 50 }, () => 'refused' as const);
    model.provider.faults.push(...refused);
    await ordered();
    await minutes(300);
    const tries = 50 - model.provider.faults.length;
    expect(tries).toBeGreaterThan(6);
    expect(tries).toBeLessThan(16);
    for (let end = model.swept.length; end > model.swept.length - 200; end -= 5) {
      const period = model.swept.slice(end - 5, end).map(({ refund }) => refund);
      expect(Math.max(...period)).toBeGreaterThan(0);
    }
  });

  test('that comes up while a look goes on is not overlooked', async () => {
    await model.unfinished.open('r1', new Date(model.now()).toISOString());
    const { disputes } = model;
    const { find } = model.captures;
    let looks = 0;
    model.captures.find = async (id) => {
      const found = await find.call(model.captures, id);
      if (++looks === 2) await ordered();
      return found;
    };
    await run();
    await minutes(1);
    expect(model.refunds.items.get('payment-1#by-staff')).toMatchObject({ status: 'REFUNDED' });
    expect(disputes.items.size).toBe(0);
  });
});

test('a dispute is followed to its end, though its events are lost', async () => {
  await payUntold();
  model.clock.advance(HOLD_MS);
  await run();
  const disputeId = 'dp-1';
  const taken = { transactionId: 'txn-1', amount: -12_900, currency: 'EUR' };
  const dispute = {
    disputeId,
    paymentId: 'payment-1',
    amount: 12_900,
    currency: 'EUR',
    transactions: [taken],
  };
  model.provider.disputes.set(disputeId, { ...dispute, status: 'OPEN' });
  await receiveEvent({ kind: 'DISPUTE', eventId: 'e1', disputeId }, model);
  const { disputeState } = model.provider;
  let asked = 0;
  model.provider.disputeState = (id) => {
    asked++;
    return disputeState.call(model.provider, id);
  };
  await minutes(3 * 60);
  expect(asked).toBeLessThan(6);
  model.provider.disputes.set(disputeId, { ...dispute, status: 'LOST' });
  await minutes(61);
  expect(model.disputes.items.get(disputeId)).toMatchObject({ status: 'LOST' });
  expect(model.count('DisputeLost')).toBe(1);
  expect(record()).not.toHaveProperty('dueAt');
});

describe('a note on the apartment', () => {
  test('of a payment goes once the payment’s record says the same for an hour', async () => {
    await payUntold();
    model.clock.advance(HOLD_MS - 30_000);
    await run();
    await minutes(59);
    expect(model.apartments.notes.get('a')).toEqual(new Set(['PAID#r1']));
    await minutes(2);
    expect(model.apartments.notes.get('a')).toEqual(new Set());
  });

  test('of a cancel stays until the provider has closed the checkout', async () => {
    model.reserve('r1', 'a');
    await openCheckout('r1', SITE, model);
    model.release('guest', 'r1');
    model.provider.faults.push(...Array.from({ length: 90 }, () => 'before' as const));
    await minutes(80);
    expect(model.apartments.notes.get('a')).toEqual(new Set(['CANCELLED#r1']));
    model.provider.faults.length = 0;
    await minutes(20);
    expect(model.apartments.notes.get('a')).toEqual(new Set());
    expect(record()).toMatchObject({ status: 'CANCELLED' });
  });
});

describe('a run', () => {
  test('goes on where one reservation fails', async () => {
    model.reserve('r1', 'a');
    model.reserve('r2', 'b');
    model.stopWorkflow('r1');
    model.stopWorkflow('r2');
    const { expire } = model.apartments;
    model.apartments.expire = (id, ...more) =>
      id === 'a' ? Promise.reject(new Error('broken')) : expire.call(model.apartments, id, ...more);
    await minutes(2);
    expect([apartment('a')?.bookedStatus, apartment('b')?.bookedStatus]).toEqual(['RESERVED', 'VACANT']);
    expect(model.failedLooks).toHaveLength(1);
  });

  test('begins nothing when its time is over, and tells how old things are all the same', async () => {
    await payUntold();
    model.clock.advance(HOLD_MS);
    await sweep(model, () => 19_999);
    expect(payment()?.status).toBe('OPEN');
    expect(ages()).toEqual({ overdueHold: 0, undecided: 0, refund: 0 });
  });

  test('that runs beside another does everything once', async () => {
    await payUntold();
    model.clock.advance(HOLD_MS + 1_000);
    model.reserve('r2', 'a');
    await Promise.all([run(), run(), run()]);
    expect(model.provider.refunded('payment-1')).toBe(1);
    expect(model.ledger.balanceOf('payment-1')).toBe(0);
  });
});

test('a late payment whose refund was requested by somebody who died is given back', async () => {
  await payUntold();
  const completed = model.provider.received[0];
  if (!completed) throw new Error('no payment');
  await model.captures.record(completed, new Date(model.now()).toISOString());
  await requestRefund({ ...completed, id: completed.paymentId, reason: 'SECOND_PAYMENT' }, model);
  await model.payments.addOther('r1', completed.paymentId);
  model.refunds.items.clear();
  await minutes(2);
  expect(model.refunds.items.get('payment-1')).toMatchObject({ status: 'REFUNDED' });
});
