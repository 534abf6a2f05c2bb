import fc from 'fast-check';
import { cancelReservation } from '../../../functions/booking/domain/cancel';
import { endReservation } from '../../../functions/booking/domain/end';
import { listReservations } from '../../../functions/booking/domain/list-reservations';
import { type ReserveInput, reserveApartment } from '../../../functions/booking/domain/reserve';
import { viewReservation } from '../../../functions/catalog/domain/views';
import { getReservation } from '../../../functions/domain/lookup';
import type { Reservation } from '../../../functions/domain/reservation';
import { askFor, type BookingModel, bookingModel, HOLD_SECONDS } from './booking-model';

const wish: ReserveInput = { apartmentId: '7', guestId: 'ada', reservationId: 'r1', price: undefined };

let model: BookingModel;
beforeEach(() => {
  model = bookingModel('7');
});

test('an unknown reservation is nothing', async () => {
  expect(await getReservation('nobody', model)).toBeUndefined();
});

test('a hold that begins between the looks at record and apartment is HELD, not over', async () => {
  model.workflow.decisionMs = 5;
  await askFor(wish, model);
  const occupancy = model.apartments.occupancy.bind(model.apartments);
  jest.spyOn(model.apartments, 'occupancy').mockImplementationOnce(async (id) => {
    const before = await occupancy(id);
    model.clock.advance(200);
    return before;
  });
  expect(await getReservation('r1', model)).toMatchObject({ status: 'PENDING' });
  expect(await getReservation('r1', model)).toMatchObject({ status: 'HELD' });
});

test('late money that takes the apartment again between the looks is PAID, not ENDED', async () => {
  await reserveApartment(wish, model);
  model.clock.advance(HOLD_SECONDS * 1000 + 100);
  const paidAt = new Date(model.now()).toISOString();
  const occupancy = model.apartments.occupancy.bind(model.apartments);
  jest.spyOn(model.apartments, 'occupancy').mockImplementationOnce(async (id) => {
    const before = await occupancy(id);
    const item = model.apartments.items.get('7');
    if (item) model.apartments.items.set('7', { ...item, bookedStatus: 'PAID', reservationId: 'r1', paidAt });
    const paid = { reservationId: 'r1', apartmentId: '7', status: 'PAID', expiresAt: undefined } as const;
    await model.reservations.write(paid);
    return before;
  });
  expect(await getReservation('r1', model)).toMatchObject({ status: 'PAID', paidAt });
});

test('the story of a reservation: HELD, CANCELLED while the workflow waits, CANCELLED when it has ended', async () => {
  await reserveApartment(wish, model);
  expect(await getReservation('r1', model)).toMatchObject({ status: 'HELD' });
  await cancelReservation('r1', model);
  expect(model.workflow.executions.get('r1')?.outcome).toBe('RUNNING');
  expect(await getReservation('r1', model)).toMatchObject({ status: 'CANCELLED' });
  model.clock.advance(HOLD_SECONDS * 1000);
  expect(model.workflow.executions.get('r1')?.outcome).toBe('RELEASED');
  expect(await getReservation('r1', model)).toMatchObject({ status: 'CANCELLED' });
});

test('at and after the deadline it is EXPIRED: before the revert, after it, when the workflow has ended', async () => {
  const { holdExpiresAt } = await reserveApartment(wish, model);
  const untilDeadline = Date.parse(String(holdExpiresAt)) - model.now();
  for (const milliseconds of [untilDeadline, 1, 1_000]) {
    model.clock.advance(milliseconds);
    expect(await getReservation('r1', model)).toMatchObject({ status: 'EXPIRED', holdExpiresAt });
  }
  expect(model.apartments.items.get('7')?.bookedStatus).toBe('VACANT');
});

test.each(['CANCELLED', 'REJECTED', 'ENDED'] as const)(
  '%s is final: one read tells it, whatever its apartment says',
  async (status) => {
    model.reservations.items.set('r1', { id: 'r1', apartmentId: '7', guestId: 'ada', status });
    const occupancy = jest.spyOn(model.apartments, 'occupancy');
    expect(await getReservation('r1', model)).toMatchObject({ status });
    expect(occupancy).not.toHaveBeenCalled();
  },
);

test('law 7: page, API and history never contradict each other for longer than the stream’s lag', async () => {
  const told = async (id: string) => {
    const { status, price, reason, holdExpiresAt } = (await getReservation(id, model)) ?? {};
    return { status, price, reason, holdExpiresAt };
  };
  const onThePage = async (id: string) => {
    const { status, price, reason, holdExpiresAt } = (await viewReservation(id, model)) ?? {};
    return { status, price, reason, holdExpiresAt };
  };
  const inTheList = async (id: string) => {
    const { items } = await listReservations({ guestId: 'ada', limit: 100, nextToken: undefined }, model);
    const { status, price, reason, holdExpiresAt } = items.find((item) => item.id === id) ?? {};
    return { status, price, reason, holdExpiresAt };
  };
  const verbs = fc.constantFrom('cancel', 'pay', 'end', 'wait', 'expire', 'next' as const);
  await fc.assert(
    fc.asyncProperty(fc.array(verbs, { maxLength: 12 }), async (happened) => {
      model = bookingModel('7');
      const ids = ['r0'];
      await reserveApartment({ ...wish, reservationId: 'r0' }, model);
      for (const verb of happened) {
        const id = ids.at(-1) ?? 'r0';
        if (verb === 'cancel') await cancelReservation(id, model).catch(() => undefined);
        if (verb === 'pay') model.apartments.pay('7', id, model.now());
        if (verb === 'end')
          await endReservation(
            { reservationId: id, refund: 'NONE', reason: undefined },
            model,
            'staff',
          ).catch(() => undefined);
        if (verb === 'wait') model.clock.advance(1_000);
        if (verb === 'expire') model.clock.advance(HOLD_SECONDS * 1000);
        if (verb === 'next') {
          const next = `r${ids.push(`r${ids.length}`) - 1}`;
          await reserveApartment({ ...wish, reservationId: next }, model);
        }
        for (const each of ids) expect(await onThePage(each)).toEqual(await told(each));
      }
      model.clock.advance(model.lagMs);
      await new Promise(setImmediate);
      for (const each of ids) {
        const now = await told(each);
        // Who never had the apartment is in no guest's list.
        expect(await inTheList(each)).toEqual(now.status === 'REJECTED' ? {} : now);
      }
    }),
    { numRuns: 200 },
  );
});

test('of 1,000 who lose one apartment all are REJECTED, with nothing read of Step Functions', async () => {
  const losers = Array.from({ length: 1_000 }, (_, guest) => ({
    ...wish,
    reservationId: `loser-${guest}`,
    guestId: `${guest}`,
  }));
  const start = jest.spyOn(model.workflow, 'start');
  const answers = await Promise.all(losers.map((each) => reserveApartment(each, model)));
  expect(answers.filter(({ status }) => status === 'HELD')).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 'REJECTED')).toHaveLength(999);
  // Nobody asks the workflow twice, and it can be asked nothing else.
  expect(start).toHaveBeenCalledTimes(1_000);
  start.mockClear();
  for (let look = 0; look < 10_000; look++) {
    const { id, status } = answers[look % 1_000] as Reservation;
    expect((await getReservation(id, model))?.status).toBe(status);
  }
  expect(start).not.toHaveBeenCalled();
});
