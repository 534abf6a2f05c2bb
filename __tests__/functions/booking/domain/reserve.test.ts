import { cancelReservation } from '../../../../functions/booking/domain/cancel';
import { type ReserveInput, reserveApartment } from '../../../../functions/booking/domain/reserve';
import { getReservation } from '../../../../functions/domain/lookup';
import {
  type BookingModel,
  bookingModel,
  describedApartment,
  HOLD_SECONDS,
} from '../../domain/booking-model';

const wish: ReserveInput = { apartmentId: '7', guestId: 'ada', reservationId: 'r1', price: undefined };

let model: BookingModel;
beforeEach(() => {
  model = bookingModel('7', '8');
});

/** Another guest has held apartment 7 for a while. */
async function heldByAnother(): Promise<void> {
  await reserveApartment({ ...wish, guestId: 'bob', reservationId: 'other' }, model);
  model.events.length = 0;
}

describe('a first request', () => {
  test('holds a vacant apartment until the terms of the model end', async () => {
    const began = model.now();
    const reservation = await reserveApartment(wish, model);
    expect(reservation).toEqual({
      id: 'r1',
      arn: model.workflow.executionArn('r1'),
      apartmentId: '7',
      status: 'HELD',
      price: { amount: 12_900, currency: 'EUR' },
      holdExpiresAt: new Date(began + HOLD_SECONDS * 1000).toISOString(),
      reason: null,
      reservedAt: new Date(began).toISOString(),
      paymentUrl: null,
      paidAt: null,
      latePayment: null,
      refunds: [],
    });
    expect(model.events).toEqual(['Reserved']);
    expect(model.workflow.executions.get('r1')?.request).toEqual({
      apartmentId: '7',
      guestId: 'ada',
      reservedAt: new Date(began).toISOString(),
      holdExpiresAt: reservation.holdExpiresAt,
    });
  });

  test('asks the apartment at 5, 15, 35 ms … and nothing else while that can tell', async () => {
    const began = model.now();
    const reads: number[] = [];
    const find = jest.spyOn(model.reservations, 'find');
    const occupancy = model.apartments.occupancy.bind(model.apartments);
    jest.spyOn(model.apartments, 'occupancy').mockImplementation((id) => {
      reads.push(model.now() - began);
      return occupancy(id);
    });
    model.workflow.decisionMs = 300;
    await reserveApartment(wish, model);
    expect(reads).toEqual([5, 15, 35, 75, 155, 315]);
    // Once, before it began: whether the id is known.
    expect(find).toHaveBeenCalledTimes(1);
  });

  test.each([
    ['reserved', () => heldByAnother(), /^Apartment 7 is reserved by somebody else until 2026-.*Z; /],
    [
      'paid',
      async () => {
        await heldByAnother();
        model.apartments.pay('7', 'other', model.now());
      },
      /^Apartment 7 is let to somebody else/,
    ],
    ['not there', async () => void model.apartments.items.delete('7'), /^Apartment 7 does not exist/],
  ])('is REJECTED without a workflow where the apartment is plainly %s', async (_, given, reason) => {
    await given();
    expect(await reserveApartment(wish, model)).toEqual({
      id: 'r1',
      arn: model.workflow.executionArn('r1'),
      apartmentId: '7',
      status: 'REJECTED',
      price: model.apartments.items.get('7')?.price ?? null,
      holdExpiresAt: null,
      reason: expect.stringMatching(reason),
      reservedAt: null,
      paymentUrl: null,
      paidAt: null,
      latePayment: null,
      refunds: [],
    });
    expect(model.workflow.executions.has('r1')).toBe(false);
    expect(model.events).toEqual(['Rejected']);
  });

  test('that was REJECTED without a workflow stays so in every later answer, though the apartment is free', async () => {
    await heldByAnother();
    const first = await reserveApartment(wish, model);
    model.clock.advance(HOLD_SECONDS * 1000 + 100);
    expect(model.apartments.items.get('7')?.bookedStatus).toBe('VACANT');
    expect(await reserveApartment(wish, model)).toEqual(first);
    expect(await getReservation('r1', model)).toEqual(first);
    expect(model.workflow.executions.has('r1')).toBe(false);
  });

  test('is REJECTED by the workflow, the judge, when another was faster', async () => {
    const [first, second] = await Promise.all([
      reserveApartment(wish, model),
      reserveApartment({ ...wish, reservationId: 'r2', guestId: 'bob' }, model),
    ]);
    expect([first.status, second.status]).toEqual(['HELD', 'REJECTED']);
    expect(second.reason).toMatch(/somebody else was faster/);
    expect(model.workflow.executions.get('r2')?.outcome).toBe('UNAVAILABLE');
    expect(model.events.toSorted()).toEqual(['Rejected', 'Reserved']);
  });

  test('is REJECTED without delay when the table shows another guest', async () => {
    const began = model.now();
    const theirs = {
      apartmentId: '7',
      guestId: 'bob',
      reservedAt: '',
      holdExpiresAt: '2026-03-01T12:01:00.000Z',
    };
    model.clock.alarm(began + 3, () => model.apartments.take('other', theirs));
    expect(await reserveApartment(wish, model)).toMatchObject({ status: 'REJECTED' });
    expect(model.now() - began).toBeLessThan(100);
  });

  test('is REJECTED soon after half a second when the workflow broke and the table shows nothing', async () => {
    const began = model.now();
    model.workflow.decisionMs = 5_000;
    model.clock.alarm(began + 10, () => {
      model.workflow.stop('r1');
    });
    expect(await reserveApartment(wish, model)).toMatchObject({
      status: 'REJECTED',
      reason: expect.stringMatching(/could not be completed/),
    });
    expect(model.now() - began).toBeGreaterThanOrEqual(500);
    expect(model.now() - began).toBeLessThan(800);
  });

  test('of 200 guests at once holds the apartment for one, and tells all others', async () => {
    const wishes = Array.from({ length: 200 }, (_, guest) => ({
      ...wish,
      reservationId: `r${guest}`,
      guestId: `${guest}`,
    }));
    const answers = await Promise.all(wishes.map((each) => reserveApartment(each, model)));
    expect(answers.filter(({ status }) => status === 'HELD')).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 'REJECTED')).toHaveLength(199);
    expect(model.apartments.transitions).toHaveLength(1);
  });

  test('is REJECTED when the apartment vanishes meanwhile', async () => {
    model.clock.alarm(model.now() + 7, () => model.apartments.items.delete('7'));
    expect(await reserveApartment(wish, model)).toMatchObject({
      status: 'REJECTED',
      reason: 'Apartment 7 does not exist.',
    });
  });

  test('is PENDING after 3 s, and HELD when the workflow gets to it', async () => {
    const began = model.now();
    model.workflow.decisionMs = 5_000;
    expect(await reserveApartment(wish, model)).toMatchObject({ id: 'r1', status: 'PENDING', reason: null });
    expect(model.now() - began).toBeGreaterThan(2_700);
    expect(model.now() - began).toBeLessThanOrEqual(3_000);
    expect(model.events).toEqual([]);
    model.clock.advance(5_000);
    expect(await getReservation('r1', model)).toMatchObject({ status: 'HELD' });
  });

  test('is CANCELLED where somebody cancels before it was seen HELD', async () => {
    model.workflow.decisionMs = 600;
    model.clock.alarm(model.now() + 601, () => model.apartments.release('7', 'r1'));
    expect(await reserveApartment(wish, model)).toMatchObject({ id: 'r1', status: 'CANCELLED' });
    expect(model.events).toEqual([]);
  });

  test('is PENDING with its id when the outcome cannot be read, for the hold may stand', async () => {
    const failure = new Error('the table is away');
    jest.spyOn(model.apartments, 'occupancy').mockRejectedValue(failure);
    expect(await reserveApartment(wish, model)).toMatchObject({ id: 'r1', status: 'PENDING' });
    expect(model.unknownOutcomes).toEqual([failure]);
  });

  test('fails when nothing was started', async () => {
    jest.spyOn(model.workflow, 'start').mockRejectedValue(new Error('no permission'));
    await expect(reserveApartment(wish, model)).rejects.toThrow('no permission');
  });
});

test('holds an apartment whose last hold nothing ended, once its deadline has passed', async () => {
  await heldByAnother();
  model.workflow.stop('other');
  model.clock.advance(HOLD_SECONDS * 1000 - 1_000);
  expect(await reserveApartment({ ...wish, reservationId: 'early' }, model)).toMatchObject({
    status: 'REJECTED',
  });
  model.clock.advance(1_000);
  expect(await reserveApartment(wish, model)).toMatchObject({ status: 'HELD' });
  expect(await getReservation('other', model)).toMatchObject({ status: 'EXPIRED' });
});

describe('the same request again', () => {
  test('during the hold reports the one reservation, and is counted once', async () => {
    const first = await reserveApartment(wish, model);
    model.clock.advance(1_000);
    expect(await reserveApartment(wish, model)).toEqual(first);
    expect(model.events).toEqual(['Reserved']);
    expect(model.workflow.executions.size).toBe(1);
  });

  test('at the same time reports the one reservation, and is counted once', async () => {
    const [first, second] = await Promise.all([reserveApartment(wish, model), reserveApartment(wish, model)]);
    expect(first).toEqual(second);
    expect(first.status).toBe('HELD');
    expect(model.events).toEqual(['Reserved']);
  });

  test('when it is paid says PAID', async () => {
    await reserveApartment(wish, model);
    model.apartments.pay('7', 'r1', model.now());
    expect(await reserveApartment(wish, model)).toMatchObject({ status: 'PAID' });
  });

  test('after the execution says EXPIRED, whoever has the apartment since', async () => {
    await reserveApartment(wish, model);
    model.clock.advance(HOLD_SECONDS * 1000 + 10);
    expect(await reserveApartment(wish, model)).toMatchObject({ status: 'EXPIRED' });
    await heldByAnother();
    expect(await reserveApartment(wish, model)).toMatchObject({ status: 'EXPIRED' });
    expect(model.events).toEqual([]);
  });
});

describe('a reservation whose record was written when somebody died', () => {
  beforeEach(async () => {
    jest.spyOn(model.workflow, 'start').mockRejectedValueOnce(new Error('died'));
    await expect(reserveApartment(wish, model)).rejects.toThrow('died');
  });

  test('is PENDING and never REJECTED because no execution was found', async () => {
    model.clock.advance(120_000);
    expect(await getReservation('r1', model)).toMatchObject({ status: 'PENDING', reservedAt: null });
  });

  test.each([
    ['asked for again', (id: string) => reserveApartment({ ...wish, reservationId: id }, model), 'HELD'],
    ['cancelled', (id: string) => cancelReservation(id, model), 'CANCELLED'],
  ])('goes on as it was asked when it is %s', async (_, again, status) => {
    const { requestedAt, holdExpiresAt } = model.reservations.items.get('r1') ?? {};
    model.clock.advance(5_000);
    expect(await again('r1')).toMatchObject({ status });
    expect(model.workflow.executions.get('r1')?.request).toEqual({
      apartmentId: '7',
      guestId: 'ada',
      reservedAt: requestedAt,
      holdExpiresAt,
    });
  });
});

describe('a reservation whose execution ended and told nobody', () => {
  beforeEach(async () => {
    model.workflow.onFailure = () => undefined;
    model.workflow.decisionMs = 5_000;
    await reserveApartment(wish, model);
    model.workflow.stop('r1');
  });

  test('stays PENDING for a minute, for it may still be told', async () => {
    model.clock.advance(50_000);
    expect(await reserveApartment(wish, model)).toMatchObject({ status: 'PENDING' });
  });

  test('is REJECTED when it is asked for again after that', async () => {
    model.clock.advance(60_000);
    expect(await reserveApartment(wish, model)).toMatchObject({
      status: 'REJECTED',
      reason: expect.stringMatching(/could not be completed/),
    });
    expect(await getReservation('r1', model)).toMatchObject({ status: 'REJECTED' });
  });

  test('is what its apartment says where it had that', async () => {
    model.apartments.take('r1', {
      apartmentId: '7',
      guestId: 'ada',
      reservedAt: '2026-03-01T12:00:00.000Z',
      holdExpiresAt: '2026-03-01T12:30:00.000Z',
    });
    model.clock.advance(60_000);
    expect(await reserveApartment(wish, model)).toMatchObject({ status: 'HELD' });
  });
});

describe('an execution that an earlier version has started, without a record', () => {
  const request = {
    apartmentId: '7',
    guestId: 'ada',
    reservedAt: '2026-03-01T12:00:00.000Z',
    holdExpiresAt: '2026-03-01T12:01:00.000Z',
  };
  beforeEach(async () => {
    await model.workflow.start('r1', request);
  });

  test('has a record from its hold on, and is cancelled, paid and ended as any other', async () => {
    model.clock.advance(100);
    expect(await getReservation('r1', model)).toMatchObject({
      status: 'HELD',
      price: null,
      holdExpiresAt: request.holdExpiresAt,
      reservedAt: request.reservedAt,
    });
    expect(await reserveApartment(wish, model)).toMatchObject({ status: 'HELD' });
    expect(await cancelReservation('r1', model)).toMatchObject({ status: 'CANCELLED' });
    model.clock.advance(HOLD_SECONDS * 2_000);
    expect(await getReservation('r1', model)).toMatchObject({ status: 'CANCELLED' });
  });

  test('and asked for again before that is the one reservation, until its own deadline', async () => {
    expect(await reserveApartment(wish, model)).toMatchObject({
      status: 'HELD',
      holdExpiresAt: request.holdExpiresAt,
    });
    expect(model.workflow.executions.size).toBe(1);
    model.clock.advance(HOLD_SECONDS * 2_000);
    expect(await getReservation('r1', model)).toMatchObject({ status: 'EXPIRED' });
  });

  test('that had lost, asked for again, is REJECTED in the end, and never held by a second execution', async () => {
    model.apartments.take('other', { ...request, guestId: 'bob' });
    model.clock.advance(HOLD_SECONDS * 1_000);
    model.apartments.release('7', 'other');
    expect(await reserveApartment(wish, model)).toMatchObject({ status: 'PENDING' });
    model.clock.advance(60_000);
    expect(await reserveApartment(wish, model)).toMatchObject({ status: 'REJECTED' });
    expect(model.apartments.items.get('7')?.bookedStatus).toBe('VACANT');
  });
});

describe('the price that the guest saw', () => {
  const price = { amount: 12_900, currency: 'EUR' };

  test('is held with the apartment, whatever staff put meanwhile', async () => {
    expect(await reserveApartment({ ...wish, price }, model)).toMatchObject({ status: 'HELD', price });
    await model.apartments.put(describedApartment('7', { price: { amount: 99_900, currency: 'USD' } }));
    expect(await getReservation('r1', model)).toMatchObject({ status: 'HELD', price });
    expect(await reserveApartment({ ...wish, price }, model)).toMatchObject({ status: 'HELD', price });
  });

  test.each([
    { ...price, amount: 12_899 },
    { ...price, currency: 'USD' },
  ])('is PriceChanged where it is another, %j, and nothing is asked', async (seen) => {
    await expect(reserveApartment({ ...wish, price: seen }, model)).rejects.toMatchObject({
      name: 'PriceChanged',
    });
    expect(model.workflow.executions.size).toBe(0);
    expect(await getReservation('r1', model)).toBeUndefined();
  });

  test('does not matter where the apartment is taken anyway', async () => {
    await heldByAnother();
    const seen = { ...price, amount: 1 };
    expect(await reserveApartment({ ...wish, price: seen }, model)).toMatchObject({ status: 'REJECTED' });
  });
});

describe('the id of another reservation', () => {
  test.each([
    ['apartment', { ...wish, apartmentId: '8' }],
    ['guest', { ...wish, guestId: 'eve' }],
  ])('for another %s is InvalidInput, and starts nothing', async (_, other) => {
    await reserveApartment(wish, model);
    await expect(reserveApartment(other, model)).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringMatching(/^reservationId /),
    });
    expect(model.workflow.executions.size).toBe(1);
    expect(model.apartments.items.get('8')?.bookedStatus).toBe('VACANT');
  });

  test('is InvalidInput for a taken apartment as well', async () => {
    await reserveApartment({ ...wish, apartmentId: '8' }, model);
    await heldByAnother();
    await expect(reserveApartment(wish, model)).rejects.toMatchObject({
      name: 'InvalidInput',
      field: 'reservationId',
    });
  });

  test('is InvalidInput where that one was REJECTED without a workflow, too', async () => {
    await heldByAnother();
    await reserveApartment(wish, model);
    await expect(reserveApartment({ ...wish, apartmentId: '8' }, model)).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });
});
