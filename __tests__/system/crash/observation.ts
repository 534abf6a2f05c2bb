import type { Json, JsonObject } from '@keyhold/local-cloud';
import { executionArnOf, type Premises } from './booking';
import type { Apartment, Ended, WireEvent } from './laws';

/** What the cloud itself tells when everything is over. */

/** Waits until no execution runs any more; gives the names of all. */
export async function finished({ cloud, stateMachineArn }: Premises): Promise<string[]> {
  for (;;) {
    const input = { stateMachineArn, statusFilter: 'RUNNING', maxResults: 1 };
    const { executions } = await cloud.ask('AWSStepFunctions.ListExecutions', input);
    if ((executions as Json[]).length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const executions = await pages(async (nextToken) => {
    const input = { stateMachineArn, maxResults: 1000, ...nextToken };
    const page = await cloud.ask('AWSStepFunctions.ListExecutions', input);
    return { items: page['executions'] as JsonObject[], ...continued(page['nextToken']) };
  });
  return executions.map(({ name }) => String(name));
}

export async function ended(reservationId: string, { cloud, stateMachineArn }: Premises): Promise<Ended> {
  const executionArn = executionArnOf(stateMachineArn, reservationId);
  const [{ status, error }, { events }] = await Promise.all([
    cloud.ask('AWSStepFunctions.DescribeExecution', { executionArn }),
    cloud.ask('AWSStepFunctions.GetExecutionHistory', { executionArn, maxResults: 1000 }),
  ]);
  return {
    status: String(status),
    error: error === undefined ? undefined : String(error),
    history: events as unknown as WireEvent[],
  };
}

/** The table as Scan reads it, or a complex as its index has it. */
export async function apartments({ cloud, table }: Premises, complexId?: string): Promise<Apartment[]> {
  const query = {
    IndexName: 'byComplex',
    KeyConditionExpression: 'complexId = :complex',
    ExpressionAttributeValues: { ':complex': { S: complexId ?? '' } },
  };
  const action = complexId === undefined ? 'Scan' : 'Query';
  const items = await pages(async (from) => {
    const input = { TableName: table, ...(complexId !== undefined && query), ...from };
    const page = await cloud.ask(`DynamoDB_20120810.${action}`, input);
    const last = page['LastEvaluatedKey'];
    return {
      items: page['Items'] as JsonObject[],
      ...(last !== undefined && { next: { ExclusiveStartKey: last } }),
    };
  });
  return items.map(apartmentOf).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function apartmentOf(item: JsonObject): Apartment {
  const text = (name: string) => (item[name] as { S: string } | undefined)?.S;
  return {
    id: text('Id') ?? '',
    bookedStatus: text('bookedStatus') ?? '',
    reservationId: text('reservationId'),
    paymentId: text('paymentId'),
  };
}

interface Page {
  readonly items: JsonObject[];
  /** What to add to the next request. */
  readonly next?: JsonObject;
}

async function pages(read: (from: JsonObject) => Promise<Page>): Promise<JsonObject[]> {
  const found: JsonObject[] = [];
  for (let from: JsonObject | undefined = {}; from; ) {
    const { items, next }: Page = await read(from);
    found.push(...items);
    from = next;
  }
  return found;
}

function continued(nextToken: Json | undefined): Pick<Page, 'next'> {
  return nextToken === undefined ? {} : { next: { nextToken } };
}
