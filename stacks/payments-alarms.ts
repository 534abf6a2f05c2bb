import type { Environment } from '../config/environments';
import type { Changes } from './changes';
import type { AlarmBook, Metric } from './constructs/alarm';
import { metricsNamespace } from './constructs/metrics';
import type { Payments } from './payments';

/** One or two throttled calls succeed when they are tried again. */
const MOST_FAILURES = 3;
/** Three runs of the sweep. */
const MOST_OVERDUE_SECONDS = 180;
/** Banks may take a day. */
const MOST_REFUND_SECONDS = 24 * 3600;
/** History and subscribers may be this far behind the table. */
const MOST_BEHIND_MS = 60_000;

/** Laws 4 and 6 in production: no money disappears. Watches the function's own metrics and the tasks that are left. */
export function paymentsAlarms(
  environment: Environment,
  { function: payments, deadLetters, sweep }: Payments,
): AlarmBook {
  const called = {
    namespace: 'AWS/Lambda',
    dimensions: { FunctionName: payments.lambda.functionName },
  };
  const counted = { namespace: metricsNamespace(environment), dimensions: { service: 'payments' } };
  return {
    'payments-errors': {
      description:
        'The payments function failed or timed out: guests cannot pay, or a webhook was put off. Its log has the request id.',
      metrics: { errors: { ...called, name: 'Errors' }, internal: { ...counted, name: 'InternalErrors' } },
      expression: 'FILL(errors, 0) + FILL(internal, 0)',
    },
    'payments-throttles': {
      description: 'Lambda refused calls of the payments function: the account is at its concurrency limit.',
      metrics: { throttles: { ...called, name: 'Throttles' } },
      expression: 'FILL(throttles, 0)',
    },
    'refunds-failed': {
      description:
        'The provider refused a refund, or ended one as failed or canceled: it is made anew. The log has what it said.',
      metrics: { failed: { ...counted, name: 'RefundFailed' } },
      expression: 'FILL(failed, 0)',
    },
    'refunds-pending': {
      description:
        'A refund could not be made for over 15 minutes, or is with the provider for over a day: a guest waits for money.',
      metrics: { pending: { ...counted, name: 'RefundPendingTooLong' } },
      expression: 'FILL(pending, 0)',
    },
    'refunds-outside': {
      description:
        "Somebody gave money back in the provider's dashboard and not by Keyhold. It is recorded; the log has the refund.",
      metrics: { outside: { ...counted, name: 'RefundedOutside' } },
      expression: 'FILL(outside, 0)',
    },
    disputes: {
      description:
        "A guest's bank disputes a payment, or a dispute was lost. Answer it in the provider's dashboard before its deadline.",
      metrics: {
        opened: { ...counted, name: 'DisputeOpened' },
        lost: { ...counted, name: 'DisputeLost' },
      },
      expression: 'FILL(opened, 0) + FILL(lost, 0)',
    },
    'paid-yet-vacant': {
      description:
        "Law 6 broken: money was taken, and neither is the apartment the guest's nor a refund under way. Refund by hand.",
      metrics: { found: { ...counted, name: 'PaidYetVacant' } },
      expression: 'FILL(found, 0)',
    },
    'webhooks-refused': {
      description:
        "A webhook was refused: the secret is not the provider's, the event cannot be read, or somebody forges them.",
      metrics: { refused: { ...counted, name: 'WebhookRefused' } },
      expression: 'FILL(refused, 0)',
    },
    'webhooks-missing': {
      description:
        'A checkout was paid, or has ended, and a quarter of an hour later no webhook has told of it. It was settled because we asked. Does the webhook reach us?',
      metrics: {
        missing: { ...counted, name: 'WebhookMissing' },
        untold: { ...counted, name: 'CheckoutUntold' },
        missed: { ...counted, name: 'EventMissed' },
      },
      expression: 'FILL(missing, 0) + FILL(untold, 0) + FILL(missed, 0)',
    },
    'amounts-mismatched': {
      description:
        'Somebody paid another amount or currency than the order says: it is given back. Has a price changed meanwhile?',
      metrics: { mismatched: { ...counted, name: 'AmountMismatch' } },
      expression: 'FILL(mismatched, 0)',
    },
    ...sweepAlarms(counted),
    ...deadLetters.alarm('payments-dead-letters'),
    ...sweep.deadLetters.alarm('sweep-dead-letters'),
  };
}

/**
 * How old the oldest is of what is not well, as each run of the sweep tells it: 0 where all is. Without any the sweep
 * is dead, and they go off as well.
 */
function sweepAlarms(counted: Pick<Metric, 'namespace' | 'dimensions'>): AlarmBook {
  const oldest = (name: string, limitSeconds: number, description: string): AlarmBook[string] => ({
    description: `${description} No data: the sweep does not run; see the payments function's log.`,
    metrics: { age: { ...counted, name, stat: 'Maximum' } },
    expression: `age - ${limitSeconds}`,
    whenMissing: 'breaching',
  });
  return {
    'oldest-hold': oldest(
      'OldestOverdueHold',
      MOST_OVERDUE_SECONDS,
      `Law 2 broken: a hold has not ended ${MOST_OVERDUE_SECONDS} s after its deadline.`,
    ),
    'oldest-undecided': oldest(
      'OldestUndecided',
      MOST_OVERDUE_SECONDS,
      `A reservation is PENDING for over ${MOST_OVERDUE_SECONDS} s: its guest does not know whether he has the apartment.`,
    ),
    'oldest-refund': oldest(
      'OldestRefund',
      MOST_REFUND_SECONDS,
      'Law 6: a refund has not come to its end within a day: a guest waits for money.',
    ),
  };
}

/** Records of reservations and live updates: all should follow soon. */
export function changesAlarms(
  environment: Environment,
  { function: changes, deadLetters, executionEnds }: Changes,
): AlarmBook {
  const called = { namespace: 'AWS/Lambda', dimensions: { FunctionName: changes.lambda.functionName } };
  const counted = { namespace: metricsNamespace(environment), dimensions: { service: 'changes' } };
  return {
    'changes-errors': {
      description: `The changes function failed over ${MOST_FAILURES} times: records of reservations and subscribers wait while it tries again. Its log has the record.`,
      metrics: { errors: { ...called, name: 'Errors' }, failed: { ...counted, name: 'Failed' } },
      expression: `FILL(errors, 0) + FILL(failed, 0) - ${MOST_FAILURES}`,
    },
    'changes-behind': {
      description: `The changes function is over ${MOST_BEHIND_MS / 1000} s behind the table. Something holds up a shard, or Lambda refuses its calls.`,
      metrics: { age: { ...called, name: 'IteratorAge', stat: 'Maximum' } },
      expression: `FILL(age, 0) - ${MOST_BEHIND_MS}`,
    },
    ...deadLetters.alarm('changes-dead-letters'),
    ...executionEnds.deadLetters.alarm('executions-dead-letters'),
  };
}
