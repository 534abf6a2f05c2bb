import type { SQSRecord } from 'aws-lambda';
import Stripe from 'stripe';
import {
  APARTMENTS_TABLE_NAME,
  PAYMENTS_TABLE_NAME,
  RESERVATIONS_TABLE_NAME,
  startTables,
  type Tables,
} from '../tables/tables';
import { AwsServer, type SentTask } from './aws-server';

export const ORIGIN_SECRET = 'origin-secret-0123456789';
export const WEBHOOK_SECRET = 'webhook-secret-0123456789';
export const STATE_MACHINE_ARN = 'arn:aws:states:eu-central-1:123456789012:stateMachine:keyhold-test-booking';
const CONTEXT = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 60_000 };
export const SITE = 'https://keyhold.test';

export interface Answer {
  readonly statusCode?: number | undefined;
  readonly headers?: Readonly<Record<string, boolean | number | string>> | undefined;
  readonly body?: string | undefined;
}

/** The function as it is loaded on AWS, with services of its own around it. */
export class PaymentsFunction {
  readonly aws = new AwsServer();
  readonly lines: Record<string, unknown>[] = [];
  tables!: Tables;
  private handler!: typeof import('../../../functions/payments/handler').handler;

  static async start(): Promise<PaymentsFunction> {
    const started = new PaymentsFunction();
    await started.aws.start();
    started.tables = await startTables();
    started.load();
    return started;
  }

  async stop(): Promise<void> {
    jest.restoreAllMocks();
    await this.aws.stop();
    await this.tables.stop();
  }

  /** A request as the edge passes it on; `headers` replaces and adds, undefined takes away. */
  async ask(
    method: string,
    rawPath: string,
    body?: string | Buffer,
    headers: Record<string, string | undefined> = {},
  ): Promise<Answer> {
    const given = {
      'x-origin-secret': ORIGIN_SECRET,
      'x-keyhold-site': new URL(SITE).host,
      ...headers,
    };
    const answer = await this.handler(
      {
        rawPath,
        headers: Object.fromEntries(
          Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
        ),
        ...(body === undefined ? {} : { body: body.toString(Buffer.isBuffer(body) ? 'base64' : 'utf8') }),
        isBase64Encoded: Buffer.isBuffer(body),
        requestContext: { http: { method } },
      },
      CONTEXT,
    );
    return answer as Answer;
  }

  webhook(event: object | string, signature?: string): Promise<Answer> {
    const payload = typeof event === 'string' ? event : JSON.stringify(event);
    return this.ask('POST', '/payments/webhook', payload, { 'stripe-signature': signature ?? sign(payload) });
  }

  checkout(reservationId: string): Promise<Answer> {
    return this.ask('POST', '/payments/checkout', JSON.stringify({ reservationId }));
  }

  /** Gives the function these messages of its queue; the ids of those that failed. */
  async work(...tasks: (object | string)[]): Promise<string[]> {
    const Records = tasks.map((task, index) => recordOf(task, index + 1));
    const answer = await this.handler({ Records }, CONTEXT);
    if (!answer || !('batchItemFailures' in answer)) throw new TypeError('not the answer of a batch');
    return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  /** What the schedule does every minute. */
  async sweep(): Promise<void> {
    await this.handler({ task: 'sweep' }, CONTEXT);
  }

  /** A reservation that holds an apartment, from now on for so many milliseconds. */
  async hold(reservationId: string, apartmentId: string, milliseconds = 900_000): Promise<string> {
    const reservedAt = new Date().toISOString();
    const holdExpiresAt = new Date(Date.now() + milliseconds).toISOString();
    const asked = { apartmentId, guestId: 'ada', requestedAt: reservedAt, holdExpiresAt };
    const price = { amount: 12_900, currency: 'EUR' };
    const record = { Id: reservationId, ...asked, price, status: 'HELD', rank: 1 };
    await this.tables.put(RESERVATIONS_TABLE_NAME, record);
    const held = { bookedStatus: 'RESERVED', reservationId, guestId: 'ada', reservedAt, holdExpiresAt };
    await this.apartment(apartmentId, held);
    return holdExpiresAt;
  }

  apartment(Id: string, state: object = { bookedStatus: 'VACANT' }): Promise<void> {
    const price = { amount: 12_900, currency: 'EUR' };
    return this.tables.put(APARTMENTS_TABLE_NAME, {
      Id,
      complexId: 'c',
      name: `Loft <${Id}>`,
      price,
      ...state,
    });
  }

  metrics(): string[] {
    return this.lines.flatMap(({ _aws }) =>
      _aws === undefined
        ? []
        : (_aws as { CloudWatchMetrics: { Metrics: { Name: string }[] }[] }).CloudWatchMetrics.flatMap(
            ({ Metrics }) => Metrics.map(({ Name }) => Name),
          ),
    );
  }

  tasks(name: string): SentTask[] {
    return this.aws.sent.filter(({ task }) => task['task'] === name);
  }

  private load(): void {
    const { aws, tables } = this;
    aws.parameters.set('/origin', ORIGIN_SECRET);
    aws.parameters.set('/webhook', WEBHOOK_SECRET);
    Object.assign(process.env, {
      APARTMENTS_TABLE_NAME,
      PAYMENTS_TABLE_NAME,
      RESERVATIONS_TABLE_NAME,
      PAYMENTS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/keyhold-test-payments',
      STATE_MACHINE_ARN,
      PROVIDER: 'test',
      LIVE: 'false',
      ORIGIN_SECRET_PARAMETER: '/origin',
      RETENTION_DAYS: '365',
      WEBHOOK_SECRETS_PARAMETER: '/webhook',
      POWERTOOLS_SERVICE_NAME: 'payments',
      POWERTOOLS_METRICS_NAMESPACE: 'Keyhold/test',
      POWERTOOLS_LOG_LEVEL: 'INFO',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
    });
    for (const stream of [process.stdout, process.stderr]) {
      jest
        .spyOn(stream, 'write')
        .mockImplementation((line) => Boolean(this.lines.push(JSON.parse(String(line)))));
    }
    // It reads its environment when it is loaded.
    ({ handler: this.handler } = require('../../../functions/payments/handler'));
  }
}

export function sign(payload: string, secret = WEBHOOK_SECRET, at = Date.now()): string {
  return Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: Math.floor(at / 1000) });
}

/** Stripe's event of a checkout that was paid. */
export function completed(reservationId: string, changes: object = {}, id = `evt_${reservationId}`): object {
  const object = {
    id: `cs_${reservationId}`,
    object: 'checkout.session',
    amount_total: 12_900,
    currency: 'eur',
    payment_intent: `pi_${reservationId}`,
    payment_status: 'paid',
    metadata: { keyhold: PAYMENTS_TABLE_NAME, reservationId },
    ...changes,
  };
  return { id, object: 'event', type: 'checkout.session.completed', data: { object } };
}

function recordOf(task: object | string, number: number): SQSRecord {
  return {
    messageId: `message-${number}`,
    receiptHandle: `receipt-${number}`,
    body: typeof task === 'string' ? task : JSON.stringify(task),
    attributes: {
      ApproximateReceiveCount: '3',
      SentTimestamp: '0',
      SenderId: 'test',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:keyhold-test-payments',
    awsRegion: 'eu-central-1',
  };
}
