import type { AppSyncResolverEvent } from 'aws-lambda';
import type { StepFunctionsServer } from '../runtime/step-functions-server';
import { startWorkflowServer } from '../runtime/workflow-server';
import {
  APARTMENTS_TABLE_NAME,
  type ApartmentTable,
  PAYMENTS_TABLE_NAME,
  RESERVATIONS_TABLE_NAME,
  startApartmentTable,
} from '../tables/tables';

export const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:keyhold-test-booking';

export type Line = Record<string, unknown> & { readonly message?: string; readonly _aws?: unknown };

/** The function as Lambda runs it, before a DynamoDB and a Step Functions of its own. */
export interface BookingFunction {
  readonly table: ApartmentTable;
  readonly workflow: StepFunctionsServer;
  /** What it wrote to its log, metrics among it. */
  readonly lines: Line[];
  metricLines(): Line[];
  logLines(): Line[];
  query(field: string, args?: object): Promise<unknown>;
  mutate(field: string, args: object): Promise<unknown>;
  /** The id of the last request. */
  lastRequest(): string;
  stop(): Promise<void>;
}

export async function startBookingFunction(): Promise<BookingFunction> {
  const table = await startApartmentTable();
  const workflow = await startWorkflowServer(MACHINE, table);
  Object.assign(process.env, {
    APARTMENTS_TABLE_NAME,
    RESERVATIONS_TABLE_NAME,
    PAYMENTS_TABLE_NAME,
    PAYMENTS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/keyhold-test-payments',
    STATE_MACHINE_ARN: MACHINE,
    HOLD_SECONDS: '60',
    HOLDS_PER_GUEST: 'unlimited',
    HOLDS_PER_ADDRESS: 'unlimited',
    PAUSE_AFTER_UNPAID_HOLD: '0',
    ORIGIN_SECRET_PARAMETER: '/keyhold/test/payments/origin-secret',
    RETENTION_DAYS: '30',
    POWERTOOLS_SERVICE_NAME: 'booking',
    POWERTOOLS_METRICS_NAMESPACE: 'Keyhold/test',
    POWERTOOLS_LOG_LEVEL: 'INFO',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    AWS_ENDPOINT_URL_SFN: workflow.endpoint,
  });
  const lines: Line[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((line) => Boolean(lines.push(JSON.parse(String(line)))));
  }
  // It reads its environment when it is loaded.
  const {
    handler,
  }: typeof import('../../../functions/booking/handler') = require('../../../functions/booking/handler');
  let requests = 0;
  const call = (type: string, field: string, args: object) =>
    handler(eventOf(type, field, args), { awsRequestId: `request-${++requests}` });
  return {
    table,
    workflow,
    lines,
    metricLines: () => lines.filter((line) => line._aws),
    logLines: () => lines.filter((line) => !line._aws),
    query: (field, args = {}) => call('Query', field, args),
    mutate: (field, args) => call('Mutation', field, args),
    lastRequest: () => `request-${requests}`,
    async stop() {
      jest.restoreAllMocks();
      await workflow.stop();
      await table.stop();
    },
  };
}

/** The event of a direct resolver, as AppSync sends it for a client with an API key. */
function eventOf(
  parentTypeName: string,
  fieldName: string,
  args: object,
): AppSyncResolverEvent<Record<string, unknown>> {
  return {
    arguments: { ...args },
    identity: null,
    source: null,
    request: { headers: { 'x-api-key': 'da2-test', 'content-type': 'application/json' }, domainName: null },
    prev: null,
    info: {
      fieldName,
      parentTypeName,
      variables: {},
      selectionSetList: ['id'],
      selectionSetGraphQL: '{\n  id\n}',
    },
    stash: {},
  };
}
