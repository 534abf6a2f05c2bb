import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Happening, Journal } from './domain/dependencies';

/** Name and level come from Powertools' own variables. One event at a time is handled in a container. */
export const logger = new Logger();
export const metrics = new Metrics();

/** What somebody should look after. */
const TROUBLE: readonly Happening[] = [
  'RefundFailed',
  'RefundPendingTooLong',
  'AmountMismatch',
  'PaidYetVacant',
];

/** What the domain tells, as metrics and log lines. */
export const journal: Journal = {
  happened(what, { cause, ...circumstances }) {
    count(what);
    const told = { ...circumstances, ...(cause === undefined ? {} : { error: cause }) };
    if (TROUBLE.includes(what)) logger.error(what, told);
    else logger.info(what, told);
  },
};

export function count(name: string): void {
  metrics.addMetric(name, MetricUnit.Count, 1);
}
