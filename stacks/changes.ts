import { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import type { Api } from './api';
import { queueGrants, queueSource, streamGrants, streamSource } from './constructs/event-source';
import { metricsNamespace } from './constructs/metrics';
import { NodeFunction } from './constructs/node-function';
import { DeadLetterQueue } from './constructs/queue';
import type { PolicyGrant } from './constructs/role';
import type { Data } from './data';
import { ExecutionEnds } from './execution-ends';
import type { Payments } from './payments';
import type { Workflow } from './workflow';

/** A batch of a hundred changes, one after the other. */
const TIMEOUT_SECONDS = 60;

export interface Changing {
  readonly data: Data;
  readonly api: Api;
  /** The queue of tasks that close checkouts whose hold has ended. */
  readonly payments: Payments;
  readonly workflow: Workflow;
}

/**
 * Follows the apartments' stream and the workflow's failures: writes the records of reservations, closes checkouts,
 * notifies the API's subscribers.
 */
export class Changes extends Construct {
  readonly function: NodeFunction;
  readonly deadLetters: DeadLetterQueue;
  readonly executionEnds: ExecutionEnds;

  constructor(
    scope: Construct,
    id: string,
    private readonly environment: Environment,
    private readonly changing: Changing,
  ) {
    super(scope, id);
    const { name, protectData: protect } = environment;
    this.deadLetters = new DeadLetterQueue(this, 'dead-letters', {
      name: `keyhold-${name}-changes-dead-letters`,
      logicalId: 'changesDeadLetters',
      protect,
      meaning:
        'Changes of apartments were set aside: records of reservations and subscribers lack them. The stream has them for 24 hours; replay them.',
    });
    this.executionEnds = new ExecutionEnds(this, 'executions', environment, {
      machine: changing.workflow.machine,
      // As Lambda asks (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html).
      visibilitySeconds: 6 * TIMEOUT_SECONDS,
    });
    this.function = this.changesFunction();
    // A thousand guests who lose one apartment in one moment are told so within seconds.
    queueSource(this, 'failed-executions', {
      of: this.function,
      queue: this.executionEnds.queue,
      batchSize: 10,
      calls: 5,
    });
    streamSource(this, 'apartments', {
      of: this.function,
      table: changing.data.apartments,
      deadLetters: this.deadLetters,
    });
  }

  private changesFunction(): NodeFunction {
    const { name, guestDataRetentionDays, logRetentionDays } = this.environment;
    const { data, payments, api } = this.changing;
    return new NodeFunction(this, 'changes', {
      name: `keyhold-${name}-changes`,
      entry: 'functions/changes/handler.ts',
      variables: {
        APARTMENTS_TABLE_NAME: data.apartments.name,
        RESERVATIONS_TABLE_NAME: data.reservations.name,
        PAYMENTS_QUEUE_URL: payments.queue.url,
        GRAPHQL_URL: api.api.uris.lookup('GRAPHQL'),
        RETENTION_DAYS: String(guestDataRetentionDays),
        POWERTOOLS_SERVICE_NAME: 'changes',
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(this.environment),
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
      grants: this.grants(),
      timeoutSeconds: TIMEOUT_SECONDS,
      logRetentionDays,
    });
  }

  private grants(): PolicyGrant[] {
    const { data, api, payments } = this.changing;
    return [
      ...streamGrants(data.apartments, this.deadLetters),
      ...queueGrants(this.executionEnds.queue),
      { sid: 'Occupancy', actions: ['dynamodb:GetItem'], resources: [data.apartments.arn] },
      {
        sid: 'Reservations',
        actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
        resources: [data.reservations.arn],
      },
      { sid: 'CloseCheckouts', actions: ['sqs:SendMessage'], resources: [payments.queue.arn] },
      {
        sid: 'Tell',
        actions: ['appsync:GraphQL'],
        resources: [`${api.api.arn}/types/Mutation/fields/publishApartmentChange`],
      },
    ];
  }
}
