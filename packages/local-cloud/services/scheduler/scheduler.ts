import { AwsError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';
import type { Permission } from '../../core/principals';
import type { Attributes, Cloud, Resource, Service, ServiceCall } from '../../core/service';
import { protocol } from './protocol';
import { Runner } from './runner';
import { type Schedule, scheduleOf } from './schedule';

/** EventBridge Scheduler: schedules that call functions and queues by the cloud's clock. */
export function scheduler(cloud: Cloud): Service {
  return new Scheduler(cloud);
}

class Scheduler implements Service {
  readonly name = 'scheduler';
  readonly protocol = protocol;
  readonly resourceTypes = ['aws_scheduler_schedule'];
  private readonly schedules: Schedule[] = [];
  private readonly runner: Runner;

  constructor(private readonly cloud: Cloud) {
    this.runner = new Runner(cloud, (schedule) => this.arnOf(schedule));
  }

  async provision(resource: Resource): Promise<Attributes> {
    const schedule = scheduleOf(resource, this.cloud.clock.now());
    this.schedules.push(schedule);
    const { name, group } = schedule;
    return { id: `${group}/${name}`, arn: this.arnOf(schedule), name, group_name: group };
  }

  async start(): Promise<void> {
    for (const schedule of this.schedules) this.runner.begin(schedule);
  }

  permissions({ action, input }: ServiceCall): Permission[] {
    const named = action === 'GetSchedule' ? this.find(input) : undefined;
    return [{ action: `scheduler:${action}`, resource: named ? this.arnOf(named) : '*' }];
  }

  async handle({ action, input }: ServiceCall): Promise<Json> {
    switch (action) {
      case 'GetSchedule': {
        const schedule = this.find(input);
        if (schedule) return this.shown(schedule);
        throw new AwsError(
          'ResourceNotFoundException',
          `Schedule ${String(input['Name'])} does not exist.`,
          404,
        );
      }
      case 'ListSchedules':
        return { Schedules: this.schedules.map((schedule) => this.summary(schedule)) };
      default:
        throw new AwsError('UnknownOperationException', `scheduler:${action} is not supported locally.`);
    }
  }

  async stop(): Promise<void> {
    this.runner.stop();
  }

  private find({ Name, GroupName = 'default' }: JsonObject): Schedule | undefined {
    return this.schedules.find(({ name, group }) => name === Name && group === GroupName);
  }

  private arnOf({ group, name }: Schedule): string {
    const { region, accountId } = this.cloud;
    return `arn:aws:scheduler:${region}:${accountId}:schedule/${group}/${name}`;
  }

  private summary(schedule: Schedule): JsonObject {
    const { name, group, enabled, target } = schedule;
    return {
      Arn: this.arnOf(schedule),
      Name: name,
      GroupName: group,
      State: enabled ? 'ENABLED' : 'DISABLED',
      Target: { Arn: target.arn },
    };
  }

  private shown(schedule: Schedule): JsonObject {
    const { arn, roleArn, input, policy } = schedule.target;
    return {
      ...this.summary(schedule),
      ScheduleExpression: schedule.expression,
      Target: {
        Arn: arn,
        RoleArn: roleArn,
        ...(input !== undefined && { Input: input }),
        RetryPolicy: {
          MaximumRetryAttempts: policy.mostRetries,
          MaximumEventAgeInSeconds: policy.mostAgeSeconds,
        },
      },
    };
  }
}
