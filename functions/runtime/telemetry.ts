import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { ReadTelemetry } from '../domain/dependencies';

/** Name and level come from Powertools' own variables. A container handles one event at a time. */
export const logger = new Logger();
const metrics = new Metrics();

export function count(name: string): void {
  metrics.addMetric(name, MetricUnit.Count, 1);
}

/** A metric that says how old something is: 0 where all is well. */
export function gauge(name: string, milliseconds: number): void {
  metrics.addMetric(name, MetricUnit.Seconds, milliseconds / 1000);
}

/** Handles one event: all its log lines carry these keys, and its metrics are published at the end. */
export async function observed<Result>(
  keys: Readonly<Record<string, string>>,
  handle: () => Promise<Result>,
): Promise<Result> {
  logger.resetKeys();
  logger.appendKeys(keys);
  try {
    return await handle();
  } finally {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  }
}

/** What reading the apartments and reservations reports, whichever function reads. */
export const readTelemetry: ReadTelemetry = {
  holdOverdue(apartmentId, holdExpiresAt) {
    count('OverdueHold');
    logger.error('Law 2: a hold has not ended', { apartmentId, holdExpiresAt });
  },
  paymentUnknown(cause) {
    count('PaymentUnknown');
    logger.error('A reservation was answered without its payment, which could not be read', { cause });
  },
};
