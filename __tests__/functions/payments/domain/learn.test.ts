import { AlreadyPaid } from '../../../../functions/domain/errors';
import { openCheckout } from '../../../../functions/payments/domain/checkout';
import { ProviderUnavailable } from '../../../../functions/payments/domain/errors';
import type { Completed } from '../../../../functions/payments/domain/event';
import { expireCheckout } from '../../../../functions/payments/domain/expire';
import { askForCheckout, followUntold } from '../../../../functions/payments/domain/learn';
import { receiveEvent } from '../../../../functions/payments/domain/receive';
import { HOLD_MS, PaymentsModel, SITE } from './payments-model';

let model: PaymentsModel;
let completed: Completed;
/** A guest has paid, and no webhook has told of it. */
beforeEach(async () => {
  model = new PaymentsModel('a');
  model.reserve('r1', 'a');
  await openCheckout('r1', SITE, model);
  completed = model.provider.pay('cs-r1-1') as Completed;
});

const apartment = () => model.apartments.items.get('a');
const payment = () => model.payments.items.get('r1');
const refund = () => model.refunds.items.get('payment-1');

function followed() {
  const [task] = model.queue.filter((each) => each.task === 'followUntold');
  if (task?.task !== 'followUntold') throw new Error('nothing follows the payment');
  return task.payment;
}

describe('money that no webhook has told of', () => {
  test('is the apartment’s at the close of the checkout, while that is vacant', async () => {
    model.clock.advance(HOLD_MS + 1_000);
    await expireCheckout('r1', model);
    expect(apartment()).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r1' });
    expect(payment()).toMatchObject({ status: 'PAID', latePayment: 'TAKEN_AGAIN' });
  });

  test('is refunded at the close of the checkout, when somebody else has the apartment', async () => {
    model.clock.advance(HOLD_MS + 1_000);
    model.reserve('r2', 'a');
    await expireCheckout('r1', model);
    expect(refund()).toMatchObject({ status: 'REFUNDED', reason: 'LATE' });
    expect(apartment()).toMatchObject({ bookedStatus: 'RESERVED', reservationId: 'r2' });
  });

  test('is settled when the guest asks for the checkout again, who is told that nothing more is due', async () => {
    await expect(openCheckout('r1', SITE, model)).rejects.toThrow(AlreadyPaid);
    expect(apartment()).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r1' });
  });

  test('is settled before another checkout could take more', async () => {
    await model.payments.expire('r1');
    await expect(openCheckout('r1', SITE, model)).rejects.toThrow(AlreadyPaid);
    expect(model.provider.sessions.size).toBe(1);
  });

  test('by a second checkout is refunded when the first one’s webhook closes it', async () => {
    await model.payments.expire('r1');
    const second = { ...payment(), attempt: 2 } as never;
    await model.payments.begin(second);
    await model.payments.opened(second, await model.provider.createCheckout(second));
    model.provider.pay('cs-r1-2');
    await receiveEvent(completed, model);
    expect(model.refunds.items.get('payment-2')).toMatchObject({ status: 'REFUNDED' });
    expect(apartment()).toMatchObject({ bookedStatus: 'PAID', paymentId: 'payment-1' });
  });

  test('is settled once, also when its webhook comes later, and asked for again', async () => {
    await askForCheckout('cs-r1-1', model);
    const before = [apartment(), payment()];
    await askForCheckout('cs-r1-1', model);
    await receiveEvent(completed, model);
    expect([apartment(), payment()]).toMatchObject(before);
    expect([model.count('PaidUntold'), model.count('Paid'), model.refunds.items.size]).toEqual([1, 1, 0]);
  });

  test('is not counted as untold after its webhook', async () => {
    await receiveEvent(completed, model);
    await askForCheckout('cs-r1-1', model);
    expect(model.count('PaidUntold')).toBe(0);
    expect(model.queue).toEqual([]);
  });

  test('that died half way is ended by the queue', async () => {
    jest.spyOn(model.payments, 'paid').mockRejectedValueOnce(new Error('died'));
    await expect(askForCheckout('cs-r1-1', model)).rejects.toThrow('died');
    expect(payment()).toMatchObject({ status: 'OPEN' });
    await followUntold(followed(), model);
    expect(payment()).toMatchObject({ status: 'PAID' });
  });
});

describe('a webhook that has not come', () => {
  beforeEach(() => askForCheckout('cs-r1-1', model));

  test('is missed after a quarter of an hour, not before', async () => {
    await followUntold(followed(), model);
    expect(model.count('WebhookMissing')).toBe(0);
    model.clock.advance(15 * 60_000);
    await followUntold(followed(), model);
    expect(model.count('WebhookMissing')).toBe(1);
  });

  test('is not missed when it came after all', async () => {
    await receiveEvent(completed, model);
    model.clock.advance(15 * 60_000);
    await followUntold(followed(), model);
    expect(model.count('WebhookMissing')).toBe(0);
  });
});

describe('a checkout that is asked for again', () => {
  beforeEach(() => {
    model = new PaymentsModel('a');
    model.reserve('r1', 'a');
    return openCheckout('r1', SITE, model);
  });

  test('is another where the provider has closed the first', async () => {
    await model.provider.expireCheckout('cs-r1-1');
    expect((await openCheckout('r1', SITE, model)).url).toBe(`${SITE}/cs-r1-2`);
  });

  test('is the same while the provider cannot be asked', async () => {
    model.provider.faults.push('before');
    expect((await openCheckout('r1', SITE, model)).url).toBe(`${SITE}/cs-r1-1`);
  });

  test('is not made anew while the provider cannot say what became of the last', async () => {
    await model.payments.expire('r1');
    model.provider.faults.push('before');
    await expect(openCheckout('r1', SITE, model)).rejects.toThrow(ProviderUnavailable);
    expect(model.provider.sessions.size).toBe(1);
  });
});
