import { count, logger, readTelemetry } from '../runtime/telemetry';
import type { BookingTelemetry } from './domain/dependencies';

/**
 * Metrics and log lines of what happened here. A reservation that was decided after its answer, or asked for by
 * addStepFunction, is in the workflow's own metrics only.
 */
export const telemetry: BookingTelemetry = {
  ...readTelemetry,
  record(event) {
    count(event);
    logger.info(event);
  },
  commanded(command, given) {
    logger.info('Staff gave a command', { command, ...given });
  },
  ended(reason) {
    count('Ended');
    logger.info('Staff ended a paid stay', { reason });
  },
  outcomeUnknown(cause) {
    logger.warn('A reservation was started, but its outcome could not be read', { cause });
  },
};
