import { cancelReservation } from '../../../../functions/booking/domain/cancel';
import { reserveApartment } from '../../../../functions/booking/domain/reserve';
import { addStepFunction } from '../../../../functions/booking/domain/step-functions';
import { getReservation } from '../../../../functions/domain/lookup';
import type { ShareLimits } from '../../../../functions/domain/share';
import {
  type BookingModel,
  bookingModel,
  describedApartment,
  HOLD_SECONDS,
} from '../../domain/booking-model';

const HOLD_MS = HOLD_SECONDS * 1000;
const APARTMENTS = ['a', 'b', 'c', 'd', 'e', 'f'];

let model: BookingModel;
let sent = 0;

beforeEach(() => {
  model = bookingModel(...APARTMENTS);
  limit({});
});

function limit(limits: Partial<ShareLimits>): void {
  model.shareLimits = { holdsPerGuest: 2, holdsPerAddress: 3, pauseMs: 20_000, ...limits };
}

interface From {
  readonly guestId?: string;
  readonly addressKey?: string | undefined;
  readonly reservationId?: string;
}

function reserve(apartmentId: string, from: From = {}) {
  const reservationId = `r${++sent}`;
  const wish = { guestId: 'guest', addressKey: 'home', reservationId, ...from };
  return reserveApartment({ apartmentId, price: undefined, ...wish }, model);
}

describe('a guest', () => {
  test('holds their share, from whatever address, and not one more', async () => {
    const { status, holdExpiresAt } = await reserve('a', { addressKey: 'a' });
    expect([status, (await reserve('b', { addressKey: 'b' })).status]).toEqual(['HELD', 'HELD']);
    await expect(reserve('c', { addressKey: 'c' })).rejects.toMatchObject({
      name: 'TooManyHolds',
      message: `2 apartments are held for you already, and more are not possible at once. Pay for one or give one up, or try again after ${holdExpiresAt}.`,
    });
    expect(model.events).toContain('ShareRefused');
    // Another guest is not concerned.
    expect(await reserve('c', { guestId: 'other' })).toMatchObject({ status: 'HELD' });
  });

  test.each(['', 'anonymous'])('without a name (%j) has the limit of the address alone', async (guestId) => {
    for (const apartmentId of ['a', 'b', 'c']) await reserve(apartmentId, { guestId });
    await expect(reserve('d', { guestId })).rejects.toMatchObject({ name: 'TooManyHolds' });
    expect(await reserve('d', { guestId, addressKey: 'elsewhere' })).toMatchObject({ status: 'HELD' });
  });
});

describe('an address', () => {
  test('holds its share, for whatever guests, and not one more', async () => {
    for (const apartmentId of ['a', 'b', 'c']) await reserve(apartmentId, { guestId: `of ${apartmentId}` });
    await expect(reserve('d', { guestId: 'of d' })).rejects.toMatchObject({
      name: 'TooManyHolds',
      message: expect.stringContaining('3 apartments are held from your network already'),
    });
  });

  test('counts the holds of addStepFunction as well', async () => {
    const { arn } = model.workflow.machine;
    const ask = (apartmentId: string) =>
      addStepFunction({ reservationId: `old-${apartmentId}`, arn, apartmentId, addressKey: 'home' }, model);
    for (const apartmentId of ['a', 'b', 'c']) await ask(apartmentId);
    await expect(ask('d')).rejects.toMatchObject({ name: 'TooManyHolds' });
    await expect(reserve('d')).rejects.toMatchObject({ name: 'TooManyHolds' });
    // Sent again it is a success that changes nothing, though there is no share left.
    expect(await ask('a')).toEqual({ id: 'old-a', arn });
  });

  test('that is refused for its guest has nothing taken', async () => {
    await reserve('a');
    await reserve('b');
    for (let time = 0; time < 5; time++) {
      await expect(reserve('c')).rejects.toMatchObject({ name: 'TooManyHolds' });
    }
    expect(model.shares.items.get('address#home')?.holds).toHaveLength(2);
  });
});

test('staff have no limit', async () => {
  for (const apartmentId of APARTMENTS) {
    expect(await reserve(apartmentId, { addressKey: undefined })).toMatchObject({ status: 'HELD' });
  }
  expect(model.shares.items.size).toBe(0);
});

test('without limits nothing is counted, and nothing is written', async () => {
  limit({ holdsPerGuest: Number.POSITIVE_INFINITY, holdsPerAddress: Number.POSITIVE_INFINITY });
  for (const apartmentId of APARTMENTS) await reserve(apartmentId);
  expect(model.shares.items.size).toBe(0);
});

describe('what is over counts no longer', () => {
  test('at the deadline', async () => {
    await reserve('a');
    await reserve('b');
    model.clock.advance(HOLD_MS);
    expect(await reserve('c')).toMatchObject({ status: 'HELD' });
  });

  test('once it is given up', async () => {
    const { id } = await reserve('a');
    await reserve('b');
    await cancelReservation(id, model);
    expect(await reserve('c')).toMatchObject({ status: 'HELD' });
  });

  test('once it is REJECTED, by the workflow or before it', async () => {
    await reserve('a', { guestId: 'other', addressKey: 'elsewhere' });
    for (let time = 0; time < 4; time++) expect(await reserve('a')).toMatchObject({ status: 'REJECTED' });
    // Two ask for one apartment at once, and one loses.
    model.workflow.decisionMs = 1_000;
    await Promise.all([reserve('b'), reserve('b', { guestId: 'other', addressKey: 'elsewhere' })]);
    model.clock.advance(2_000);
    const holds = [...model.shares.items.values()].flatMap((share) => share.holds);
    const held = await Promise.all(holds.map(({ reservationId }) => getReservation(reservationId, model)));
    expect(held.map((each) => each?.status)).not.toContain('REJECTED');
  });
});

describe('after an unpaid hold its apartment rests', () => {
  test.each([
    ['for the guest', { addressKey: 'elsewhere' }],
    ['for the address', { guestId: 'other' }],
  ])('%s, and for nobody else', async (_, from) => {
    await reserve('a');
    model.clock.advance(HOLD_MS);
    await expect(reserve('a', from)).rejects.toMatchObject({ name: 'ApartmentPaused' });
    expect(await reserve('b', from)).toMatchObject({ status: 'HELD' });
    expect(await reserve('a', { guestId: 'third', addressKey: 'third' })).toMatchObject({ status: 'HELD' });
  });

  test('from its end on, which the error says', async () => {
    const { id } = await reserve('a');
    model.clock.advance(5_000);
    await cancelReservation(id, model);
    const until = new Date(model.now() + 20_000).toISOString();
    await cancelReservation(id, model);
    model.clock.advance(19_999);
    await expect(reserve('a')).rejects.toMatchObject({
      name: 'ApartmentPaused',
      message: expect.stringContaining(`after ${until}`),
    });
    model.clock.advance(1);
    expect(await reserve('a')).toMatchObject({ status: 'HELD' });
  });

  test('and not after one that was paid, or a request that died before its record', async () => {
    const { id } = await reserve('a');
    model.apartments.pay('a', id, model.now());
    model.clock.advance(HOLD_MS);
    await model.apartments.end('a', id);
    expect(await reserve('a')).toMatchObject({ status: 'HELD' });
    const ask = jest.spyOn(model.reservations, 'ask').mockRejectedValueOnce(new Error('died'));
    await expect(reserve('b')).rejects.toThrow('died');
    ask.mockRestore();
    model.clock.advance(HOLD_MS);
    expect(await reserve('b')).toMatchObject({ status: 'HELD' });
  });

  test('with no pause set, at once', async () => {
    limit({ pauseMs: 0 });
    for (let time = 0; time < 5; time++) {
      const { id, status } = await reserve('a');
      expect(status).toBe('HELD');
      await cancelReservation(id, model);
    }
  });

  test('a share that keeps very many rests takes no more until the first of them is over', async () => {
    limit({ pauseMs: 3_600_000 });
    for (let n = 0; n < 200; n++) {
      await model.apartments.put(describedApartment(`x${n}`));
      const { id } = await reserve(`x${n}`);
      await cancelReservation(id, model);
    }
    await expect(reserve('a')).rejects.toMatchObject({ name: 'TooManyHolds' });
    model.clock.advance(3_600_000);
    expect(await reserve('a')).toMatchObject({ status: 'HELD' });
  });
});

describe('law 5: the same request sent again', () => {
  test('counts once, and is answered though there is no share left', async () => {
    for (let time = 0; time < 3; time++) await reserve('a', { reservationId: 'same' });
    await reserve('b');
    expect(await reserve('a', { reservationId: 'same' })).toMatchObject({ status: 'HELD' });
    await expect(reserve('c')).rejects.toMatchObject({ name: 'TooManyHolds' });
  });

  test('goes on where it died between share and record, and counts once', async () => {
    const ask = jest.spyOn(model.reservations, 'ask').mockRejectedValueOnce(new Error('died'));
    await expect(reserve('a', { reservationId: 'half' })).rejects.toThrow('died');
    ask.mockRestore();
    model.clock.advance(1_000);
    const { holdExpiresAt } = await reserve('a', { reservationId: 'half' });
    const { holds = [] } = model.shares.items.get('guest#guest') ?? {};
    // It counts for as long as the hold that came of it.
    expect(holds).toMatchObject([{ reservationId: 'half', until: holdExpiresAt }]);
    expect(await reserve('b')).toMatchObject({ status: 'HELD' });
  });
});

test('a share is forgotten once nothing of it holds or rests', async () => {
  const { holdExpiresAt } = await reserve('a');
  const seconds = Math.ceil((Date.parse(String(holdExpiresAt)) + 20_000) / 1000);
  expect(model.shares.items.get('guest#guest')).toMatchObject({ expiresAt: seconds });
});
