import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/environments';

/** Each environment's namespace of metrics: `Keyhold/dev`. */
export function metricsNamespace(environment: Environment): string {
  return `Keyhold/${environment.name}`;
}

/**
 * The outcomes of reservations, counted by the state that the workflow enters: exactly once each,
 * whichever client or function started it.
 */
export const BOOKING_METRICS = {
  Reserved: { type: 'WaitStateEntered', state: 'Wait' },
  Rejected: { type: 'FailStateEntered', state: 'Apartment Unavailable' },
  Paid: { type: 'SucceedStateEntered', state: 'Apartment Paid' },
  Expired: { type: 'SucceedStateEntered', state: 'Hold Expired' },
  Released: { type: 'SucceedStateEntered', state: 'Reservation Released' },
} as const;

/** Counts the booking metrics from the workflow's log ("Logging using CloudWatch Logs", Step Functions guide). */
export function countBookings(scope: Construct, environment: Environment, logGroupName: string): void {
  for (const [name, { type, state }] of Object.entries(BOOKING_METRICS)) {
    new CloudwatchLogMetricFilter(scope, `count-${name}`, {
      name,
      logGroupName,
      pattern: `{ $.type = "${type}" && $.details.name = "${state}" }`,
      metricTransformation: {
        namespace: metricsNamespace(environment),
        name,
        value: '1',
        defaultValue: '0',
        unit: 'Count',
      },
    });
  }
}
