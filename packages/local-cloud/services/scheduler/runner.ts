import { randomUUID } from 'node:crypto';
import type { Alarm } from '../../core/clock';
import type { Cloud } from '../../core/service';
import { TargetDelivery } from '../../core/target-delivery';
import type { Schedule } from './schedule';

/**
 * Runs schedules by the cloud's clock. A clock that is moved over several runs makes one: a laptop that has slept
 * catches up with one call, not with thousands.
 */
export class Runner {
  private readonly alarms = new Map<Schedule, Alarm>();
  private readonly delivery: TargetDelivery;

  constructor(
    private readonly cloud: Cloud,
    private readonly arnOf: (schedule: Schedule) => string,
  ) {
    this.delivery = new TargetDelivery(cloud, 'scheduler');
  }

  begin(schedule: Schedule): void {
    const dueAt = schedule.enabled ? schedule.timetable.next(this.cloud.clock.now()) : undefined;
    if (dueAt === undefined) return;
    const alarm = this.cloud.clock.alarm(dueAt, () => {
      this.begin(schedule);
      void this.run(schedule, dueAt);
    });
    this.alarms.set(schedule, alarm);
  }

  stop(): void {
    this.delivery.stop();
    for (const alarm of this.alarms.values()) alarm.cancel();
  }

  /** As the role of the target, which must trust Scheduler. */
  private run(schedule: Schedule, dueAt: number): Promise<void> {
    const { arn, roleArn, policy } = schedule.target;
    const id = randomUUID();
    return this.delivery.deliver({
      targetArn: arn,
      policy,
      since: dueAt,
      principal: () =>
        this.cloud.assumeRole(roleArn, 'scheduler.amazonaws.com', this.arnOf(schedule)).principal,
      payload: (attempt) => this.payloadOf(schedule, id, dueAt, attempt),
      attributes: { SCHEDULE_ARN: this.arnOf(schedule), EXECUTION_ID: id },
    });
  }

  /** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
  private payloadOf(schedule: Schedule, id: string, dueAt: number, attempt: number): string {
    const { input } = schedule.target;
    if (input === undefined) return this.ownPayload(schedule, id, dueAt);
    const attributes: Readonly<Record<string, string>> = {
      'schedule-arn': this.arnOf(schedule),
      'scheduled-time': timeOf(dueAt),
      'execution-id': id,
      'attempt-number': String(attempt),
    };
    return input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (all, name: string) => attributes[name] ?? all);
  }

  /** What Scheduler sends where a target has no input. */
  private ownPayload(schedule: Schedule, id: string, dueAt: number): string {
    return JSON.stringify({
      version: '0',
      id,
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: this.cloud.accountId,
      time: timeOf(dueAt),
      region: this.cloud.region,
      resources: [this.arnOf(schedule)],
      detail: '{}',
    });
  }
}

/** Without milliseconds, as EventBridge writes times. */
function timeOf(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
