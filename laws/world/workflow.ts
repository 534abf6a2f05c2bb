import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../../functions/tables/transition';
import { changeItem, type Items } from '../memory/memory-table';
import type { Execution, WorldData } from './data';

interface Definition {
  readonly States: Readonly<Record<string, { readonly Parameters?: WriteParameters }>>;
}

interface WriteParameters {
  readonly UpdateExpression: string;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeValues: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const DEFINITION = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'asl', 'booking.asl.json'), 'utf8'),
) as Definition;

/** The write of a state of asl/booking.asl.json for an execution. */
export function writeOf(stateName: string, execution: Execution): Change {
  const parameters = DEFINITION.States[stateName]?.Parameters;
  if (!parameters) throw new Error(`The workflow has no state ${stateName} that writes.`);
  const { UpdateExpression, ConditionExpression, ExpressionAttributeValues } = parameters;
  const values = Object.entries(ExpressionAttributeValues).map(([name, value]) => [
    name,
    valueFor(value, execution),
  ]);
  // The workflow adds no members to sets, so each of its values is a text.
  return { UpdateExpression, ConditionExpression, ExpressionAttributeValues: Object.fromEntries(values) };
}

function valueFor(value: Readonly<Record<string, string>>, { id, request }: Execution): string {
  if (value['S'] !== undefined) return value['S'];
  const path = value['S.$'] ?? '';
  const format = /^States\.Format\('(\w+)#\{\}', \$\$\.Execution\.Name\)$/.exec(path);
  if (format) return `${format[1]}#${id}`;
  if (path === '$$.Execution.Name') return id;
  const field = /^\$\.details\.(guestId|reservedAt|holdExpiresAt)$/.exec(path)?.[1] as 'guestId' | undefined;
  if (field === undefined) throw new Error(`The world does not know the path ${path} of the workflow.`);
  return request[field];
}

/** Whether an execution can go on by itself. */
export function canGoOn({ state, request }: Execution, now: number): boolean {
  return state !== 'Ended' && (state !== 'Wait' || now >= Date.parse(request.holdExpiresAt));
}

/**
 * One step of an execution.
 * @param isAnswerLost its write happens, and the state retries it
 */
export function goOn(
  execution: Execution,
  data: WorldData,
  apartments: Items,
  isAnswerLost: boolean,
  rewrite: (stateName: string, write: Change) => Change,
): void {
  const { id, request, state } = execution;
  const { apartmentId } = request;
  const become = (next: Execution['state']) => void data.executions.set(id, { ...execution, state: next });
  const write = (name: string) =>
    changeItem(apartments, apartmentId, rewrite(name, writeOf(name, execution)));
  if (state === 'Take') {
    const isTaken = write('Change Apartment Status') !== undefined;
    if (isAnswerLost) return;
    become(isTaken ? 'Wait' : 'Ended');
    if (!isTaken) data.failures.push(id);
  }
  if (state === 'Wait') become('Get');
  if (state === 'Get') {
    const { reservationId, bookedStatus } = apartments.get(apartmentId) ?? {};
    become(reservationId === id && bookedStatus === 'RESERVED' ? 'Revert' : 'Ended');
  }
  if (state === 'Revert') {
    const isReverted = write('Not Paid(Revert Apartment Status)') !== undefined;
    if (!isAnswerLost) become(isReverted ? 'Ended' : 'Get');
  }
}
