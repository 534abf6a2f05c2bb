import { count, gauge, logger } from '../runtime/telemetry';
import type { PaymentEvent, PaymentsTelemetry } from './domain/dependencies';
import { ProviderUnavailable, RefundNotMade } from './domain/errors';
import type { SweepTelemetry } from './domain/sweep/dependencies';

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
  'CheckoutUntold',
  'EventMissed',
];

export const telemetry: PaymentsTelemetry = {
  record(event, { cause, ...details }) {
    count(event);
    const keys = { ...details, ...(cause === undefined ? {} : { error: cause }) };
    if (TROUBLE.includes(event)) logger.error(event, keys);
    else logger.info(event, keys);
  },
};

/** What the provider does not do yet is no failure of ours: the ages tell when it takes too long. */
const PUT_OFF = [ProviderUnavailable, RefundNotMade];

export const sweepTelemetry: SweepTelemetry = {
  lookFailed(reservationId, cause) {
    const isPutOff = PUT_OFF.some((error) => cause instanceof error);
    if (!isPutOff) count('InternalErrors');
    const keys = { reservationId, error: cause };
    if (isPutOff) logger.warn('A part of a look is tried again by the next', keys);
    else logger.error('A part of a look failed, and is tried again by the next', keys);
  },
  swept({ overdueHold, undecided, refund }, looks) {
    gauge('OldestOverdueHold', overdueHold);
    gauge('OldestUndecided', undecided);
    gauge('OldestRefund', refund);
    logger.info('Swept', { ...looks, overdueHold, undecided, refund });
  },
};
