import type { Reservation } from '../../../functions/domain/reservation';
import { ApartmentRepository } from '../../../functions/tables/apartments/repository';
import type { StepFunctionsServer } from '../runtime/step-functions-server';
import { type ApartmentTable, heldBy, paidBy, storedApartment } from '../tables/tables';
import { type BookingFunction, MACHINE, startBookingFunction } from './booking-function';

let booking: BookingFunction;
let table: ApartmentTable;
let workflow: StepFunctionsServer;
beforeAll(async () => {
  booking = await startBookingFunction();
  ({ table, workflow } = booking);
});
beforeEach(async () => {
  booking.lines.length = 0;
  workflow.requests.length = 0;
  await table.put(storedApartment('7'));
});
afterAll(() => booking.stop());

const query = (field: string, args = {}) => booking.query(field, args);
const mutate = (field: string, args: object) => booking.mutate(field, args);
const metricLines = () => booking.metricLines();
const logLines = () => booking.logLines();

describe('what clients are answered', () => {
  test('a reservation, from reserve to cancel', async () => {
    const input = { apartmentId: '7', guestId: 'Ada', reservationId: 'story' };
    const held = await mutate('reserveApartment', { input });
    expect(held).toEqual({
      id: 'story',
      arn: `${MACHINE.replace('stateMachine', 'execution')}:story`,
      apartmentId: '7',
      status: 'HELD',
      price: { amount: 12_900, currency: 'EUR' },
      holdExpiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      reason: null,
      reservedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      paymentUrl: null,
      paidAt: null,
      latePayment: null,
      refunds: [],
    });
    expect(await table.item('7')).toMatchObject({
      bookedStatus: 'RESERVED',
      reservationId: 'story',
      guestId: 'Ada',
    });
    expect(await mutate('reserveApartment', { input })).toEqual(held);
    expect(await query('getReservation', { id: 'story' })).toEqual(held);
    expect(await query('getApartment', { id: '7' })).toMatchObject({ bookedStatus: 'RESERVED' });
    expect(await mutate('cancelReservation', { id: 'story' })).toMatchObject({ status: 'CANCELLED' });
    expect(await mutate('cancelReservation', { id: 'story' })).toMatchObject({ status: 'CANCELLED' });
    expect(await query('getApartment', { id: '7' })).toMatchObject({
      bookedStatus: 'VACANT',
      holdExpiresAt: null,
    });
  });

  test('of 40 guests at once one holds the apartment, and nobody reads Step Functions', async () => {
    const guests = Array.from({ length: 40 }, (_, index) => ({
      apartmentId: '7',
      guestId: `guest-${index}`,
    }));
    const answers = (await Promise.all(
      guests.map((input) => mutate('reserveApartment', { input })),
    )) as Reservation[];
    const [winner, ...rest] = answers.filter(({ status }) => status === 'HELD');
    expect(rest).toEqual([]);
    expect(await table.item('7')).toMatchObject({ bookedStatus: 'RESERVED', reservationId: winner?.id });
    // Who was refused beforehand has no execution; of all others the workflow was the judge.
    const look = async ({ id }: Reservation) => (await query('getReservation', { id })) as Reservation;
    for (const loser of answers.filter((answer) => answer !== winner)) {
      let told = loser;
      // On a slow machine the workflow decides after the answer.
      while (told.status === 'PENDING') told = await look(loser);
      expect(told).toMatchObject({ status: 'REJECTED', reason: expect.any(String) });
      for (let again = 0; again < 5; again++) expect(await look(loser)).toEqual(told);
    }
    expect(new Set(workflow.requests.map(({ operation }) => operation))).toEqual(new Set(['StartExecution']));
  });

  test('addStepFunction starts the workflow and answers with what it was sent', async () => {
    const input = { id: 'legacy', arn: MACHINE, accountId: '7' };
    expect(await mutate('addStepFunction', { input })).toEqual({ id: 'legacy', arn: MACHINE });
    expect(await mutate('addStepFunction', { input })).toEqual({ id: 'legacy', arn: MACHINE });
    expect(await query('getStepFunctions')).toEqual([{ id: 'keyhold-test-booking', arn: MACHINE }]);
  });

  test('null for what does not exist', async () => {
    expect(await query('getApartment', { id: 'nowhere' })).toBeNull();
    expect(await query('getReservation', { id: 'nobody' })).toBeNull();
  });

  test('apartments, page by page', async () => {
    for (const id of ['p1', 'p2', 'p3']) await table.put(storedApartment(id, { complexId: 'pages' }));
    const first = await query('listApartments', { complexId: 'pages', limit: 2 });
    expect(first).toMatchObject({ items: [{ id: 'p1' }, { id: 'p2' }], nextToken: expect.any(String) });
    const { nextToken } = first as { nextToken: string };
    const second = await query('listApartments', { complexId: 'pages', limit: 2, nextToken });
    expect(second).toMatchObject({ items: [{ id: 'p3' }], nextToken: null });
  });

  test('staff end paid stays and put apartments', async () => {
    await table.put(storedApartment('8', paidBy('r8')));
    await table.putReservation({ Id: 'r8', apartmentId: '8', guestId: 'ada', status: 'PAID' });
    expect(await mutate('endReservation', { id: 'r8', refund: 'NONE', reason: 'moved out' })).toMatchObject({
      id: 'r8',
    });
    expect(logLines()).toContainEqual(
      expect.objectContaining({
        message: 'Staff ended a paid stay',
        reservationId: 'r8',
        reason: 'moved out',
      }),
    );
    const price = { amount: 12900, currency: 'EUR' };
    const input = { id: '8', complexId: 'harbour', name: 'Pier', description: null, bedrooms: 1, price };
    expect(await mutate('putApartment', { input })).toEqual({
      ...input,
      bookedStatus: 'VACANT',
      holdExpiresAt: null,
    });
  });
});

describe('what clients are refused', () => {
  test.each([
    ['cancelReservation', { id: 'nobody' }, 'ReservationNotFound'],
    ['endReservation', { id: 'nobody', refund: 'NONE' }, 'ReservationNotFound'],
    ['refundReservation', { id: 'nobody', refundId: 'f1', amount: 1 }, 'ReservationNotFound'],
    ['refundReservation', { id: 'nobody', refundId: 'end', amount: 1 }, 'InvalidInput'],
    ['cancelReservation', { id: 'a b' }, 'InvalidInput'],
    ['addStepFunction', { input: { id: 'a1', arn: 'arn:aws:states:other' } }, 'InvalidInput'],
  ])('%s %j is %s, which AppSync makes the errorType', async (field, args, name) => {
    await expect(mutate(field, args)).rejects.toMatchObject({ name });
    expect(logLines()).toContainEqual(
      expect.objectContaining({ message: 'Refused', errorType: name, level: 'INFO' }),
    );
    expect(metricLines()).toEqual([expect.objectContaining({ Refused: 1, service: 'booking' })]);
  });

  test('on bad input nothing is started or written', async () => {
    const before = await table.item('7');
    const input = { apartmentId: '7', guestId: 'Ada', reservationId: 'not valid' };
    await expect(mutate('reserveApartment', { input })).rejects.toThrow(
      /^reservationId does not fit; it must be 1 to 80/,
    );
    expect(workflow.requests).toEqual([]);
    expect(await table.item('7')).toEqual(before);
  });

  test('our own failures tell nothing but the request to report', async () => {
    await table.put({ Id: 'malformed', complexId: 'ruin', bookedStatus: 'SECRET' });
    const failure = await query('getApartment', { id: 'malformed' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'InternalError',
      message: expect.stringContaining(`${booking.lastRequest()}.`),
    });
    expect(failure).not.toHaveProperty('cause');
    expect(JSON.stringify(failure) + String(failure)).not.toMatch(/SECRET|malformed|zod|Item/);
    const logged = logLines().find(({ level }) => level === 'ERROR');
    expect(logged).toMatchObject({ requestId: booking.lastRequest(), error: { name: 'MalformedItem' } });
    expect(metricLines()).toEqual([expect.objectContaining({ InternalErrors: 1, service: 'booking' })]);
  });

  test('a field that nobody resolves is our failure', async () => {
    await expect(query('getNothing')).rejects.toMatchObject({ name: 'InternalError' });
    expect(logLines()).toContainEqual(
      expect.objectContaining({ error: expect.objectContaining({ name: 'UnresolvedField' }) }),
    );
  });
});

describe('what operators see', () => {
  test('a metric for each reservation made, rejected and cancelled, under the service', async () => {
    const reserve = (reservationId: string) =>
      mutate('reserveApartment', { input: { apartmentId: '7', guestId: 'Ada', reservationId } });
    await reserve('m1');
    await reserve('m1');
    await reserve('m2');
    await mutate('cancelReservation', { id: 'm1' });
    await mutate('cancelReservation', { id: 'm1' });
    expect(metricLines()).toEqual([
      expect.objectContaining({ service: 'booking', Reserved: 1 }),
      expect.objectContaining({ service: 'booking', Rejected: 1 }),
      expect.objectContaining({ service: 'booking', Cancelled: 1 }),
    ]);
    expect(metricLines()[0]?._aws).toMatchObject({
      CloudWatchMetrics: [
        {
          Namespace: 'Keyhold/test',
          Dimensions: [['service']],
          Metrics: [{ Name: 'Reserved', Unit: 'Count' }],
        },
      ],
    });
  });

  test('a line for each request with its reservation and request, and none of the request before', async () => {
    await mutate('reserveApartment', {
      input: { apartmentId: '7', guestId: 'Ada Lovelace', reservationId: 'l1' },
    });
    const first = booking.lastRequest();
    expect(logLines().map(({ message }) => message)).toEqual(['Reserved', 'Answered']);
    for (const line of logLines()) {
      expect(line).toMatchObject({
        reservationId: 'l1',
        requestId: first,
        field: 'Mutation.reserveApartment',
        service: 'booking',
      });
    }
    booking.lines.length = 0;
    await query('getApartment', { id: '7' });
    expect(logLines()).toEqual([
      expect.objectContaining({ requestId: booking.lastRequest(), field: 'Query.getApartment' }),
    ]);
    expect(logLines()[0]).not.toHaveProperty('reservationId');
  });

  test('a warning, and PENDING for the guest, when the outcome cannot be read', async () => {
    await table.put(storedApartment('9'));
    const reads = jest.spyOn(ApartmentRepository.prototype, 'occupancy');
    reads.mockResolvedValueOnce({ bookedStatus: 'VACANT' }).mockRejectedValueOnce(new Error('away'));
    const input = { apartmentId: '9', guestId: 'Ada', reservationId: 'w1' };
    expect(await mutate('reserveApartment', { input })).toMatchObject({ id: 'w1', status: 'PENDING' });
    expect(logLines()).toContainEqual(
      expect.objectContaining({
        level: 'WARN',
        reservationId: 'w1',
        cause: expect.objectContaining({ message: 'away' }),
      }),
    );
  });

  test('no guest is named in any line', async () => {
    await table.put(storedApartment('7', heldBy('other')));
    const input = { apartmentId: '7', guestId: 'Ada Lovelace' };
    await mutate('reserveApartment', { input });
    await mutate('reserveApartment', { input: { ...input, guestId: 'Ada\u0000Lovelace' } }).catch(
      () => undefined,
    );
    expect(booking.lines.length).toBeGreaterThan(1);
    expect(JSON.stringify(booking.lines)).not.toMatch(/Ada|Lovelace/);
  });
});
