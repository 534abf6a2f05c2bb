import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { PaymentEvent, PaymentsTelemetry } from './domain/dependencies';

/** Name and level come from Powertools' own variables. One event at a time is handled in a container. */
export const logger = new Logger();
export const metrics = new Metrics();

/** What somebody should look after. */
const TROUBLE: readonly PaymentEvent[] = [
  'RefundFailed',
  'RefundPendingTooLong',
  'AmountMismatch',
  'PaidYetVacant',
];

/** What the domain tells, as metrics and log lines. */
export const telemetry: PaymentsTelemetry = {
  record(what, { cause, ...details }) {
    count(what);
    const told = { ...details, ...(cause === undefined ? {} : { error: cause }) };
    if (TROUBLE.includes(what)) logger.error(what, told);
    else logger.info(what, told);
  },
};

export function count(name: string): void {
  metrics.addMetric(name, MetricUnit.Count, 1);
}
