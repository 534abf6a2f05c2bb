import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import type { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import { queueGrants, queueSource } from './constructs/event-source';
import { metricsNamespace } from './constructs/metrics';
import { NodeFunction } from './constructs/node-function';
import { OpenUrl } from './constructs/open-url';
import { DeadLetterQueue, QueueWithDeadLetters } from './constructs/queue';
import { accountId, type PolicyGrant } from './constructs/role';
import { secretParameter } from './constructs/secret-parameter';
import { type Data, OPEN_INDEX } from './data';
import { Sweep } from './sweep';

/** A higher number makes a new secret with the next deploy (docs/operations.md, "Rotate payment secrets"). */
const ORIGIN_SECRET_VERSION = 1;
const TEST_WEBHOOK_SECRET_VERSION = 1;

/**
 * A checkout with Stripe takes a second or two, and a slow answer up to 14. The rest is for the sweep, which looks at
 * what is due until 20 s are left.
 */
const TIMEOUT_SECONDS = 60;
/** Six times what the function may take, as Lambda asks (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html). */
const VISIBILITY_SECONDS = 6 * TIMEOUT_SECONDS;
/** Two days with the function's pauses of at most an hour: longer than a provider's outage. */
const ATTEMPTS = 50;

/** Payments: checkouts, the provider's webhooks, refunds. A function behind a URL, its queue, and its schedule. */
export class Payments extends Construct {
  readonly function: NodeFunction;
  readonly queue: SqsQueue;
  readonly deadLetters: DeadLetterQueue;
  readonly sweep: Sweep;
  /** The host name for CloudFront. */
  readonly domainName: string;
  /** The secret that proves that a request comes from the edge. */
  readonly originSecret: string;
  /** Where a function that must know the edge reads it. */
  readonly originSecretParameter: { readonly name: string; readonly arn: string };

  constructor(
    scope: Construct,
    id: string,
    private readonly environment: Environment,
    private readonly data: Data,
    private readonly machine: SfnStateMachine,
  ) {
    super(scope, id);
    const { name, protectData: protect, region } = environment;
    this.deadLetters = new DeadLetterQueue(this, 'dead-letters', {
      name: `keyhold-${name}-payments-dead-letters`,
      logicalId: 'paymentsDeadLetters',
      protect,
      meaning:
        'A task of payments failed to the end: a refund that the guest still waits for, or a checkout left open. Read the message.',
    });
    this.queue = new QueueWithDeadLetters(this, 'queue', {
      name: `keyhold-${name}-payments`,
      logicalId: 'paymentsQueue',
      visibilitySeconds: VISIBILITY_SECONDS,
      attempts: ATTEMPTS,
      deadLetters: this.deadLetters,
      protect,
    }).queue;
    this.originSecret = this.secretOfTheEdge();
    const originSecret = this.parameter('origin-secret');
    this.originSecretParameter = { name: originSecret, arn: this.parameterArn(originSecret) };
    if (environment.payments.provider === 'test') this.testWebhookSecret();
    this.function = this.paymentsFunction();
    queueSource(this, 'tasks', { of: this.function, queue: this.queue, batchSize: 5, calls: 2 });
    this.sweep = new Sweep(this, 'sweep', environment, this.function);
    const url = new OpenUrl(this, 'url', {
      of: this.function,
      functionName: `keyhold-${name}-payments`,
      region,
    });
    this.domainName = url.domainName;
  }

  /**
   * Read back for the distribution. Its settings, and so the state, contain the secret: CloudFront has no other way
   * to add a secret header (docs/decisions/0012).
   */
  private secretOfTheEdge(): string {
    const parameter = secretParameter(this, 'origin-secret', {
      name: this.parameter('origin-secret'),
      description: 'The edge sends it with every request to payments and the API, which know it by that.',
      logicalId: 'originSecret',
      version: ORIGIN_SECRET_VERSION,
      protect: this.environment.protectData,
    });
    return new DataAwsSsmParameter(this, 'origin-secret-told', {
      name: parameter.name,
      dependsOn: [parameter],
    }).value;
  }

  /** Stripe makes its own secret, which the operator stores there. */
  private testWebhookSecret(): void {
    secretParameter(this, 'webhook-secrets', {
      name: this.parameter('webhook-secrets'),
      description: 'The test provider signs its webhooks by it.',
      logicalId: 'webhookSecrets',
      version: TEST_WEBHOOK_SECRET_VERSION,
      protect: this.environment.protectData,
    });
  }

  private paymentsFunction(): NodeFunction {
    const { name, payments, guestDataRetentionDays, logRetentionDays } = this.environment;
    return new NodeFunction(this, 'payments', {
      name: `keyhold-${name}-payments`,
      entry: 'functions/payments/handler.ts',
      variables: {
        APARTMENTS_TABLE_NAME: this.data.apartments.name,
        PAYMENTS_TABLE_NAME: this.data.payments.name,
        RESERVATIONS_TABLE_NAME: this.data.reservations.name,
        PAYMENTS_QUEUE_URL: this.queue.url,
        STATE_MACHINE_ARN: this.machine.arn,
        PROVIDER: payments.provider,
        LIVE: String(payments.live),
        ORIGIN_SECRET_PARAMETER: this.parameter('origin-secret'),
        WEBHOOK_SECRETS_PARAMETER: this.parameter('webhook-secrets'),
        ...(payments.provider === 'stripe' && { STRIPE_KEY_PARAMETER: this.parameter('stripe-key') }),
        RETENTION_DAYS: String(guestDataRetentionDays),
        POWERTOOLS_SERVICE_NAME: 'payments',
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(this.environment),
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
      grants: this.grants(),
      timeoutSeconds: TIMEOUT_SECONDS,
      logRetentionDays,
    });
  }

  private grants(): PolicyGrant[] {
    const { payments } = this.environment;
    const secrets = [
      'origin-secret',
      'webhook-secrets',
      ...(payments.provider === 'stripe' ? ['stripe-key'] : []),
    ];
    return [
      {
        sid: 'Apartments',
        actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
        resources: [this.data.apartments.arn],
      },
      {
        sid: 'Payments',
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Scan', 'dynamodb:UpdateItem'],
        resources: [this.data.payments.arn],
      },
      {
        sid: 'Reservations',
        actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
        resources: [this.data.reservations.arn],
      },
      {
        sid: 'Unfinished',
        actions: ['dynamodb:Query'],
        resources: [`${this.data.reservations.arn}/index/${OPEN_INDEX}`],
      },
      { sid: 'AskAgain', actions: ['states:StartExecution'], resources: [this.machine.arn] },
      { sid: 'PutTasks', actions: ['sqs:SendMessage'], resources: [this.queue.arn] },
      ...queueGrants(this.queue),
      {
        sid: 'Secrets',
        actions: ['ssm:GetParameter'],
        resources: secrets.map((secret) => this.parameterArn(this.parameter(secret))),
      },
    ];
  }

  private parameterArn(name: string): string {
    return `arn:aws:ssm:${this.environment.region}:${accountId(this)}:parameter${name}`;
  }

  private parameter(name: string): string {
    return `/keyhold/${this.environment.name}/payments/${name}`;
  }
}
