import { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import { type AlarmBook, alarm } from './constructs/alarm';
import { AlarmTopic } from './constructs/alarm-topic';
import { countBookings, metricsNamespace } from './constructs/metrics';
import { dashboard } from './dashboard';
import { EdgeAlarms } from './edge-alarms';
import { changesAlarms, paymentsAlarms } from './payments-alarms';
import type { Watched } from './watched';

/** Booking metrics, alarms, and a dashboard of both. */
export class Observability extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly environment: Environment,
    private readonly watched: Watched,
  ) {
    super(scope, id);
    countBookings(this, environment, watched.workflow.logGroup.name);
    const actions = [
      new AlarmTopic(this, 'topic', `keyhold-${environment.name}-alarms`, environment.alarmEmail).arn,
    ];
    const book = {
      ...this.workflowAlarms(),
      ...this.apiAlarms(),
      ...this.catalogAlarms(),
      ...this.tableAlarms(),
      ...paymentsAlarms(environment, watched.payments),
      ...changesAlarms(environment, watched.changes),
    };
    for (const [name, props] of Object.entries(book)) {
      alarm(this, name, { ...props, name: `keyhold-${environment.name}-${name}`, actions });
    }
    new EdgeAlarms(watched.edge.global, 'alarms', environment, watched.edge.distribution);
    dashboard(this, environment, watched);
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
          'Law 2 broken: a list of apartments showed one still RESERVED over a minute after holdExpiresAt. Read its workflow.',
        metrics: {
          booking: { ...keyhold, name: 'OverdueHold', dimensions: { service: 'booking' } },
          catalog: { ...keyhold, name: 'OverdueHold', dimensions: { service: 'catalog' } },
        },
        expression: 'FILL(booking, 0) + FILL(catalog, 0)',
      },
    };
  }

  private apiAlarms(): AlarmBook {
    const { api, booking } = this.watched.api;
    const counted = { namespace: metricsNamespace(this.environment), dimensions: { service: 'booking' } };
    const lambda = { namespace: 'AWS/Lambda', dimensions: { FunctionName: booking.lambda.functionName } };
    return {
      'booking-errors': {
        description:
          "The booking function failed or timed out, guests' own mistakes left out. Its log has the request id.",
        metrics: { errors: { ...lambda, name: 'Errors' }, refused: { ...counted, name: 'Refused' } },
        expression: 'FILL(errors, 0) - FILL(refused, 0)',
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

  /** The catalog answers and counts its failures itself, so Lambda does not see them. */
  private catalogAlarms(): AlarmBook {
    const { lambda } = this.watched.edge.catalog.function;
    const called = { namespace: 'AWS/Lambda', dimensions: { FunctionName: lambda.functionName } };
    const counted = { namespace: metricsNamespace(this.environment), dimensions: { service: 'catalog' } };
    return {
      'catalog-errors': {
        description: 'The catalog function failed or timed out. Its log has the request id.',
        metrics: { errors: { ...called, name: 'Errors' }, internal: { ...counted, name: 'InternalErrors' } },
        expression: 'FILL(errors, 0) + FILL(internal, 0)',
      },
      'catalog-throttles': {
        description: 'Lambda refused calls of the catalog function: the account is at its concurrency limit.',
        metrics: { throttles: { ...called, name: 'Throttles' } },
        expression: 'FILL(throttles, 0)',
      },
    };
  }

  private tableAlarms(): AlarmBook {
    const { apartments, reservations, payments } = this.watched.data;
    const TableName = apartments.name;
    const throttles = Object.entries({ apartments, reservations, payments }).flatMap(([name, table]) => {
      const metric = { namespace: 'AWS/DynamoDB', dimensions: { TableName: table.name } };
      return [
        [`${name}Reads`, { ...metric, name: 'ReadThrottleEvents' }] as const,
        [`${name}Writes`, { ...metric, name: 'WriteThrottleEvents' }] as const,
      ];
    });
    const operations = ['GetItem', 'UpdateItem', 'Query', 'Scan'];
    const systemErrors = operations.map((Operation) => [
      `system${Operation}`,
      { namespace: 'AWS/DynamoDB', name: 'SystemErrors', dimensions: { TableName, Operation } },
    ]);
    return {
      'table-throttles': {
        description:
          'DynamoDB throttled one of the tables: a hot key, or a rise beyond what on-demand follows.',
        metrics: Object.fromEntries(throttles),
        expression: throttles.map(([id]) => `FILL(${id}, 0)`).join(' + '),
      },
      'table-system-errors': {
        description:
          'DynamoDB failed by itself on the apartments table. The workflow retries; see the AWS Health page.',
        metrics: Object.fromEntries(systemErrors),
        expression: operations.map((operation) => `FILL(system${operation}, 0)`).join(' + '),
      },
    };
  }
}
