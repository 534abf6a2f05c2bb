import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import { StepFunctionsWorkflow } from '../../../functions/runtime/workflow';
import { workflowInput } from '../../../functions/runtime/workflow-data';
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

describe('find', () => {
  const item = { bookedStatus: { S: 'PAID' }, reservationId: { S: 'r1' } };
  const paidOutput = JSON.stringify({ read: { reservationId: 'r1', result: { Item: item } } });

  test.each([
    [{ status: 'RUNNING' }, 'RUNNING'],
    [{ status: 'PENDING_REDRIVE' }, 'RUNNING'],
    [{ status: 'SUCCEEDED', output: paidOutput }, 'PAID'],
    [{ status: 'SUCCEEDED', output: '{"hold":{"outcome":"EXPIRED"}}' }, 'EXPIRED'],
    [{ status: 'SUCCEEDED' }, 'RELEASED'],
    [{ status: 'FAILED', error: 'ApartmentUnavailable', cause: '…' }, 'UNAVAILABLE'],
    [{ status: 'FAILED', error: 'DynamoDB.AmazonDynamoDBException', cause: '…' }, 'BROKEN'],
    [{ status: 'TIMED_OUT' }, 'BROKEN'],
    [{ status: 'ABORTED' }, 'BROKEN'],
  ])('an execution that is %j is %s', async (described, outcome) => {
    answer = () => ({
      executionArn: EXECUTION,
      stateMachineArn: MACHINE,
      name: 'r1',
      startDate: 1_772_366_400,
      input: workflowInput(request),
      ...described,
    });
    expect(await store.find('r1')).toEqual({ reservationId: 'r1', arn: EXECUTION, request, outcome });
    expect(server.requests).toEqual([{ operation: 'DescribeExecution', input: { executionArn: EXECUTION } }]);
  });

  test('an execution that does not exist is no reservation', async () => {
    answer = () => {
      throw new StepFunctionsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${EXECUTION}'`);
    };
    expect(await store.find('r1')).toBeUndefined();
  });

  test.each([['{"anything":"else"}'], [undefined]])(
    'an execution with the input %j is no reservation',
    async (input) => {
      answer = () => ({
        executionArn: EXECUTION,
        stateMachineArn: MACHINE,
        status: 'RUNNING',
        startDate: 1,
        input,
      });
      expect(await store.find('r1')).toBeUndefined();
    },
  );

  test('any other failure is passed on', async () => {
    answer = () => {
      throw new StepFunctionsError('AccessDeniedException', 'not authorized');
    };
    await expect(store.find('r1')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('progress', () => {
  const execution = { reservationId: 'r1', arn: EXECUTION, request, outcome: 'RUNNING' as const };
  const entered = (type: string, name: string) => ({ type, stateEnteredEventDetails: { name } });
  const asking = [{ type: 'ExecutionStarted' }, entered('TaskStateEntered', 'Change Apartment Status')];
  const holding = [...asking, entered('WaitStateEntered', 'Wait')];
  const reading = [...holding, entered('TaskStateEntered', 'Get Booking Status')];
  const expiring = [...reading, entered('TaskStateEntered', 'Not Paid(Revert Apartment Status)')];

  test.each([
    ['nothing recorded yet', [], 'ASKING'],
    ['asking for the apartment', asking, 'ASKING'],
    ['waiting', holding, 'HOLDING'],
    ['reading at the deadline', reading, 'HOLDING'],
    ['giving it up', expiring, 'EXPIRING'],
  ])('%s', async (_, events, progress) => {
    answer = () => ({
      events: events.map((event, index) => ({ id: index + 1, timestamp: 1_772_366_400, ...event })),
    });
    expect(await store.progress(execution)).toBe(progress);
    expect(server.requests).toEqual([
      {
        operation: 'GetExecutionHistory',
        input: { executionArn: EXECUTION, maxResults: 100, includeExecutionData: false },
      },
    ]);
  });

  test('an answer without events is no progress', async () => {
    answer = () => ({});
    expect(await store.progress(execution)).toBe('ASKING');
  });
});

test('the states and errors it looks for are those of the workflow', () => {
  const { States } = JSON.parse(readFileSync(join(__dirname, '../../../asl/booking.asl.json'), 'utf8'));
  expect(States['Not Paid(Revert Apartment Status)'].Type).toBe('Task');
  expect(States['Wait'].Type).toBe('Wait');
  expect(States['Apartment Unavailable'].Error).toBe('ApartmentUnavailable');
});
