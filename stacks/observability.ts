import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import type { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import type { Api } from './api';
import { type AlarmProps, alarm } from './constructs/alarm';
import { AlarmTopic } from './constructs/alarm-topic';
import { BOOKING_METRICS, countBookings, metricsNamespace } from './constructs/metrics';
import type { Workflow } from './workflow';

/** What the system is watched by: the booking metrics, the alarms, and a dashboard of both. */
export interface Watched {
  readonly apartments: DynamodbTable;
  readonly workflow: Workflow;
  readonly api: Api;
}

type AlarmBook = Record<string, Pick<AlarmProps, 'description' | 'metrics' | 'expression'>>;

export class Observability extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly environment: Environment,
    private readonly watched: Watched,
  ) {
    super(scope, id);
    countBookings(this, environment, watched.workflow.logGroup.name);
    const actions = this.alarmActions();
    const book = { ...this.workflowAlarms(), ...this.apiAlarms(), ...this.tableAlarms() };
    for (const [name, props] of Object.entries(book)) {
      alarm(this, name, { ...props, name: `keyhold-${environment.name}-${name}`, actions });
    }
    this.dashboard();
  }

  private alarmActions(): string[] {
    const { name, alarmEmail } = this.environment;
    return alarmEmail ? [new AlarmTopic(this, 'topic', `keyhold-${name}-alarms`, alarmEmail).arn] : [];
  }

  private workflowAlarms(): AlarmBook {
    const states = {
      namespace: 'AWS/States',
      dimensions: { StateMachineArn: this.watched.workflow.machine.arn },
    };
    const keyhold = { namespace: metricsNamespace(this.environment) };
    return {
      'bookings-failed': {
        description:
          'A booking workflow failed for another reason than a taken apartment: its hold may be stuck. Read its history.',
        metrics: {
          failed: { ...states, name: 'ExecutionsFailed' },
          rejected: { ...keyhold, name: 'Rejected' },
        },
        expression: 'failed - FILL(rejected, 0)',
      },
      'bookings-timed-out': {
        description: 'A booking workflow timed out or was aborted: its hold may be stuck. Read its history.',
        metrics: {
          timedOut: { ...states, name: 'ExecutionsTimedOut' },
          aborted: { ...states, name: 'ExecutionsAborted' },
        },
        expression: 'FILL(timedOut, 0) + FILL(aborted, 0)',
      },
      'holds-overdue': {
        description:
          'Law 2 broken: an apartment is still RESERVED more than a minute after holdExpiresAt. Release it by its reservation.',
        metrics: {
          overdue: { ...keyhold, name: 'OverdueHold', dimensions: { service: 'booking' } },
        },
        expression: 'FILL(overdue, 0)',
      },
    };
  }

  private apiAlarms(): AlarmBook {
    const { api, booking } = this.watched.api;
    const lambda = { namespace: 'AWS/Lambda', dimensions: { FunctionName: booking.lambda.functionName } };
    return {
      'booking-errors': {
        description: 'The booking function failed or timed out. Its log has the request id.',
        metrics: { errors: { ...lambda, name: 'Errors' } },
        expression: 'FILL(errors, 0)',
      },
      'booking-throttles': {
        description: 'Lambda refused calls of the booking function: the account is at its concurrency limit.',
        metrics: { throttles: { ...lambda, name: 'Throttles' } },
        expression: 'FILL(throttles, 0)',
      },
      'api-5xx': {
        description: 'AppSync answered with a server error.',
        metrics: {
          errors: { namespace: 'AWS/AppSync', name: '5XXError', dimensions: { GraphQLAPIId: api.id } },
        },
        expression: 'FILL(errors, 0)',
      },
    };
  }

  private tableAlarms(): AlarmBook {
    const TableName = this.watched.apartments.name;
    const table = { namespace: 'AWS/DynamoDB', dimensions: { TableName } };
    const operations = ['GetItem', 'UpdateItem', 'Query', 'Scan'];
    const systemErrors = operations.map((Operation) => [
      `system${Operation}`,
      { namespace: 'AWS/DynamoDB', name: 'SystemErrors', dimensions: { TableName, Operation } },
    ]);
    return {
      'table-throttles': {
        description:
          'DynamoDB throttled the apartments table: a hot key, or a rise beyond what on-demand follows.',
        metrics: {
          reads: { ...table, name: 'ReadThrottleEvents' },
          writes: { ...table, name: 'WriteThrottleEvents' },
        },
        expression: 'FILL(reads, 0) + FILL(writes, 0)',
      },
      'table-system-errors': {
        description:
          'DynamoDB failed by itself on the apartments table. The workflow retries; see the AWS Health page.',
        metrics: Object.fromEntries(systemErrors),
        expression: operations.map((operation) => `FILL(system${operation}, 0)`).join(' + '),
      },
    };
  }

  private dashboard(): void {
    const { name, region } = this.environment;
    const { api, workflow, apartments } = this.watched;
    const graph = (title: string, metrics: unknown[][], y: number, x: number) => ({
      type: 'metric',
      ...{ x, y, width: 12, height: 6 },
      properties: { title, region, stat: 'Sum', period: 300, view: 'timeSeries', metrics },
    });
    const machine = ['StateMachineArn', workflow.machine.arn];
    const lambda = ['FunctionName', api.booking.lambda.functionName];
    const bookings = Object.keys(BOOKING_METRICS).map((metric) => [
      metricsNamespace(this.environment),
      metric,
    ]);
    const executions = ['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsFailed', 'ExecutionsTimedOut'];
    const requests = ['4XXError', '5XXError'].map((metric) => [
      'AWS/AppSync',
      metric,
      'GraphQLAPIId',
      api.api.id,
    ]);
    const calls = ['Invocations', 'Errors', 'Throttles'].map((metric) => ['AWS/Lambda', metric, ...lambda]);
    const capacity = ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits', 'WriteThrottleEvents'];
    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: `keyhold-${name}`,
      dashboardBody: Fn.jsonencode({
        widgets: [
          graph('What became of reservations', bookings, 0, 0),
          graph(
            'Workflow',
            executions.map((metric) => ['AWS/States', metric, ...machine]),
            0,
            12,
          ),
          graph('API errors and booking function', [...requests, ...calls], 6, 0),
          graph(
            'Table',
            capacity.map((metric) => ['AWS/DynamoDB', metric, 'TableName', apartments.name]),
            6,
            12,
          ),
        ],
      }),
    });
  }
}
