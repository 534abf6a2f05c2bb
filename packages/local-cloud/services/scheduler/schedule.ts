import { z } from 'zod';
import type { Resource } from '../../core/service';
import { type DeliveryPolicy, policyConfig, policyOf, targetArn } from '../../core/target-delivery';
import { configOf, onlyBlock, unsupported } from '../../terraform/blocks';
import { type Timetable, timetable } from './schedule-expression';

/** A schedule as configured. */
export interface Schedule {
  readonly name: string;
  readonly group: string;
  readonly expression: string;
  readonly enabled: boolean;
  readonly timetable: Timetable;
  readonly target: Target;
}

/** What a schedule calls, and by which role. */
export interface Target {
  /** A function's or a queue's. */
  readonly arn: string;
  readonly roleArn: string;
  /** The payload; undefined for the one that Scheduler makes itself. */
  readonly input: string | undefined;
  readonly policy: DeliveryPolicy;
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
const scheduleConfig = z.object({
  name: z
    .string({ error: 'is needed' })
    .regex(/^[0-9a-zA-Z-_.]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 - _ .'),
  group_name: z.string().nullish(),
  schedule_expression: z.string(),
  schedule_expression_timezone: z.literal('UTC', { error: 'only UTC is supported locally' }).nullish(),
  state: z.enum(['ENABLED', 'DISABLED']).nullish(),
  start_date: unsupported('start_date'),
  end_date: unsupported('end_date'),
  flexible_time_window: onlyBlock(z.object({ mode: z.enum(['OFF', 'FLEXIBLE']) })),
  target: onlyBlock(
    z.object({
      arn: targetArn,
      role_arn: z.string(),
      input: z.string().nullish(),
      ...policyConfig,
    }),
  ),
});

/**
 * Reads an aws_scheduler_schedule. A rate counts from `now`, in ms since the epoch.
 * @throws AwsError that names the resource and the field
 */
export function scheduleOf(resource: Resource, now: number): Schedule {
  const given = configOf(scheduleConfig, resource);
  return {
    name: given.name,
    group: given.group_name ?? 'default',
    expression: given.schedule_expression,
    enabled: given.state !== 'DISABLED',
    timetable: timetable(given.schedule_expression, now),
    target: {
      arn: given.target.arn,
      roleArn: given.target.role_arn,
      input: given.target.input ?? undefined,
      policy: policyOf(given.target),
    },
  };
}
