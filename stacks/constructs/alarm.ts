import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Construct } from 'constructs';

/** One metric over five minutes. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  /** CloudWatch's statistic; the sum by default. */
  readonly stat?: 'Average' | 'Maximum' | 'p90';
  readonly dimensions?: Record<string, string>;
}

export interface AlarmProps {
  readonly name: string;
  /** What the alarm means and what to do. */
  readonly description: string;
  /** By the names in `expression`. */
  readonly metrics: Record<string, Metric>;
  /** CloudWatch metric math; the alarm goes off when it is above zero. */
  readonly expression: string;
  /** Of a metric that always comes: without it the alarm goes off, too. */
  readonly whenMissing?: 'breaching';
  readonly actions: string[];
}

/** Alarms by their names without the environment's. */
export type AlarmBook = Record<
  string,
  Pick<AlarmProps, 'description' | 'metrics' | 'expression' | 'whenMissing'>
>;

const PERIOD_SECONDS = 300;

/** An alarm that goes off when an expression over metrics is above zero in any five minutes. */
export function alarm(scope: Construct, id: string, props: AlarmProps): CloudwatchMetricAlarm {
  const metrics = Object.entries(props.metrics).map(
    ([key, { namespace, name, stat = 'Sum', dimensions }]) => ({
      id: key,
      metric: {
        namespace,
        metricName: name,
        period: PERIOD_SECONDS,
        stat,
        ...(dimensions && { dimensions }),
      },
    }),
  );
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: props.name,
    alarmDescription: props.description,
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 0,
    evaluationPeriods: 1,
    treatMissingData: props.whenMissing ?? 'notBreaching',
    metricQuery: [
      { id: 'alarm', expression: props.expression, label: props.name, returnData: true },
      ...metrics,
    ],
    alarmActions: props.actions,
    okActions: props.actions,
  });
}
