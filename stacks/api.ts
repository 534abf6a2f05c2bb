import { resolve } from 'node:path';
import type { AppsyncApiKey } from '@cdktf/provider-aws/lib/appsync-api-key';
import type { AppsyncGraphqlApi } from '@cdktf/provider-aws/lib/appsync-graphql-api';
import type { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import { AppSyncApi } from './constructs/graphql-api';
import { metricsNamespace } from './constructs/metrics';
import { NodeFunction } from './constructs/node-function';
import type { PolicyGrant } from './constructs/role';
import { COMPLEX_INDEX, type Data, GUEST_INDEX } from './data';
import type { Payments } from './payments';

const SCHEMA = resolve(__dirname, '../graphql/schema.graphql');

/** The GraphQL API and the booking function that answers it. */
export class Api extends Construct {
  readonly api: AppsyncGraphqlApi;
  /** For apps. */
  readonly key: AppsyncApiKey;
  /** For the edge. Each key can be revoked without the other. */
  readonly edgeKey: AppsyncApiKey;
  readonly booking: NodeFunction;

  constructor(
    scope: Construct,
    id: string,
    private readonly environment: Environment,
    private readonly data: Data,
    private readonly machine: SfnStateMachine,
    private readonly payments: Payments,
  ) {
    super(scope, id);
    this.booking = this.bookingFunction();
    const graphql = new AppSyncApi(this, 'graphql', {
      name: `keyhold-${environment.name}-api`,
      schema: SCHEMA,
      region: environment.region,
      introspection: environment.introspection,
      logRetentionDays: environment.logRetentionDays,
    });
    graphql.resolveBy('booking', this.booking.lambda);
    this.key = graphql.addKey('key', 'Public clients');
    this.edgeKey = graphql.addKey('edge-key', 'The edge');
    this.api = graphql.api;
  }

  private bookingFunction(): NodeFunction {
    const { name, holdSeconds, guestDataRetentionDays, logRetentionDays } = this.environment;
    const { holdsPerGuest, holdsPerAddress, pauseAfterUnpaidHold } = this.environment;
    return new NodeFunction(this, 'booking', {
      name: `keyhold-${name}-booking`,
      entry: 'functions/booking/handler.ts',
      variables: {
        APARTMENTS_TABLE_NAME: this.data.apartments.name,
        RESERVATIONS_TABLE_NAME: this.data.reservations.name,
        PAYMENTS_TABLE_NAME: this.data.payments.name,
        PAYMENTS_QUEUE_URL: this.payments.queue.url,
        STATE_MACHINE_ARN: this.machine.arn,
        HOLD_SECONDS: String(holdSeconds),
        HOLDS_PER_GUEST: String(holdsPerGuest),
        HOLDS_PER_ADDRESS: String(holdsPerAddress),
        PAUSE_AFTER_UNPAID_HOLD: String(pauseAfterUnpaidHold),
        ORIGIN_SECRET_PARAMETER: this.payments.originSecretParameter.name,
        RETENTION_DAYS: String(guestDataRetentionDays),
        POWERTOOLS_SERVICE_NAME: 'booking',
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(this.environment),
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
      grants: this.bookingGrants(),
      // It answers within 3 s; the rest is for a cold start and retries.
      timeoutSeconds: 10,
      logRetentionDays,
    });
  }

  private bookingGrants(): PolicyGrant[] {
    const { apartments, reservations, payments } = this.data;
    return [
      {
        sid: 'Apartments',
        actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:Scan'],
        resources: [apartments.arn],
      },
      {
        sid: 'ApartmentsOfAComplex',
        actions: ['dynamodb:Query'],
        resources: [`${apartments.arn}/index/${COMPLEX_INDEX}`],
      },
      {
        // Staff's decision to end a stay is written to the reservation's record.
        sid: 'Reservations',
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
        resources: [reservations.arn],
      },
      {
        // A refund of staff is written to its payment.
        sid: 'Payments',
        actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
        resources: [payments.arn],
      },
      { sid: 'OrderRefunds', actions: ['sqs:SendMessage'], resources: [this.payments.queue.arn] },
      {
        sid: 'ReservationsOfAGuest',
        actions: ['dynamodb:Query'],
        resources: [`${reservations.arn}/index/${GUEST_INDEX}`],
      },
      {
        // The edge proves itself by it; what it says of a viewer's address counts.
        sid: 'KnowTheEdge',
        actions: ['ssm:GetParameter'],
        resources: [this.payments.originSecretParameter.arn],
      },
      { sid: 'StartBooking', actions: ['states:StartExecution'], resources: [this.machine.arn] },
    ];
  }
}
