import { count, logger } from '../runtime/telemetry';
import type { PaymentEvent, PaymentsTelemetry } from './domain/dependencies';

/** Events that somebody should look after. */
const TROUBLE: readonly PaymentEvent[] = [
  'RefundFailed',
  'RefundPutOff',
  'RefundPendingTooLong',
  'CompletedUnpaid',
  'ApiVersionUnknown',
  'RefundedOutside',
  'DisputeOpened',
  'DisputeLost',
  'AmountMismatch',
  'PaidYetVacant',
  'PaidUntold',
  'WebhookMissing',
];

export const telemetry: PaymentsTelemetry = {
  record(event, { cause, ...details }) {
    count(event);
    const keys = { ...details, ...(cause === undefined ? {} : { error: cause }) };
    if (TROUBLE.includes(event)) logger.error(event, keys);
    else logger.info(event, keys);
  },
};
