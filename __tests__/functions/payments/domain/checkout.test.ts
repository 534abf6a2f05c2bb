import { openCheckout } from '../../../../functions/payments/domain/checkout';
import {
  AlreadyPaid,
  CheckoutContended,
  HoldExpired,
  NotHeld,
  ProviderUnavailable,
  ReservationNotFound,
} from '../../../../functions/payments/domain/errors';
import { expireCheckout } from '../../../../functions/payments/domain/expire';
import { HOLD_MS, ModelDesk, SITE } from './model-dependencies';

let desk: ModelDesk;
beforeEach(() => {
  desk = new ModelDesk('a');
  desk.reserve('r1', 'a');
});

const open = () => openCheckout('r1', SITE, desk);
const session = (attempt = 1) => desk.provider.sessions.get(`cs-r1-${attempt}`);

test('a held reservation has one checkout, which ends with the hold', async () => {
  const first = await open();
  expect(first).toEqual({ url: `${SITE}/cs-r1-1`, expiresAt: new Date(desk.now() + HOLD_MS).toISOString() });
  desk.clock.advance(HOLD_MS / 2);
  expect(await Promise.all([open(), open()])).toEqual([first, first]);
  expect(desk.count('CheckoutCreated')).toBe(1);
});

test('a hold of days has checkouts of a day, one after the other, at one price', async () => {
  const holdExpiresAt = new Date(desk.now() + 3 * 86_400_000).toISOString();
  const asked = { reservationId: 'r1', apartmentId: 'a', guestId: 'ada', holdExpiresAt };
  desk.asked.set('r1', asked);
  const held = desk.apartments.items.get('a');
  if (held) desk.apartments.items.set('a', { ...held, holdExpiresAt });
  expect((await open()).expiresAt).toBe(new Date(desk.now() + 23 * 3_600_000).toISOString());
  desk.apartments.items.set('a', { ...held, holdExpiresAt, price: { amount: 1, currency: 'EUR' } } as never);
  const release = jest.spyOn(desk, 'release').mockReturnValue();
  desk.clock.advance(23 * 3_600_000);
  release.mockRestore();
  expect((await open()).url).toBe(`${SITE}/cs-r1-2`);
  expect(desk.payments.items.get('r1')).toMatchObject({ attempt: 2, amount: 12_900 });
});

test('what died between provider and table is taken up again: the guest gets that very checkout', async () => {
  jest.spyOn(desk.payments, 'opened').mockRejectedValueOnce(new Error('died'));
  await expect(open()).rejects.toThrow('died');
  expect((await open()).url).toBe(`${SITE}/cs-r1-1`);
  expect(desk.provider.sessions.size).toBe(1);
});

test('a provider that fails is told, and asked afresh by the next request', async () => {
  desk.provider.faults.push('after');
  await expect(open()).rejects.toThrow(ProviderUnavailable);
  expect((await open()).url).toBe(`${SITE}/cs-r1-2`);
});

test('a cancel between the look at the hold and the order leaves no checkout open', async () => {
  const begin = desk.payments.begin.bind(desk.payments);
  jest.spyOn(desk.payments, 'begin').mockImplementationOnce(async (order) => {
    desk.release('guest', 'r1');
    await expireCheckout('r1', desk);
    return begin(order);
  });
  await expect(open()).rejects.toThrow(NotHeld);
  expect(session()).toBeUndefined();
  expect(desk.payments.items.get('r1')).toMatchObject({ status: 'EXPIRED' });
});

test('a cancel while the provider is asked closes what it has opened', async () => {
  const create = desk.provider.createCheckout.bind(desk.provider);
  jest.spyOn(desk.provider, 'createCheckout').mockImplementationOnce(async (order) => {
    const checkout = await create(order);
    desk.release('guest', 'r1');
    await expireCheckout('r1', desk);
    return checkout;
  });
  await expect(open()).rejects.toThrow(NotHeld);
  expect(session()?.status).toBe('expired');
});

test('checkouts that are ended again and again are given up', async () => {
  jest.spyOn(desk.payments, 'begin').mockResolvedValue(false);
  await expect(open()).rejects.toThrow(CheckoutContended);
});

test.each<[string, () => unknown, new (...args: never[]) => Error]>([
  ['is unknown', () => desk.asked.clear(), ReservationNotFound],
  ['was cancelled', () => desk.release('guest', 'r1'), NotHeld],
  ['has no apartment', () => desk.apartments.items.clear(), NotHeld],
  ['is at its deadline', () => desk.clock.advance(HOLD_MS), HoldExpired],
  ['has ended', () => desk.clock.advance(HOLD_MS + 1_000), HoldExpired],
  [
    'has been paid for',
    async () => open().then(() => desk.payments.claim('r1', 'payment-1', '')),
    AlreadyPaid,
  ],
])('a reservation that %s has no checkout', async (_, prepare, error) => {
  await prepare();
  await expect(open()).rejects.toThrow(error);
});

describe('what was let go', () => {
  test('is closed, again where the provider could not be reached', async () => {
    await open();
    desk.provider.faults.push('before');
    await expect(expireCheckout('r1', desk)).rejects.toThrow(ProviderUnavailable);
    expect(session()?.status).toBe('open');
    await expireCheckout('r1', desk);
    await expireCheckout('r1', desk);
    expect(session()?.status).toBe('expired');
  });

  test('without a checkout is left as it is', async () => {
    await expireCheckout('r1', desk);
    expect(desk.payments.items.size).toBe(0);
  });
});
