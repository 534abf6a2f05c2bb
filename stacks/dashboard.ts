import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import { BOOKING_METRICS, metricsNamespace } from './constructs/metrics';
import { GLOBAL_REGION } from './constructs/region';
import type { Watched } from './watched';

type DashboardMetric = readonly string[];

interface Graph {
  readonly title: string;
  readonly metrics: readonly DashboardMetric[];
  /** Further settings of the graph. */
  readonly own?: object;
}

/** Graphs of bookings, payments and all parts of the system: two in a row, the most important first. */
export function dashboard(scope: Construct, environment: Environment, watched: Watched): void {
  const { name, region } = environment;
  const graphs = [
    ...bookings(environment, watched),
    ...money(environment, watched),
    ...backend(watched),
    ...edge(watched),
  ];
  new CloudwatchDashboard(scope, 'dashboard', {
    dashboardName: `keyhold-${name}`,
    dashboardBody: Fn.jsonencode({
      widgets: graphs.map(({ title, metrics, own }, at) => ({
        type: 'metric',
        x: (at % 2) * 12,
        y: Math.floor(at / 2) * 6,
        width: 12,
        height: 6,
        properties: { title, region, stat: 'Sum', period: 300, view: 'timeSeries', metrics, ...own },
      })),
    }),
  });
}

function bookings(environment: Environment, { workflow }: Watched): Graph[] {
  const executions = ['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsFailed', 'ExecutionsTimedOut'];
  const machine = ['StateMachineArn', workflow.machine.arn];
  return [
    {
      title: 'What became of reservations',
      metrics: Object.keys(BOOKING_METRICS).map((metric) => [metricsNamespace(environment), metric]),
    },
    { title: 'Workflow', metrics: executions.map((metric) => ['AWS/States', metric, ...machine]) },
  ];
}

function money(environment: Environment, { payments, changes }: Watched): Graph[] {
  const counted = [
    'CheckoutCreated',
    'Paid',
    'TakenAgain',
    'RefundRequested',
    'Refunded',
    'RefundFailed',
    'RefundPutOff',
  ];
  const queues = [payments.queue, payments.deadLetters.queue, changes.deadLetters.queue];
  const { functionName } = changes.function.lambda;
  return [
    {
      title: 'What became of payments',
      metrics: [...counted, 'PaidUntold', 'WebhookMissing', 'WebhookRefused'].map((metric) => [
        metricsNamespace(environment),
        metric,
        ...['service', 'payments'],
      ]),
    },
    {
      title: 'What waits: tasks, and the age of changes (ms)',
      metrics: [
        ...queues.map((queue) => ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', queue.name]),
        ['AWS/Lambda', 'IteratorAge', 'FunctionName', functionName],
      ],
      own: { stat: 'Maximum' },
    },
  ];
}

function backend({ api, edge, payments, changes, data }: Watched): Graph[] {
  const functions = [api.booking, edge.catalog.function, payments.function, changes.function].map(
    ({ lambda }) => lambda.functionName,
  );
  const calls = ['Invocations', 'Errors', 'Throttles'].flatMap((metric) =>
    functions.map((name) => ['AWS/Lambda', metric, 'FunctionName', name]),
  );
  const errors = ['4XXError', '5XXError'].map((metric) => [
    'AWS/AppSync',
    metric,
    ...['GraphQLAPIId', api.api.id],
  ]);
  const capacity = ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits', 'WriteThrottleEvents'];
  const tables = [data.apartments, data.reservations, data.payments].map(({ name }) => name);
  return [
    { title: 'API errors and functions', metrics: [...errors, ...calls] },
    {
      title: 'Tables',
      metrics: capacity.flatMap((metric) =>
        tables.map((table) => ['AWS/DynamoDB', metric, 'TableName', table]),
      ),
    },
  ];
}

function edge({ edge: { distribution } }: Watched): Graph[] {
  const ofIt = ['DistributionId', distribution.id, 'Region', 'Global'];
  const rates = ['CacheHitRate', '4xxErrorRate', '5xxErrorRate'];
  return [
    {
      title: 'Edge: requests',
      metrics: [['AWS/CloudFront', 'Requests', ...ofIt]],
      own: { region: GLOBAL_REGION },
    },
    {
      title: 'Edge: hits and errors (%)',
      metrics: rates.map((metric) => ['AWS/CloudFront', metric, ...ofIt]),
      own: { region: GLOBAL_REGION, stat: 'Average' },
    },
  ];
}
