import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { BookingTelemetry } from './domain/dependencies';

/** Name and level come from Powertools' own variables. One request at a time runs in a container. */
export const logger = new Logger();
export const metrics = new Metrics();

/**
 * What the domain tells, as metrics and log lines. It counts what this function saw: a reservation decided
 * after its answer, or asked for by addStepFunction, is in the workflow's own metrics only.
 */
export const telemetry: BookingTelemetry = {
  record(what) {
    count(what);
    logger.info(what);
  },
  holdOverdue(apartmentId, holdExpiresAt) {
    count('OverdueHold');
    logger.error('Law 2: a hold has not ended', { apartmentId, holdExpiresAt });
  },
  paymentUnknown(cause) {
    count('PaymentUnknown');
    logger.error('A reservation was answered without its payment, which could not be read', { cause });
  },
  outcomeUnknown(cause) {
    logger.warn('A reservation was started, but its outcome could not be read', { cause });
  },
};

export function count(name: string): void {
  metrics.addMetric(name, MetricUnit.Count, 1);
}
