import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outcomeOf, requestOf, workflowInput } from '../../../functions/runtime/workflow-data';

const definition = readFileSync(join(__dirname, '../../../asl/booking.asl.json'), 'utf8');

const request = {
  apartmentId: '7',
  guestId: 'ada',
  reservedAt: '2026-03-01T12:00:00.000Z',
  holdExpiresAt: '2026-03-01T12:15:00.000Z',
};

describe('the input of the workflow', () => {
  test('is what the state machine reads', () => {
    expect(JSON.parse(workflowInput(request))).toEqual({
      details: {
        accountId: '7',
        bookedStatus: 'RESERVED',
        guestId: 'ada',
        reservedAt: '2026-03-01T12:00:00.000Z',
        holdExpiresAt: '2026-03-01T12:15:00.000Z',
      },
    });
    const paths = new Set(definition.match(/\$\.details\.\w+/g));
    const given = Object.keys(JSON.parse(workflowInput(request)).details).map((key) => `$.details.${key}`);
    expect(given).toEqual(expect.arrayContaining([...paths]));
  });

  test('is read back as it was asked', () => {
    expect(requestOf(workflowInput(request))).toEqual(request);
  });

  test.each([
    '{}',
    '[]',
    '"text"',
    '{"details":{"accountId":"7"}}',
    workflowInput({ ...request, holdExpiresAt: 'soon' }),
  ])('anything else is no reservation: %s', (json) => expect(requestOf(json)).toBeUndefined());
});

describe('the output of the workflow', () => {
  const details = JSON.parse(workflowInput(request)).details;
  const read = (bookedStatus: string, reservationId?: string) => {
    const booking = {
      bookedStatus: { S: bookedStatus },
      ...(reservationId && { reservationId: { S: reservationId } }),
    };
    return { reservationId: 'ours', result: { Item: booking, SdkHttpMetadata: { HttpStatusCode: 200 } } };
  };
  const revertRefused = { Error: 'DynamoDB.ConditionalCheckFailedException', Cause: '…' };

  test.each([
    ['Apartment Paid', { details, read: read('PAID', 'ours') }, 'PAID'],
    [
      'Not Paid(Revert Apartment Status)',
      { details, read: read('RESERVED', 'ours'), hold: { outcome: 'EXPIRED' } },
      'EXPIRED',
    ],
    ['a payment that won over the revert', { details, read: read('PAID', 'ours'), revertRefused }, 'PAID'],
    ['a revert whose first answer was lost', { details, read: read('VACANT'), revertRefused }, 'EXPIRED'],
    ['Reservation Released', { details, read: read('VACANT') }, 'RELEASED'],
    ['Reservation Released, taken by another', { details, read: read('RESERVED', 'theirs') }, 'RELEASED'],
    ['Reservation Released, paid by another', { details, read: read('PAID', 'theirs') }, 'RELEASED'],
    ['the apartment is gone', { details, read: { reservationId: 'ours', result: {} } }, 'RELEASED'],
    ['nothing was read', {}, 'RELEASED'],
  ])('%s: %j is %s', (_, output, outcome) => {
    expect(outcomeOf(JSON.stringify(output), 'ours')).toBe(outcome);
  });

  test('is where the state machine puts it', () => {
    const states = JSON.parse(definition).States;
    expect(states['Get Booking Status']).toMatchObject({
      ResultSelector: { 'reservationId.$': '$$.Execution.Name', 'result.$': '$' },
      ResultPath: '$.read',
    });
    const revert = states['Not Paid(Revert Apartment Status)'];
    expect(revert).toMatchObject({ ResultSelector: { outcome: 'EXPIRED' }, ResultPath: '$.hold' });
    expect(revert.Catch[0].ResultPath).toBe('$.revertRefused');
  });
});
