import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { ReadTelemetry } from '../booking/domain/dependencies';

/** Name and level come from Powertools' own variables. One request at a time runs in a container. */
export const logger = new Logger();

const metrics = new Metrics();

export const watch: ReadTelemetry = {
  holdOverdue(apartmentId, holdExpiresAt) {
    count('OverdueHold');
    logger.error('Law 2: a hold has not ended', { apartmentId, holdExpiresAt });
  },
  paymentUnknown(cause) {
    count('PaymentUnknown');
    logger.error('A reservation was answered without its payment, which could not be read', { cause });
  },
};

/** A failure that is answered is no error to Lambda: it is counted here, and an alarm adds both. */
export function countFailure(): void {
  count('InternalErrors');
}

function count(name: string): void {
  metrics.addMetric(name, MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
}
