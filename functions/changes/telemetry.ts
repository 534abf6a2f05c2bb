import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { ChangesTelemetry } from './domain/dependencies';

/** Name and level come from Powertools' own variables. One batch at a time runs in a container. */
export const logger = new Logger();
export const metrics = new Metrics();

/** What the domain tells, as metrics and log lines. A record that comes again is counted again. */
export const telemetry: ChangesTelemetry = {
  historyWritten: () => count('HistoryWritten'),
  published: () => count('Published'),
  untellable(apartmentId, sequenceNumber, cause) {
    count('Failed');
    logger.error('A change can be told to nobody: the item is no apartment. Mend it with putApartment', {
      apartmentId,
      sequenceNumber,
      error: cause,
    });
  },
  failed(apartmentId, sequenceNumber, cause) {
    count('Failed');
    logger.error('A change could not be followed; the stream brings it again', {
      apartmentId,
      sequenceNumber,
      error: cause,
    });
  },
};

function count(name: string): void {
  metrics.addMetric(name, MetricUnit.Count, 1);
}
