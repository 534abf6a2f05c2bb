import { randomUUID } from 'node:crypto';
import { AwsError } from '../../core/errors';
import { type Json, type JsonObject, objectsOf, parseObject } from '../../core/json';
import type { Permission } from '../../core/principals';
import { awsJson } from '../../core/protocols/aws-json';
import type { Attributes, Cloud, Service, ServiceCall } from '../../core/service';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MOST_ENTRIES = 10;
const LARGEST_REQUEST_BYTES = 1024 * 1024;

/** EventBridge for a stack without rules: events are accepted and logged; no rule matches them. */
export function eventBridge(cloud: Cloud): Service {
  return new EventBridge(cloud);
}

class EventBridge implements Service {
  readonly name = 'events';
  readonly protocol = awsJson('AWSEvents', '1.1');
  readonly resourceTypes: readonly string[] = [];

  constructor(private readonly cloud: Cloud) {}

  async provision(): Promise<Attributes> {
    throw new Error('EventBridge runs no resources.');
  }

  /** Each event's bus by itself (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html). */
  permissions({ action, input }: ServiceCall): Permission[] {
    if (action !== 'PutEvents') return [{ action: `events:${action}`, resource: '*' }];
    const buses = new Set(entriesOf(input).map((entry) => this.busArn(entry['EventBusName'])));
    return [...buses].map((resource) => ({ action: 'events:PutEvents', resource }));
  }

  async handle({ action, input }: ServiceCall): Promise<Json> {
    if (action !== 'PutEvents')
      throw new AwsError('UnknownOperationException', `events:${action} is not run locally.`);
    const entries = entriesOf(input);
    if (entries.length === 0 || entries.length > MOST_ENTRIES) throw wrongNumber(entries.length);
    if (Buffer.byteLength(JSON.stringify(entries)) > LARGEST_REQUEST_BYTES)
      throw new AwsError(
        'ValidationException',
        'Total size of the entries in the request is over the limit.',
      );
    const answers = entries.map((entry) => this.take(entry));
    return {
      FailedEntryCount: answers.filter(({ ErrorCode }) => ErrorCode !== undefined).length,
      Entries: answers,
    };
  }

  async stop(): Promise<void> {}

  private take(entry: JsonObject): JsonObject {
    const fault = faultOf(entry);
    if (fault) return { ErrorCode: 'InvalidArgument', ErrorMessage: fault };
    if (!this.busArn(entry['EventBusName']).endsWith(':event-bus/default'))
      return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: 'Only the default bus is run locally.' };
    const EventId = randomUUID();
    this.cloud.log(
      'events',
      `${entry['Source']}: ${entry['DetailType']} (${EventId}) is dropped: rules do not run locally.`,
    );
    return { EventId };
  }

  private busArn(bus: Json | undefined): string {
    if (typeof bus === 'string' && bus.startsWith('arn:')) return bus;
    const { region, accountId } = this.cloud;
    return `arn:aws:events:${region}:${accountId}:event-bus/${typeof bus === 'string' ? bus : 'default'}`;
  }
}

function entriesOf({ Entries }: JsonObject): JsonObject[] {
  return objectsOf(Entries);
}

/** In the words of AWS's answers to single entries. */
function faultOf({ Source, DetailType, Detail }: JsonObject): string | undefined {
  if (typeof Source !== 'string' || Source === '')
    return 'Parameter Source is not valid. Reason: Source is a required argument.';
  if (typeof DetailType !== 'string' || DetailType === '')
    return 'Parameter DetailType is not valid. Reason: DetailType is a required argument.';
  if (typeof Detail !== 'string')
    return 'Parameter Detail is not valid. Reason: Detail is a required argument.';
  return parseObject(Detail) ? undefined : 'Detail is malformed.';
}

function wrongNumber(count: number): AwsError {
  const rule =
    count === 0
      ? 'Member must have length greater than or equal to 1'
      : `Member must have length less than or equal to ${MOST_ENTRIES}`;
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value at 'entries' failed to satisfy constraint: ${rule}`,
  );
}
