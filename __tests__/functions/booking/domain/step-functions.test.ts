import { addStepFunction, getStepFunctions } from '../../../../functions/booking/domain/step-functions';
import { type BookingModel, bookingModel, HOLD_SECONDS } from '../../domain/booking-model';

let model: BookingModel;
beforeEach(() => {
  model = bookingModel('1234567');
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
