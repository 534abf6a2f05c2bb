import { count, logger } from '../runtime/telemetry';
import type { ChangesTelemetry } from './domain/dependencies';

/** Metrics and log lines of what happened. A record that comes again is counted again. */
export const telemetry: ChangesTelemetry = {
  historyWritten: () => count('HistoryWritten'),
  published: () => count('Published'),
  unpublishable(apartmentId, sequenceNumber, cause) {
    count('Failed');
    logger.error('A change cannot be published: the item is not an apartment. Mend it with putApartment', {
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
