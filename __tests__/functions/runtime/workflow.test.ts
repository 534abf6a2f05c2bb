import { SFNClient } from '@aws-sdk/client-sfn';
import { StepFunctionsWorkflow, workflowInput } from '../../../functions/runtime/workflow';
import {
  type Json,
  StepFunctionsError,
  type StepFunctionsServer,
  startStepFunctionsServer,
} from './step-functions-server';

const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:keyhold-test-booking';
const EXECUTION = 'arn:aws:states:eu-central-1:123456789012:execution:keyhold-test-booking:r1';

const request = {
  apartmentId: '7',
  guestId: 'ada',
  reservedAt: '2026-03-01T12:00:00.000Z',
  holdExpiresAt: '2026-03-01T12:15:00.000Z',
};

let server: StepFunctionsServer;
let client: SFNClient;
let store: StepFunctionsWorkflow;
let answer: (operation: string) => Json;

beforeAll(async () => {
  server = await startStepFunctionsServer((operation) => answer(operation));
  client = new SFNClient({
    endpoint: server.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  store = new StepFunctionsWorkflow(client, MACHINE);
});
beforeEach(() => {
  server.requests.length = 0;
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

test('names the machine, and its executions, by their ARNs', () => {
  expect(store.machine).toEqual({ id: 'keyhold-test-booking', arn: MACHINE });
  expect(store.executionArn('r1')).toBe(EXECUTION);
});

describe('start', () => {
  test('starts the execution whose name is the reservation', async () => {
    answer = () => ({ executionArn: EXECUTION, startDate: 1_772_366_400 });
    expect(await store.start('r1', request)).toBe('STARTED');
    const input = workflowInput(request);
    expect(server.requests).toEqual([
      { operation: 'StartExecution', input: { stateMachineArn: MACHINE, name: 'r1', input } },
    ]);
  });

  test('ExecutionAlreadyExists says that it did start before', async () => {
    answer = () => {
      throw new StepFunctionsError('ExecutionAlreadyExists', `Execution Already Exists: '${EXECUTION}'`);
    };
    expect(await store.start('r1', request)).toBe('EXISTS');
  });

  test('any other failure is passed on', async () => {
    answer = () => {
      throw new StepFunctionsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${MACHINE}'`);
    };
    await expect(store.start('r1', request)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });
});

test('the input is what asl/booking.asl.json reads, and nothing else', () => {
  expect(JSON.parse(workflowInput(request))).toEqual({
    details: {
      accountId: '7',
      bookedStatus: 'RESERVED',
      guestId: 'ada',
      reservedAt: '2026-03-01T12:00:00.000Z',
      holdExpiresAt: '2026-03-01T12:15:00.000Z',
    },
  });
});
