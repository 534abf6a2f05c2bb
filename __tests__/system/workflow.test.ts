import { AwsError } from '@keyhold/local-cloud';
import { BookingWorkflow } from '../asl/booking-workflow';

let booking: BookingWorkflow;

beforeEach(async () => {
  booking = await BookingWorkflow.start();
});

afterEach(() => booking.stop());

const throttled = () => {
  throw new AwsError(
    'ProvisionedThroughputExceededException',
    'The level of configured throughput was exceeded.',
  );
};
const answerLost = () => {
  throw new AwsError('InternalServerError', 'Internal server error', 500);
};

/** The apartment once the hold of r1 has run out: vacant, and nothing left but whose hold it was. */
const RELEASED = {
  Id: 'a1',
  bookedStatus: 'VACANT',
  releasedReservationId: 'r1',
  releaseReason: 'EXPIRED',
};

describe('every path through the booking workflow', () => {
  it('holds the apartment, and releases it at the deadline when nobody pays', async () => {
    await booking.reserve('r1');
    await booking.held('r1');
    expect(booking.table.get('a1')).toMatchObject({ bookedStatus: 'RESERVED', reservationId: 'r1' });
    const deadline = Date.parse(booking.table.get('a1')?.holdExpiresAt ?? '');
    expect(booking.cloud.clock.nextAlarm()).toBe(deadline);

    expect(await booking.finish('r1')).toMatchObject({ status: 'SUCCEEDED' });
    expect(booking.cloud.clock.now()).toBeGreaterThanOrEqual(deadline);
    expect(booking.table.get('a1')).toEqual(RELEASED);
    expect(await booking.cloud.states('r1')).toEqual([
      'Change Apartment Status',
      'Wait',
      'Get Booking Status',
      'Has the Apartment been Paid ?',
      'Not Paid(Revert Apartment Status)',
      'Hold Expired',
    ]);
  });

  it('leaves a paid apartment paid', async () => {
    await booking.reserve('r1');
    await booking.held('r1');
    booking.pay('r1');
    expect(await booking.finish('r1')).toMatchObject({ status: 'SUCCEEDED' });
    expect(booking.table.get('a1')?.bookedStatus).toBe('PAID');
    expect((await booking.cloud.states('r1')).at(-1)).toBe('Apartment Paid');
  });

  it('leaves an apartment paid whose payment lands between the read and the revert', async () => {
    await booking.reserve('r1');
    await booking.held('r1');
    booking.table.interfere('UpdateItem', { before: () => booking.pay('r1') });
    expect(await booking.finish('r1')).toMatchObject({ status: 'SUCCEEDED' });
    expect(booking.table.get('a1')?.bookedStatus).toBe('PAID');
    expect((await booking.cloud.states('r1')).slice(-3)).toEqual([
      'Get Booking Status',
      'Has the Apartment been Paid ?',
      'Apartment Paid',
    ]);
  });

  it('ends quietly when the guest has cancelled', async () => {
    await booking.reserve('r1');
    await booking.held('r1');
    booking.cancel('r1');
    expect(await booking.finish('r1')).toMatchObject({ status: 'SUCCEEDED' });
    expect((await booking.cloud.states('r1')).at(-1)).toBe('Reservation Released');
  });

  it('does not touch the hold of another reservation made after a cancellation', async () => {
    await booking.reserve('r1');
    await booking.held('r1');
    booking.cancel('r1');
    await booking.reserve('r2');
    await booking.held('r2');
    const { reservationId, bookedStatus } = booking.table.get('a1') ?? {};
    expect({ reservationId, bookedStatus }).toEqual({ reservationId: 'r2', bookedStatus: 'RESERVED' });
    expect(await booking.finish('r1')).toMatchObject({ status: 'SUCCEEDED' });
    expect((await booking.cloud.states('r1')).at(-1)).toBe('Reservation Released');
  });

  it('is refused when another has taken the apartment before', async () => {
    booking.table.put('a1', { bookedStatus: 'RESERVED', reservationId: 'other' });
    await booking.reserve('r1');
    expect(await booking.finish('r1')).toMatchObject({ status: 'FAILED', error: 'ApartmentUnavailable' });
    expect(booking.table.get('a1')?.reservationId).toBe('other');
  });

  it('is refused when there is no such apartment', async () => {
    await booking.reserve('r1', 'nowhere');
    expect(await booking.finish('r1')).toMatchObject({ status: 'FAILED', error: 'ApartmentUnavailable' });
    expect(booking.table.get('nowhere')).toBeUndefined();
  });

  it('tries again when the table is throttled', async () => {
    booking.table.interfere('UpdateItem', { before: throttled });
    booking.table.interfere('UpdateItem', { before: throttled });
    await booking.reserve('r1');
    expect(await booking.finish('r1')).toMatchObject({ status: 'SUCCEEDED' });
    expect(booking.table.calls).toEqual(['UpdateItem', 'UpdateItem', 'UpdateItem', 'GetItem', 'UpdateItem']);
    expect(booking.table.get('a1')?.bookedStatus).toBe('VACANT');
  });

  it('finds its own reservation when the write succeeded but its answer was lost', async () => {
    booking.table.interfere('UpdateItem', { after: answerLost });
    await booking.reserve('r1');
    await booking.cloud.reaches('r1', 'TaskFailed');
    expect(booking.table.get('a1')?.reservationId).toBe('r1');
    expect(await booking.finish('r1')).toMatchObject({ status: 'SUCCEEDED' });
    expect((await booking.cloud.states('r1')).at(-1)).toBe('Hold Expired');
    expect(booking.table.get('a1')?.bookedStatus).toBe('VACANT');
  });

  it('asks the table when the outcome stays unknown, and leaves no hold behind', async () => {
    for (let attempt = 0; attempt < 6; attempt++)
      booking.table.interfere('UpdateItem', { after: answerLost });
    await booking.reserve('r1');
    expect(await booking.finish('r1')).toMatchObject({ status: 'SUCCEEDED' });
    expect(await booking.cloud.states('r1')).toEqual([
      'Change Apartment Status',
      'Get Booking Status',
      'Has the Apartment been Paid ?',
      'Not Paid(Revert Apartment Status)',
      'Hold Expired',
    ]);
    expect(booking.table.get('a1')).toEqual(RELEASED);
  });

  it('fails when the outcome stays unknown and nothing was written', async () => {
    for (let attempt = 0; attempt < 6; attempt++)
      booking.table.interfere('UpdateItem', { before: throttled });
    await booking.reserve('r1');
    expect(await booking.finish('r1')).toMatchObject({
      status: 'FAILED',
      error: 'DynamoDB.ProvisionedThroughputExceededException',
    });
    expect(booking.table.get('a1')?.bookedStatus).toBe('VACANT');
  });

  it('ends quietly when the apartment was deleted during the hold', async () => {
    await booking.reserve('r1');
    await booking.held('r1');
    booking.table.remove('a1');
    expect(await booking.finish('r1')).toMatchObject({ status: 'SUCCEEDED' });
    expect((await booking.cloud.states('r1')).at(-1)).toBe('Reservation Released');
  });

  it('fails with the cause that AWS gives when access is denied', async () => {
    booking.table.interfere('UpdateItem', {
      before: () => {
        throw new AwsError(
          'AccessDeniedException',
          'User: x is not authorized to perform: dynamodb:UpdateItem',
        );
      },
    });
    for (let attempt = 0; attempt < 5; attempt++) {
      booking.table.interfere('UpdateItem', {
        before: () => {
          throw new AwsError(
            'AccessDeniedException',
            'User: x is not authorized to perform: dynamodb:UpdateItem',
          );
        },
      });
    }
    await booking.reserve('r1');
    const { error, cause } = await booking.finish('r1');
    expect(error).toBe('DynamoDB.AmazonDynamoDBException');
    expect(cause).toMatch(
      /^User: x is not .* \(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: AccessDeniedException; Request ID: [0-9a-f-]{36}; Proxy: null\)$/,
    );
  });
});
