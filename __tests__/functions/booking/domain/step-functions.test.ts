import { reserveApartment } from '../../../../functions/booking/domain/reserve';
import { addStepFunction, getStepFunctions } from '../../../../functions/booking/domain/step-functions';
import { getReservation } from '../../../../functions/domain/lookup';
import { type BookingModel, bookingModel, HOLD_SECONDS } from '../../domain/booking-model';

let model: BookingModel;
beforeEach(() => {
  model = bookingModel('1234567', '8');
});

test('lists the one state machine that may be started', () => {
  expect(getStepFunctions(model)).toEqual([{ id: 'keyhold-test-booking', arn: model.workflow.machine.arn }]);
});

test('starts the workflow for an unnamed guest, and does not wait', async () => {
  const { arn } = model.workflow.machine;
  const began = model.now();
  const answer = await addStepFunction({ reservationId: 'a1', arn, apartmentId: '1234567' }, model);
  expect(answer).toEqual({ id: 'a1', arn });
  expect(model.now()).toBe(began);
  expect(model.workflow.executions.get('a1')?.request).toEqual({
    apartmentId: '1234567',
    guestId: 'anonymous',
    reservedAt: new Date(began).toISOString(),
    holdExpiresAt: new Date(began + HOLD_SECONDS * 1000).toISOString(),
  });
});

test('sent again answers the same, during the execution and after it', async () => {
  const input = { reservationId: 'a1', arn: model.workflow.machine.arn, apartmentId: '1234567' };
  const first = await addStepFunction(input, model);
  expect(await addStepFunction(input, model)).toEqual(first);
  model.clock.advance(HOLD_SECONDS * 2000);
  expect(await addStepFunction(input, model)).toEqual(first);
  expect(model.workflow.executions.size).toBe(1);
});

test('starts no foreign state machine', async () => {
  const arn = 'arn:aws:states:eu-central-1:123456789012:stateMachine:other';
  await expect(
    addStepFunction({ reservationId: 'a1', arn, apartmentId: '1234567' }, model),
  ).rejects.toMatchObject({
    name: 'InvalidInput',
    field: 'arn',
    message: expect.stringMatching(/^arn /),
  });
  expect(model.workflow.executions.size).toBe(0);
});

describe('an id that was used', () => {
  const input = (apartmentId: string) => ({
    reservationId: 'a1',
    arn: model.workflow.machine.arn,
    apartmentId,
  });

  test.each([
    ['while its apartment is held', 0],
    ['after its execution has ended', HOLD_SECONDS * 2000],
  ])('for another apartment is InvalidInput %s, and starts nothing', async (_, milliseconds) => {
    await addStepFunction(input('1234567'), model);
    model.clock.advance(milliseconds);
    await expect(addStepFunction(input('8'), model)).rejects.toMatchObject({
      name: 'InvalidInput',
      field: 'id',
      message: expect.stringMatching(/^id is that of another reservation/),
    });
    expect(model.workflow.executions.size).toBe(1);
    expect(model.apartments.items.get('8')?.bookedStatus).toBe('VACANT');
  });

  test('for another apartment is InvalidInput where that one is taken, too', async () => {
    await addStepFunction(input('1234567'), model);
    await addStepFunction({ ...input('8'), reservationId: 'a2' }, model);
    model.clock.advance(100);
    await expect(addStepFunction(input('8'), model)).rejects.toMatchObject({ name: 'InvalidInput' });
  });

  test('by another guest is InvalidInput', async () => {
    const wish = { apartmentId: '1234567', guestId: 'ada', reservationId: 'a1', price: undefined };
    await reserveApartment(wish, model);
    await expect(addStepFunction(input('1234567'), model)).rejects.toMatchObject({ name: 'InvalidInput' });
  });

  test('and whose workflow was never asked, because somebody died before, is asked for now', async () => {
    jest.spyOn(model.workflow, 'start').mockRejectedValueOnce(new Error('died'));
    await expect(addStepFunction(input('1234567'), model)).rejects.toThrow('died');
    await addStepFunction(input('1234567'), model);
    model.clock.advance(100);
    expect(await getReservation('a1', model)).toMatchObject({ status: 'HELD' });
  });
});

test.each([
  ['held by another', '1234567', /^Apartment 1234567 is reserved by somebody else until /],
  ['not there', 'nowhere', /^Apartment nowhere does not exist/],
])('starts nothing for an apartment that is %s: ApartmentUnavailable', async (_, apartmentId, message) => {
  const { arn } = model.workflow.machine;
  await addStepFunction({ reservationId: 'first', arn, apartmentId: '1234567' }, model);
  model.clock.advance(100);
  await expect(addStepFunction({ reservationId: 'a1', arn, apartmentId }, model)).rejects.toMatchObject({
    name: 'ApartmentUnavailable',
    message: expect.stringMatching(message),
  });
  expect(model.workflow.executions.has('a1')).toBe(false);
});
