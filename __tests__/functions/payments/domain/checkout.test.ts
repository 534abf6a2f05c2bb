import { AlreadyPaid, HoldExpired, ReservationNotFound } from '../../../../functions/domain/errors';
import type { ReservationRecord } from '../../../../functions/domain/reservation-record';
import { openCheckout } from '../../../../functions/payments/domain/checkout';
import {
  CheckoutContended,
  NotHeld,
  ProviderUnavailable,
} from '../../../../functions/payments/domain/errors';
import { expireCheckout } from '../../../../functions/payments/domain/expire';
import { HOLD_MS, PaymentsModel, SITE } from './payments-model';

let model: PaymentsModel;
beforeEach(() => {
  model = new PaymentsModel('a');
  model.reserve('r1', 'a');
});

const open = () => openCheckout('r1', SITE, model);
const session = (attempt = 1) => model.provider.sessions.get(`cs-r1-${attempt}`);

test('a held reservation has one checkout, which ends with the hold', async () => {
  const first = await open();
  expect(first).toEqual({ url: `${SITE}/cs-r1-1`, expiresAt: new Date(model.now() + HOLD_MS).toISOString() });
  model.clock.advance(HOLD_MS / 2);
  expect(await Promise.all([open(), open()])).toEqual([first, first]);
  expect(model.count('CheckoutCreated')).toBe(1);
});

test('a hold of days has checkouts of a day, one after the other, at one price', async () => {
  const holdExpiresAt = new Date(model.now() + 3 * 86_400_000).toISOString();
  const asked = { id: 'r1', apartmentId: 'a', guestId: 'ada', holdExpiresAt };
  model.reservations.items.set('r1', { ...asked, status: 'HELD' });
  const held = model.apartments.items.get('a');
  if (held) model.apartments.items.set('a', { ...held, holdExpiresAt });
  expect((await open()).expiresAt).toBe(new Date(model.now() + 23 * 3_600_000).toISOString());
  model.apartments.items.set('a', { ...held, holdExpiresAt, price: { amount: 1, currency: 'EUR' } } as never);
  const release = jest.spyOn(model, 'release').mockReturnValue();
  model.clock.advance(23 * 3_600_000);
  release.mockRestore();
  expect((await open()).url).toBe(`${SITE}/cs-r1-2`);
  expect(model.payments.items.get('r1')).toMatchObject({ attempt: 2, amount: 12_900 });
});

test('what died between provider and table is taken up again: the guest gets that very checkout', async () => {
  jest.spyOn(model.payments, 'opened').mockRejectedValueOnce(new Error('died'));
  await expect(open()).rejects.toThrow('died');
  expect((await open()).url).toBe(`${SITE}/cs-r1-1`);
  expect(model.provider.sessions.size).toBe(1);
});

test('a provider that fails is told, and asked afresh by the next request', async () => {
  model.provider.faults.push('after');
  await expect(open()).rejects.toThrow(ProviderUnavailable);
  expect((await open()).url).toBe(`${SITE}/cs-r1-2`);
});

test('a cancel between the look at the hold and the order leaves no checkout open', async () => {
  const begin = model.payments.begin.bind(model.payments);
  jest.spyOn(model.payments, 'begin').mockImplementationOnce(async (order) => {
    model.release('guest', 'r1');
    await expireCheckout('r1', model);
    return begin(order);
  });
  await expect(open()).rejects.toThrow(NotHeld);
  expect(session()).toBeUndefined();
  expect(model.payments.items.get('r1')).toMatchObject({ status: 'EXPIRED' });
});

test('a cancel while the provider is asked closes what it has opened', async () => {
  const create = model.provider.createCheckout.bind(model.provider);
  jest.spyOn(model.provider, 'createCheckout').mockImplementationOnce(async (order) => {
    const checkout = await create(order);
    model.release('guest', 'r1');
    await expireCheckout('r1', model);
    return checkout;
  });
  await expect(open()).rejects.toThrow(NotHeld);
  expect(session()?.status).toBe('expired');
});

test('checkouts that are ended again and again are given up', async () => {
  jest.spyOn(model.payments, 'begin').mockResolvedValue(false);
  await expect(open()).rejects.toThrow(CheckoutContended);
});

test.each<[string, () => unknown, new (...args: never[]) => Error]>([
  ['is unknown', () => model.reservations.items.clear(), ReservationNotFound],
  ['was cancelled', () => model.release('guest', 'r1'), NotHeld],
  ['has no apartment', () => model.apartments.items.clear(), NotHeld],
  ['is at its deadline', () => model.clock.advance(HOLD_MS), HoldExpired],
  ['has ended', () => model.clock.advance(HOLD_MS + 1_000), HoldExpired],
  [
    'has been paid for',
    async () => open().then(() => model.payments.claim('r1', 'payment-1', '')),
    AlreadyPaid,
  ],
])('a reservation that %s has no checkout', async (_, prepare, error) => {
  await prepare();
  await expect(open()).rejects.toThrow(error);
});

describe('what was let go', () => {
  test('is closed, again where the provider could not be reached', async () => {
    await open();
    model.provider.faults.push('before');
    await expect(expireCheckout('r1', model)).rejects.toThrow(ProviderUnavailable);
    expect(session()?.status).toBe('open');
    await expireCheckout('r1', model);
    await expireCheckout('r1', model);
    expect(session()?.status).toBe('expired');
  });

  test('without a checkout is left as it is', async () => {
    await expireCheckout('r1', model);
    expect(model.payments.items.size).toBe(0);
  });
});

describe('the price', () => {
  const held = { amount: 12_900, currency: 'EUR' };
  const dearer = { amount: 99_900, currency: 'USD' };
  beforeEach(() => {
    const item = model.apartments.items.get('a');
    if (item) model.apartments.items.set('a', { ...item, price: dearer });
  });

  test('is the one that the guest saw, whatever staff have put since', async () => {
    await open();
    expect(model.payments.items.get('r1')).toMatchObject(held);
  });

  test('of a reservation older than that is the apartment’s', async () => {
    const { price: _, ...old } = model.reservations.items.get('r1') ?? {};
    model.reservations.items.set('r1', old as ReservationRecord);
    await open();
    expect(model.payments.items.get('r1')).toMatchObject(dearer);
  });
});
