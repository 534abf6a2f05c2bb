import { cancelReservation } from '../../../../functions/booking/domain/cancel';
import { endReservation } from '../../../../functions/booking/domain/end';
import { refundReservation } from '../../../../functions/booking/domain/refund';
import { reserveApartment } from '../../../../functions/booking/domain/reserve';
import { getReservation } from '../../../../functions/domain/lookup';
import { type BookingModel, bookingModel, HOLD_SECONDS } from '../../domain/booking-model';

const BY = 'arn:aws:iam::123456789012:user/ada';
const command = { reservationId: 'r1', refund: 'NONE', reason: 'moved out' } as const;

let model: BookingModel;
beforeEach(() => {
  model = bookingModel('7');
});

async function reserved(reservationId: string): Promise<void> {
  await reserveApartment(
    { apartmentId: '7', guestId: `guest of ${reservationId}`, reservationId, price: undefined },
    model,
  );
}

async function paid(reservationId: string): Promise<void> {
  await reserved(reservationId);
  model.apartments.pay('7', reservationId, model.now());
}

test('a paid stay is ENDED, its apartment vacant, and why is told to the operators', async () => {
  await paid('r1');
  expect(await endReservation(command, model, BY)).toMatchObject({
    id: 'r1',
    status: 'ENDED',
    reason: 'The paid stay has ended.',
  });
  expect(model.apartments.items.get('7')).toMatchObject({
    bookedStatus: 'VACANT',
    releasedReservationId: 'r1',
    releaseReason: 'ENDED',
  });
  expect(model.ended).toEqual(['moved out']);
});

test('law 3: sent again, with another guest having paid in between, it changes nothing', async () => {
  await paid('r1');
  const first = await endReservation(command, model, BY);
  await paid('r2');
  expect(await endReservation(command, model, BY)).toEqual(first);
  expect(model.apartments.items.get('7')).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r2' });
  expect(await getReservation('r2', model)).toMatchObject({ status: 'PAID' });
  expect(model.ended).toHaveLength(1);
});

test('sent by many at once it is done once, and each is told ENDED', async () => {
  await paid('r1');
  const answers = await Promise.all(Array.from({ length: 20 }, () => endReservation(command, model, BY)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['ENDED']));
  expect(model.ended).toHaveLength(1);
});

test('law 7: paid and ended within its hold, it is ENDED in every later answer', async () => {
  await paid('r1');
  await endReservation(command, model, BY);
  await expect(cancelReservation('r1', model)).rejects.toMatchObject({ name: 'AlreadyPaid' });
  for (const milliseconds of [0, HOLD_SECONDS * 1000, 1_000]) {
    model.clock.advance(milliseconds);
    expect(await getReservation('r1', model)).toMatchObject({ status: 'ENDED' });
  }
});

test.each([
  ['HELD', async () => {}],
  ['CANCELLED', () => cancelReservation('r1', model)],
  ['EXPIRED', async () => model.clock.advance(HOLD_SECONDS * 1000 + 10)],
])('one that is %s is NotPaid, and nothing changes', async (status, given) => {
  await reserved('r1');
  await given();
  const before = model.apartments.items.get('7');
  await expect(endReservation(command, model, BY)).rejects.toMatchObject({
    name: 'NotPaid',
    message: expect.stringContaining(status),
  });
  expect(model.apartments.items.get('7')).toEqual(before);
});

test('an unknown reservation is ReservationNotFound', async () => {
  await expect(endReservation(command, model, BY)).rejects.toMatchObject({
    name: 'ReservationNotFound',
    message: expect.stringContaining('r1'),
  });
});

describe('with a refund', () => {
  const payment = { reservationId: 'r1', paymentId: 'p1', amount: 12_900, currency: 'EUR' };
  const full = { ...command, refund: 'FULL' } as const;
  const part = { ...command, refund: 'PARTIAL', amount: 5_000 } as const;
  const ordered = () => model.captures.items.get('p1')?.refunds;

  async function paidByProvider(): Promise<void> {
    await paid('r1');
    model.payments.claims.set('r1', { ...payment, receivedAt: '2026-03-01T12:00:00.000Z' });
  }

  test.each([
    [full, 12_900],
    [part, 5_000],
  ])(
    'the decision is recorded with who gave it, then the stay ended, then the refund ordered and queued',
    async (given, amount) => {
      await paidByProvider();
      expect(await endReservation(given, model, BY)).toMatchObject({ status: 'ENDED' });
      const { refund, reason } = given;
      expect(model.ends.items.get('r1')).toMatchObject({ refund, reason, by: BY });
      expect(ordered()).toMatchObject([{ id: 'end', amount, by: BY, note: reason, reason: 'STAFF' }]);
      expect(model.queued).toEqual([{ paymentId: 'p1', id: 'end' }]);
    },
  );

  test('law 5: sent again, with another guest having paid in between, it gives back nothing more', async () => {
    await paidByProvider();
    const first = await endReservation(full, model, BY);
    await paid('r2');
    expect(await endReservation(full, model, 'somebody else')).toEqual(first);
    expect(ordered()).toHaveLength(1);
    expect(model.ends.items.get('r1')?.by).toBe(BY);
    expect(model.apartments.items.get('7')).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r2' });
  });

  test.each([command, { ...part, amount: 1 }, part])(
    'another decision afterwards is AlreadyEnded: %j',
    async (other) => {
      await paidByProvider();
      await endReservation(full, model, BY);
      await expect(endReservation(other, model, BY)).rejects.toMatchObject({
        name: 'AlreadyEnded',
        message: expect.stringContaining('FULL'),
      });
      expect(ordered()).toMatchObject([{ amount: 12_900 }]);
    },
  );

  test('more than is left is refused before anything is decided', async () => {
    await paidByProvider();
    const tooMuch = { ...part, amount: 12_901 };
    await expect(endReservation(tooMuch, model, BY)).rejects.toMatchObject({ name: 'InvalidInput' });
    expect([model.ends.items.size, model.apartments.items.get('7')?.bookedStatus]).toEqual([0, 'PAID']);
  });

  test('where no payment is known it is RefundUnavailable, and nothing ends', async () => {
    await paid('r1');
    await expect(endReservation(full, model, BY)).rejects.toMatchObject({ name: 'RefundUnavailable' });
    expect(model.apartments.items.get('7')).toMatchObject({ bookedStatus: 'PAID', reservationId: 'r1' });
  });

  test('all that is left is what no other refund has given back', async () => {
    await paidByProvider();
    const clean = { reservationId: 'r1', refundId: 'clean', amount: 900, reason: undefined };
    await refundReservation(clean, model, BY);
    await endReservation(full, model, BY);
    expect(ordered()).toMatchObject([{ id: 'clean' }, { id: 'end', amount: 12_000 }]);
  });

  test('whatever dies when, the same command again goes on where it stopped', async () => {
    const dying = {
      'the decision': () => ({ apartments: dyingAt(model.apartments, 'end') }),
      'the end': () => ({ captures: dyingAt(model.captures, 'order') }),
      'the order': () => ({ paymentTasks: dyingAt(model.paymentTasks, 'orderedRefund') }),
    };
    for (const dies of Object.values(dying)) {
      model = bookingModel('7');
      await paidByProvider();
      const early = { ...model, ...dies() };
      await expect(endReservation(full, early, BY)).rejects.toThrow('died');
      expect(await endReservation(full, model, BY)).toMatchObject({ status: 'ENDED' });
      expect(ordered()).toMatchObject([{ id: 'end', amount: 12_900 }]);
      expect(model.queued).toEqual([{ paymentId: 'p1', id: 'end' }]);
    }
  });

  test('of many decisions at once one stands, and the others are told so', async () => {
    await paidByProvider();
    const results = await Promise.allSettled(
      [full, part, command].map((each) => endReservation(each, model, BY)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.name] : []));
    expect(refusals).toEqual(['AlreadyEnded', 'AlreadyEnded']);
  });
});

function dyingAt<Target extends object>(target: Target, method: keyof Target): Target {
  return new Proxy(target, {
    get: (of, name) => {
      if (name === method)
        return async () => {
          throw new Error('died');
        };
      const member: unknown = Reflect.get(of, name);
      return typeof member === 'function' ? member.bind(of) : member;
    },
  });
}

test('a stay that an earlier version ended was ended with refund NONE', async () => {
  await paid('r1');
  await model.apartments.end('7', 'r1');
  expect(await endReservation(command, model, BY)).toMatchObject({ status: 'ENDED' });
  await expect(endReservation({ ...command, refund: 'FULL' }, model, BY)).rejects.toMatchObject({
    name: 'AlreadyEnded',
  });
});

test('a stay of which only an earlier version’s record is left is ended by it', async () => {
  model.apartments.take('old', {
    apartmentId: '7',
    guestId: 'ada',
    reservedAt: '2026-03-01T11:00:00.000Z',
    holdExpiresAt: '2026-03-01T13:00:00.000Z',
  });
  model.apartments.pay('7', 'old', model.now());
  model.reservations.items.set('old', { id: 'old', apartmentId: '7', guestId: 'ada', status: 'PAID' });
  expect(await endReservation({ ...command, reservationId: 'old' }, model, BY)).toMatchObject({
    id: 'old',
    status: 'ENDED',
  });
  expect(model.apartments.items.get('7')?.bookedStatus).toBe('VACANT');
});
