import { addStepFunction, getStepFunctions } from '../../../../functions/booking/domain/step-functions';
import { HOLD_SECONDS, type ModelDesk, modelDesk } from '../../domain/model-dependencies';

let desk: ModelDesk;
beforeEach(() => {
  desk = modelDesk('1234567');
});

test('lists the one state machine that may be started', () => {
  expect(getStepFunctions(desk)).toEqual([{ id: 'keyhold-test-booking', arn: desk.workflow.machine.arn }]);
});

test('starts the workflow for an unnamed guest, and does not wait', async () => {
  const { arn } = desk.workflow.machine;
  const began = desk.now();
  const answer = await addStepFunction({ reservationId: 'a1', arn, apartmentId: '1234567' }, desk);
  expect(answer).toEqual({ id: 'a1', arn });
  expect(desk.now()).toBe(began);
  expect(desk.workflow.executions.get('a1')?.request).toEqual({
    apartmentId: '1234567',
    guestId: 'anonymous',
    reservedAt: new Date(began).toISOString(),
    holdExpiresAt: new Date(began + HOLD_SECONDS * 1000).toISOString(),
  });
});

test('sent again answers the same, during the execution and after it', async () => {
  const input = { reservationId: 'a1', arn: desk.workflow.machine.arn, apartmentId: '1234567' };
  const first = await addStepFunction(input, desk);
  expect(await addStepFunction(input, desk)).toEqual(first);
  desk.clock.advance(HOLD_SECONDS * 2000);
  expect(await addStepFunction(input, desk)).toEqual(first);
  expect(desk.workflow.executions.size).toBe(1);
});

test('starts no foreign state machine', async () => {
  const arn = 'arn:aws:states:eu-central-1:123456789012:stateMachine:other';
  await expect(
    addStepFunction({ reservationId: 'a1', arn, apartmentId: '1234567' }, desk),
  ).rejects.toMatchObject({
    name: 'InvalidInput',
    field: 'arn',
    message: expect.stringMatching(/^arn /),
  });
  expect(desk.workflow.executions.size).toBe(0);
});
