import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { LocalCloud } from '../../../../cloud';
import type { Json, JsonObject } from '../../../../core/json';

const STREAM_ACTIONS = [
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:DescribeStream',
  'dynamodb:ListStreams',
];
const QUEUE_ACTIONS = [
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:SendMessage',
];

/** Says what it got, and fails what has a `fail` attribute, or a body that says so. */
const SOURCE = `
let times = 0;
exports.handler = async ({ Records }) => {
  console.log('got ' + JSON.stringify(Records));
  const image = (record) => record.dynamodb?.NewImage ?? record.dynamodb?.Keys;
  const failed = Records.filter((record) => image(record)?.fail || /fail/.test(record.body));
  const once = Records.some((record) => image(record)?.once) && times++ === 0;
  if (once || Records.some((record) => image(record)?.throws || /throw/.test(record.body))) throw new Error('no');
  return { batchItemFailures: failed.map(({ messageId, dynamodb }) => ({ itemIdentifier: messageId ?? dynamodb.SequenceNumber })) };
};`;

/** A record as the function got it. */
export interface GotRecord extends JsonObject {
  readonly messageId: string;
  readonly body: string;
  readonly dynamodb: {
    readonly Keys: { readonly Id: { readonly S: string } };
    readonly SequenceNumber: string;
  };
}

export interface MappedSettings {
  /** Of the aws_lambda_event_source_mapping. */
  readonly mapping: JsonObject;
  /** Taken out of the role's policy. */
  readonly without?: string;
  readonly queue?: JsonObject;
  readonly function?: JsonObject;
}

/** A cloud of one function that a mapping calls: a table's stream, a queue, and a queue for what is given up. */
export class MappedCloud {
  readonly log: string[] = [];
  private cloud: LocalCloud | undefined;
  /** The artifact. */
  readonly folder = mkdtempSync(join(tmpdir(), 'local-cloud-mapping-'));
  private watching: (() => void) | undefined;

  private constructor(private readonly dataDirectory: string | undefined) {}

  static async start(settings: MappedSettings, dataDirectory?: string): Promise<MappedCloud> {
    const mapped = new MappedCloud(dataDirectory);
    writeFileSync(join(mapped.folder, 'it.zip'), zipSync({ 'index.js': strToU8(SOURCE) }));
    writeFileSync(join(mapped.folder, 'cdk.tf.json'), JSON.stringify(stackOf(settings)));
    await mapped.open();
    return mapped;
  }

  get running(): LocalCloud {
    if (!this.cloud) throw new Error('The cloud is not open.');
    return this.cloud;
  }

  async open(): Promise<void> {
    this.cloud = await LocalCloud.start({
      artifact: this.folder,
      ...(this.dataDirectory !== undefined && { dataDirectory: this.dataDirectory }),
      log: (line) => {
        this.log.push(line);
        this.watching?.();
      },
    });
  }

  async close(): Promise<void> {
    await this.cloud?.stop();
    this.cloud = undefined;
  }

  async end(): Promise<void> {
    await this.close();
    rmSync(this.folder, { recursive: true });
  }

  put(id: string, more: JsonObject = {}): Promise<Json> {
    return this.running.call('dynamodb', 'PutItem', {
      TableName: 'orders',
      Item: { Id: { S: id }, ...more },
    });
  }

  send(MessageBody: string, more: JsonObject = {}): Promise<Json> {
    return this.running.call('sqs', 'SendMessage', { QueueUrl: 'tasks', MessageBody, ...more });
  }

  async messages(QueueUrl: string): Promise<JsonObject[]> {
    const input = { QueueUrl, MaxNumberOfMessages: 10 };
    const { Messages = [] } = (await this.running.call('sqs', 'ReceiveMessage', input)) as JsonObject;
    return Messages as JsonObject[];
  }

  /** Messages of the queue: those that can be received, and those that somebody has. */
  async counts(): Promise<number[]> {
    const input = { QueueUrl: 'tasks', AttributeNames: ['All'] };
    const { Attributes } = (await this.running.call('sqs', 'GetQueueAttributes', input)) as JsonObject;
    const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes as JsonObject;
    return [Number(ApproximateNumberOfMessages), Number(ApproximateNumberOfMessagesNotVisible)];
  }

  /** The batches that the function got so far. */
  got(): GotRecord[][] {
    return this.log.flatMap((line) => {
      const records = /^lambda: it got (.*)$/.exec(line)?.[1];
      return records === undefined ? [] : [JSON.parse(records) as GotRecord[]];
    });
  }

  /** By batch, the keys of the items. */
  gotIds(): string[][] {
    return this.got().map((batch) => batch.map(({ dynamodb }) => dynamodb.Keys.Id.S));
  }

  /** By batch, the messages' bodies. */
  gotBodies(): string[][] {
    return this.got().map((batch) => batch.map(({ body }) => body));
  }

  /** Resolves when the log has it. */
  async until(ready: () => boolean): Promise<void> {
    while (!ready()) {
      await new Promise<void>((resolve) => {
        this.watching = resolve;
      });
    }
    this.watching = undefined;
  }

  /** Lets the time pass that the mapping waits for; a function under way would run out of its own. */
  async pass(milliseconds: number): Promise<void> {
    const { clock, recentCalls } = this.running;
    const answered = () => recentCalls.filter(({ action }) => action === 'Invoke').length;
    while (clock.nextAlarm() === undefined || answered() < this.got().length)
      await new Promise((resolve) => setTimeout(resolve, 5));
    clock.advance(milliseconds);
  }
}

function stackOf({ mapping, without, queue, function: ofFunction }: MappedSettings): JsonObject {
  const trust = {
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };
  const allow = [...STREAM_ACTIONS, ...QUEUE_ACTIONS].filter((action) => action !== without);
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: allow, Resource: '*' }] };
  return {
    provider: { aws: [{ region: 'eu-central-1' }] },
    resource: {
      aws_iam_role: { it: { name: 'it', assume_role_policy: JSON.stringify(trust) } },
      aws_iam_role_policy: {
        it: { name: 'it', role: '${aws_iam_role.it.id}', policy: JSON.stringify(policy) },
      },
      aws_dynamodb_table: {
        orders: {
          name: 'orders',
          hash_key: 'Id',
          attribute: [{ name: 'Id', type: 'S' }],
          stream_enabled: true,
          stream_view_type: 'NEW_AND_OLD_IMAGES',
        },
      },
      aws_sqs_queue: { tasks: { name: 'tasks', ...queue }, lost: { name: 'lost' } },
      aws_lambda_function: {
        it: {
          function_name: 'it',
          filename: 'it.zip',
          handler: 'index.handler',
          runtime: 'nodejs22.x',
          role: '${aws_iam_role.it.arn}',
          ...ofFunction,
        },
      },
      aws_lambda_event_source_mapping: {
        it: {
          function_name: '${aws_lambda_function.it.arn}',
          function_response_types: ['ReportBatchItemFailures'],
          ...mapping,
        },
      },
    },
  };
}

export const STREAM: JsonObject = {
  event_source_arn: '${aws_dynamodb_table.orders.stream_arn}',
  starting_position: 'TRIM_HORIZON',
};

export const QUEUE: JsonObject = { event_source_arn: '${aws_sqs_queue.tasks.arn}' };
