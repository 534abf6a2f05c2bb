import { reserveApartment, type Wish } from '../../../../functions/booking/domain/reserve';
import { getReservation } from '../../../../functions/domain/lookup';
import { HOLD_SECONDS, type ModelDesk, modelDesk } from '../../domain/model-dependencies';

const wish: Wish = { apartmentId: '7', guestId: 'ada', reservationId: 'r1', namedByClient: true };

let desk: ModelDesk;
beforeEach(() => {
  desk = modelDesk('7', '8');
});

/** Another guest has held apartment 7 for a while. */
async function heldByAnother(): Promise<void> {
  await reserveApartment({ ...wish, guestId: 'bob', reservationId: 'other' }, desk);
  desk.happenings.length = 0;
}

describe('a first request', () => {
  test('holds a vacant apartment until the terms of the desk end', async () => {
    const began = desk.now();
    const reservation = await reserveApartment(wish, desk);
    expect(reservation).toEqual({
      id: 'r1',
      arn: desk.workflow.executionArn('r1'),
      apartmentId: '7',
      status: 'HELD',
      holdExpiresAt: new Date(began + HOLD_SECONDS * 1000).toISOString(),
      reason: null,
      reservedAt: new Date(began).toISOString(),
      paymentUrl: null,
      paidAt: null,
      latePayment: null,
    });
    expect(desk.happenings).toEqual(['Reserved']);
    expect(desk.workflow.executions.get('r1')?.request).toEqual({
      apartmentId: '7',
      guestId: 'ada',
      reservedAt: new Date(began).toISOString(),
      holdExpiresAt: reservation.holdExpiresAt,
    });
  });

  test('asks the table at 5, 15, 35 ms … and never the workflow while the table can tell', async () => {
    const began = desk.now();
    const reads: number[] = [];
    const find = jest.spyOn(desk.workflow, 'find');
    const occupancy = desk.apartments.occupancy.bind(desk.apartments);
    jest.spyOn(desk.apartments, 'occupancy').mockImplementation((id) => {
      reads.push(desk.now() - began);
      return occupancy(id);
    });
    desk.workflow.decisionMs = 300;
    await reserveApartment(wish, desk);
    expect(reads).toEqual([0, 5, 15, 35, 75, 155, 315]);
    expect(find).not.toHaveBeenCalled();
  });

  test.each([
    ['reserved', () => heldByAnother(), /^Apartment 7 is reserved by somebody else until 2026-.*Z; /],
    [
      'paid',
      async () => {
        await heldByAnother();
        desk.apartments.pay('7', 'other', desk.now());
      },
      /^Apartment 7 is let to somebody else/,
    ],
    ['not there', async () => void desk.apartments.items.delete('7'), /^Apartment 7 does not exist/],
  ])('is REJECTED without a workflow where the apartment is plainly %s', async (_, given, reason) => {
    await given();
    expect(await reserveApartment(wish, desk)).toEqual({
      id: 'r1',
      arn: desk.workflow.executionArn('r1'),
      apartmentId: '7',
      status: 'REJECTED',
      holdExpiresAt: null,
      reason: expect.stringMatching(reason),
      reservedAt: null,
      paymentUrl: null,
      paidAt: null,
      latePayment: null,
    });
    expect(desk.workflow.executions.has('r1')).toBe(false);
    expect(desk.happenings).toEqual(['Rejected']);
  });

  test('asks for no execution of an id that the client did not choose', async () => {
    await heldByAnother();
    const find = jest.spyOn(desk.workflow, 'find');
    await reserveApartment({ ...wish, namedByClient: false }, desk);
    expect(find).not.toHaveBeenCalled();
  });

  test('is REJECTED by the workflow, the judge, when another was faster', async () => {
    const [first, second] = await Promise.all([
      reserveApartment(wish, desk),
      reserveApartment({ ...wish, reservationId: 'r2', guestId: 'bob' }, desk),
    ]);
    expect([first.status, second.status]).toEqual(['HELD', 'REJECTED']);
    expect(second.reason).toMatch(/somebody else was faster/);
    expect(desk.workflow.executions.get('r2')?.outcome).toBe('UNAVAILABLE');
    expect(desk.happenings.toSorted()).toEqual(['Rejected', 'Reserved']);
  });

  test('is REJECTED without delay when the table shows another guest', async () => {
    const began = desk.now();
    const theirs = {
      apartmentId: '7',
      guestId: 'bob',
      reservedAt: '',
      holdExpiresAt: '2026-03-01T12:01:00.000Z',
    };
    desk.clock.alarm(began + 3, () => desk.apartments.take('other', theirs));
    expect(await reserveApartment(wish, desk)).toMatchObject({ status: 'REJECTED' });
    expect(desk.now() - began).toBeLessThan(100);
  });

  test('is REJECTED soon after half a second when the workflow broke and the table shows nothing', async () => {
    const began = desk.now();
    desk.workflow.decisionMs = 5_000;
    desk.clock.alarm(began + 10, () => {
      for (const execution of desk.workflow.executions.values()) execution.outcome = 'BROKEN';
    });
    expect(await reserveApartment(wish, desk)).toMatchObject({
      status: 'REJECTED',
      reason: expect.stringMatching(/could not be completed/),
    });
    expect(desk.now() - began).toBeGreaterThanOrEqual(500);
    expect(desk.now() - began).toBeLessThan(800);
  });

  test('of 200 guests at once holds the apartment for one, and tells all others', async () => {
    const wishes = Array.from({ length: 200 }, (_, guest) => ({
      ...wish,
      reservationId: `r${guest}`,
      guestId: `${guest}`,
    }));
    const answers = await Promise.all(wishes.map((each) => reserveApartment(each, desk)));
    expect(answers.filter(({ status }) => status === 'HELD')).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 'REJECTED')).toHaveLength(199);
    expect(desk.apartments.transitions).toHaveLength(1);
  });

  test('is REJECTED when the apartment vanishes meanwhile', async () => {
    desk.clock.alarm(desk.now() + 7, () => desk.apartments.items.delete('7'));
    expect(await reserveApartment(wish, desk)).toMatchObject({
      status: 'REJECTED',
      reason: 'Apartment 7 does not exist.',
    });
  });

  test('is PENDING after 3 s, and HELD when the workflow gets to it', async () => {
    const began = desk.now();
    desk.workflow.decisionMs = 5_000;
    expect(await reserveApartment(wish, desk)).toMatchObject({ id: 'r1', status: 'PENDING', reason: null });
    expect(desk.now() - began).toBeGreaterThan(2_700);
    expect(desk.now() - began).toBeLessThanOrEqual(3_000);
    expect(desk.happenings).toEqual([]);
    desk.clock.advance(5_000);
    expect(await getReservation('r1', desk)).toMatchObject({ status: 'HELD' });
  });

  test('is PENDING while the workflow says nothing at all, and is asked for no history meanwhile', async () => {
    jest.spyOn(desk.workflow, 'find').mockResolvedValue(undefined);
    const progress = jest.spyOn(desk.workflow, 'progress');
    desk.workflow.decisionMs = 5_000;
    expect(await reserveApartment(wish, desk)).toMatchObject({ id: 'r1', status: 'PENDING' });
    expect(progress).not.toHaveBeenCalled();
  });

  test('is CANCELLED where somebody cancels before it was seen HELD', async () => {
    desk.workflow.decisionMs = 600;
    desk.clock.alarm(desk.now() + 601, () => desk.apartments.revert('7', 'r1'));
    expect(await reserveApartment(wish, desk)).toMatchObject({ id: 'r1', status: 'CANCELLED' });
    expect(desk.happenings).toEqual([]);
  });

  test('is PENDING with its id when the outcome cannot be read, for the hold may stand', async () => {
    const failure = new Error('the table is away');
    jest
      .spyOn(desk.apartments, 'occupancy')
      .mockResolvedValueOnce({ bookedStatus: 'VACANT' })
      .mockRejectedValue(failure);
    expect(await reserveApartment(wish, desk)).toMatchObject({ id: 'r1', status: 'PENDING' });
    expect(desk.unknownOutcomes).toEqual([failure]);
  });

  test('fails when nothing was started', async () => {
    jest.spyOn(desk.workflow, 'start').mockRejectedValue(new Error('no permission'));
    await expect(reserveApartment(wish, desk)).rejects.toThrow('no permission');
  });
});

describe('the same request again', () => {
  test('during the hold reports the one reservation, and is counted once', async () => {
    const first = await reserveApartment(wish, desk);
    desk.clock.advance(1_000);
    expect(await reserveApartment(wish, desk)).toEqual(first);
    expect(desk.happenings).toEqual(['Reserved']);
    expect(desk.workflow.executions.size).toBe(1);
  });

  test('at the same time reports the one reservation, and is counted once', async () => {
    const [first, second] = await Promise.all([reserveApartment(wish, desk), reserveApartment(wish, desk)]);
    expect(first).toEqual(second);
    expect(first.status).toBe('HELD');
    expect(desk.happenings).toEqual(['Reserved']);
  });

  test('when it is paid says PAID', async () => {
    await reserveApartment(wish, desk);
    desk.apartments.pay('7', 'r1', desk.now());
    expect(await reserveApartment(wish, desk)).toMatchObject({ status: 'PAID' });
  });

  test('after the execution says EXPIRED, whoever has the apartment since', async () => {
    await reserveApartment(wish, desk);
    desk.clock.advance(HOLD_SECONDS * 1000 + 10);
    expect(await reserveApartment(wish, desk)).toMatchObject({ status: 'EXPIRED' });
    await heldByAnother();
    expect(await reserveApartment(wish, desk)).toMatchObject({ status: 'EXPIRED' });
    expect(desk.happenings).toEqual([]);
  });

  test('waits for an execution that cannot be described yet', async () => {
    const first = await reserveApartment(wish, desk);
    jest.spyOn(desk.workflow, 'find').mockResolvedValueOnce(undefined).mockResolvedValueOnce(undefined);
    expect(await reserveApartment(wish, desk)).toEqual(first);
  });

  test('is PENDING where the execution stays undescribed', async () => {
    await reserveApartment(wish, desk);
    jest.spyOn(desk.workflow, 'find').mockResolvedValue(undefined);
    expect(await reserveApartment(wish, desk)).toMatchObject({ id: 'r1', status: 'PENDING' });
  });
});

describe('the id of another reservation', () => {
  test.each([
    ['apartment', { ...wish, apartmentId: '8' }],
    ['guest', { ...wish, guestId: 'eve' }],
  ])('for another %s is InvalidInput, and starts nothing', async (_, other) => {
    await reserveApartment(wish, desk);
    await expect(reserveApartment(other, desk)).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringMatching(/^reservationId /),
    });
    expect(desk.workflow.executions.size).toBe(1);
    expect(desk.apartments.items.get('8')?.bookedStatus).toBe('VACANT');
  });

  test('is InvalidInput for a taken apartment as well', async () => {
    await reserveApartment({ ...wish, apartmentId: '8' }, desk);
    await heldByAnother();
    await expect(reserveApartment(wish, desk)).rejects.toMatchObject({
      name: 'InvalidInput',
      field: 'reservationId',
    });
  });
});
