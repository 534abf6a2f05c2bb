import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { decideFailed } from '../../../functions/changes/domain/undecided';
import { notesOf } from '../../../functions/tables/apartments/item';
import { ApartmentRepository } from '../../../functions/tables/apartments/repository';
import { ReservationRepository } from '../../../functions/tables/reservations';
import { ShareRepository } from '../../../functions/tables/shares';
import { Table } from '../../../functions/tables/table';
import { APARTMENTS_TABLE_NAME, type ApartmentTable, RESERVATIONS_TABLE_NAME } from '../tables/tables';
import {
  type Json,
  StepFunctionsError,
  type StepFunctionsServer,
  startStepFunctionsServer,
} from './step-functions-server';

const definition = JSON.parse(readFileSync(join(__dirname, '../../../asl/booking.asl.json'), 'utf8'));
const { UpdateExpression, ConditionExpression } = definition.States['Change Apartment Status'].Parameters;

interface Execution {
  readonly name: string;
  readonly input: string;
}

/**
 * A Step Functions that runs the workflow's first write, as asl/booking.asl.json has it, and then waits. An execution
 * that fails is told as the changes function tells it. It can be started, and answers no other question.
 */
export function startWorkflowServer(machineArn: string, table: ApartmentTable): Promise<StepFunctionsServer> {
  const inputs = new Map<string, string>();

  function start({ name, input }: Execution): Json {
    const executionArn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const known = inputs.get(name);
    if (known !== undefined && known !== input) {
      throw new StepFunctionsError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
    }
    inputs.set(name, input);
    if (known === undefined) void takeApartment({ name, input }, table);
    return { executionArn, startDate: Date.now() / 1000 };
  }

  return startStepFunctionsServer((operation, input) => {
    if (operation === 'StartExecution') return start(input as unknown as Execution);
    throw new StepFunctionsError('AccessDeniedException', `${operation} is not allowed`);
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
  } catch {
    await tellFailure(execution.name, table);
  }
}

function tellFailure(reservationId: string, { client }: ApartmentTable): Promise<void> {
  return decideFailed(reservationId, {
    apartments: new ApartmentRepository(new Table(client, APARTMENTS_TABLE_NAME)),
    reservations: new ReservationRepository(new Table(client, RESERVATIONS_TABLE_NAME)),
    shares: new ShareRepository(new Table(client, RESERVATIONS_TABLE_NAME)),
    retentionDays: 30,
    now: () => Date.now(),
  });
}
