import { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import type { Api } from './api';
import { streamGrants, streamSource } from './constructs/event-source';
import { metricsNamespace } from './constructs/metrics';
import { NodeFunction } from './constructs/node-function';
import { DeadLetterQueue } from './constructs/queue';
import type { PolicyGrant } from './constructs/role';
import type { Data } from './data';
import type { Payments } from './payments';

export interface Changing {
  readonly data: Data;
  readonly api: Api;
  /** The queue of tasks that close checkouts whose hold has ended. */
  readonly payments: Payments;
}

/** Follows the apartments' stream: writes the history, closes checkouts, notifies the API's subscribers. */
export class Changes extends Construct {
  readonly function: NodeFunction;
  readonly deadLetters: DeadLetterQueue;

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
        'Changes of apartments were set aside: history and subscribers lack them. The stream has them for 24 hours; replay them.',
    });
    this.function = this.changesFunction();
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
        RESERVATIONS_TABLE_NAME: data.reservations.name,
        PAYMENTS_QUEUE_URL: payments.queue.url,
        GRAPHQL_URL: api.api.uris.lookup('GRAPHQL'),
        RETENTION_DAYS: String(guestDataRetentionDays),
        POWERTOOLS_SERVICE_NAME: 'changes',
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(this.environment),
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
      grants: this.grants(),
      // A batch of a hundred changes, one after the other.
      timeoutSeconds: 60,
      logRetentionDays,
    });
  }

  private grants(): PolicyGrant[] {
    const { data, api, payments } = this.changing;
    return [
      ...streamGrants(data.apartments, this.deadLetters),
      { sid: 'History', actions: ['dynamodb:UpdateItem'], resources: [data.reservations.arn] },
      { sid: 'CloseCheckouts', actions: ['sqs:SendMessage'], resources: [payments.queue.arn] },
      {
        sid: 'Tell',
        actions: ['appsync:GraphQL'],
        resources: [`${api.api.arn}/types/Mutation/fields/publishApartmentChange`],
      },
    ];
  }
}
