import { randomUUID } from 'node:crypto';
import { AwsError } from '../../core/errors';
import { type Json, type JsonObject, objectsOf, parseObject } from '../../core/json';
import type { Permission } from '../../core/principals';
import { awsJson } from '../../core/protocols/aws-json';
import type { Attributes, Cloud, Resource, Service, ServiceCall, ServiceEvent } from '../../core/service';
import { TargetDelivery } from '../../core/target-delivery';
import { faultOf } from './entry';
import { type BusEvent, type Rule, Rules } from './rules';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MOST_ENTRIES = 10;
const LARGEST_REQUEST_BYTES = 1024 * 1024;

/** EventBridge: the default bus, whose rules send events to functions and queues. */
export function eventBridge(cloud: Cloud): Service {
  return new EventBridge(cloud);
}

class EventBridge implements Service {
  readonly name = 'events';
  readonly protocol = awsJson('AWSEvents', '1.1');
  readonly resourceTypes = ['aws_cloudwatch_event_rule', 'aws_cloudwatch_event_target'];
  private readonly rules: Rules;
  private readonly delivery: TargetDelivery;

  constructor(private readonly cloud: Cloud) {
    this.rules = new Rules(cloud);
    this.delivery = new TargetDelivery(cloud, 'events');
  }

  async provision(resource: Resource): Promise<Attributes> {
    return this.rules.provision(resource);
  }

  /** Each event's bus by itself (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html). */
  permissions({ action, input }: ServiceCall): Permission[] {
    if (action === 'PutEvents') {
      const buses = new Set(entriesOf(input).map((entry) => this.busArn(entry['EventBusName'])));
      return [...buses].map((resource) => ({ action: 'events:PutEvents', resource }));
    }
    const rule = this.rules.find(input['Name'] ?? input['Rule']);
    return [{ action: `events:${action}`, resource: rule?.arn ?? '*' }];
  }

  async handle({ action, input }: ServiceCall): Promise<Json> {
    switch (action) {
      case 'PutEvents':
        return this.put(entriesOf(input));
      case 'ListRules':
        return { Rules: this.rules.all().map(shown) };
      case 'DescribeRule':
        return shown(this.existing(input['Name']));
      case 'ListTargetsByRule':
        return { Targets: this.existing(input['Rule']).targets.map(({ id, arn }) => ({ Id: id, Arn: arn })) };
      default:
        throw new AwsError('UnknownOperationException', `events:${action} is not supported locally.`);
    }
  }

  takeEvent({ source, detailType, resources, detail }: ServiceEvent): void {
    this.send(this.eventOf({ source, 'detail-type': detailType, resources: [...resources], detail }));
  }

  async stop(): Promise<void> {
    this.delivery.stop();
  }

  private put(entries: readonly JsonObject[]): Json {
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

  private take(entry: JsonObject): JsonObject {
    const fault = faultOf(entry);
    if (fault) return fault;
    if (!this.busArn(entry['EventBusName']).endsWith(':event-bus/default'))
      return {
        ErrorCode: 'ResourceNotFoundException',
        ErrorMessage: 'Only the default bus is supported locally.',
      };
    const { Source = '', DetailType = '', Detail, Resources, Time } = entry;
    const event = this.eventOf({
      source: Source,
      'detail-type': DetailType,
      resources: Array.isArray(Resources) ? Resources : [],
      detail: parseObject(String(Detail)) ?? {},
      ...(typeof Time === 'number' && { time: timeOf(Time * 1000) }),
    });
    this.send(event);
    return { EventId: event['id'] ?? null };
  }

  private eventOf(told: JsonObject): BusEvent {
    const { region, accountId, clock } = this.cloud;
    const own = { version: '0', id: randomUUID(), account: accountId, time: timeOf(clock.now()), region };
    return { ...own, ...told };
  }

  private send(event: BusEvent): void {
    const rules = this.rules.matching(event);
    if (rules.length === 0 && !String(event['source']).startsWith('aws.'))
      this.cloud.log(
        'events',
        `${event['source']}: ${event['detail-type']} (${event['id']}) matches no rule.`,
      );
    for (const rule of rules) void this.sendBy(rule, event);
  }

  /** As EventBridge itself: the queue's or function's own policy has to let the rule in. */
  private async sendBy(rule: Rule, event: BusEvent): Promise<void> {
    const principal = { kind: 'service', service: 'events.amazonaws.com', sourceArn: rule.arn } as const;
    for (const target of rule.targets) {
      await this.delivery.deliver({
        targetArn: target.arn,
        policy: target.policy,
        since: this.cloud.clock.now(),
        principal: () => principal,
        payload: () => target.input(event, rule),
        attributes: { RULE_ARN: rule.arn },
      });
    }
  }

  private existing(name: Json | undefined): Rule {
    const rule = this.rules.find(name);
    if (rule) return rule;
    throw new AwsError(
      'ResourceNotFoundException',
      `Rule ${String(name)} does not exist on EventBus default.`,
    );
  }

  private busArn(bus: Json | undefined): string {
    if (typeof bus === 'string' && bus.startsWith('arn:')) return bus;
    const { region, accountId } = this.cloud;
    return `arn:aws:events:${region}:${accountId}:event-bus/${typeof bus === 'string' ? bus : 'default'}`;
  }
}

function shown({ name, arn, enabled, pattern }: Rule): JsonObject {
  return {
    Name: name,
    Arn: arn,
    EventPattern: JSON.stringify(pattern),
    State: enabled ? 'ENABLED' : 'DISABLED',
    EventBusName: 'default',
  };
}

function entriesOf({ Entries }: JsonObject): JsonObject[] {
  return objectsOf(Entries);
}

/** Without milliseconds, as EventBridge writes times. */
function timeOf(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');
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
