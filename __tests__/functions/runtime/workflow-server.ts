import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { notesOf } from '../../../functions/tables/apartments/item';
import { APARTMENTS_TABLE_NAME, type ApartmentTable } from '../tables/tables';
import {
  type Json,
  StepFunctionsError,
  type StepFunctionsServer,
  startStepFunctionsServer,
} from './step-functions-server';

const definition = JSON.parse(readFileSync(join(__dirname, '../../../asl/booking.asl.json'), 'utf8'));
const { UpdateExpression, ConditionExpression } = definition.States['Change Apartment Status'].Parameters;

interface Execution {
  readonly executionArn: string;
  readonly name: string;
  readonly input: string;
  status: string;
  error?: string;
  held: boolean;
}

/** A Step Functions that runs the workflow's first write, as asl/booking.asl.json has it, and then waits. */
export function startWorkflowServer(machineArn: string, table: ApartmentTable): Promise<StepFunctionsServer> {
  const executions = new Map<string, Execution>();

  function start({ name, input }: { name: string; input: string }): Json {
    const executionArn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    if (executions.has(executionArn)) {
      throw new StepFunctionsError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
    }
    const execution: Execution = { executionArn, name, input, status: 'RUNNING', held: false };
    executions.set(executionArn, execution);
    void takeApartment(execution, table);
    return { executionArn, startDate: Date.now() / 1000 };
  }

  function existing({ executionArn }: { executionArn: string }): Execution {
    const execution = executions.get(executionArn);
    if (execution) return execution;
    throw new StepFunctionsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
  }

  return startStepFunctionsServer((operation, input) => {
    if (operation === 'StartExecution') return start(input as { name: string; input: string });
    const { held, ...execution } = existing(input as { executionArn: string });
    if (operation === 'DescribeExecution') return { ...execution, stateMachineArn: machineArn, startDate: 1 };
    return { events: held ? [{ id: 7, type: 'WaitStateEntered', timestamp: 1 }] : [] };
  });
}

async function takeApartment(execution: Execution, table: ApartmentTable): Promise<void> {
  const { accountId, guestId, reservedAt, holdExpiresAt } = JSON.parse(execution.input).details;
  const { decision: _, ...notes } = notesOf('PAID', execution.name);
  const values = {
    ':vacant': 'VACANT',
    ':reserved': 'RESERVED',
    ':reservationId': execution.name,
    ...Object.fromEntries(Object.entries(notes).map(([name, note]) => [`:${name}`, note])),
  };
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: APARTMENTS_TABLE_NAME,
        Key: { Id: accountId },
        UpdateExpression,
        ConditionExpression,
        ExpressionAttributeValues: {
          ...values,
          ':guestId': guestId,
          ':reservedAt': reservedAt,
          ':holdExpiresAt': holdExpiresAt,
        },
      }),
    );
    execution.held = true;
  } catch {
    execution.status = 'FAILED';
    execution.error = 'ApartmentUnavailable';
  }
}
