import type { CapturedPayment } from '../../../domain/captured-payment';
import type { Payment, Refund } from '../../../domain/payment';
import { disputeChanged } from '../dispute';
import { advanceRefund, refundChanged, requestOrdered } from '../refund';
import { FINISHED, type Finding, type SweepDependencies, type View } from './dependencies';

/** Less than an alarm's period of five minutes: while a refund is under way its age is in each (ms). */
const REFUND_AGAIN_MS = 4 * 60_000;
const HOUR_MS = 3_600_000;

/** Law 6: what is ordered is made, and followed until the provider says that it has succeeded. */
export async function followRefunds({ record }: View, dependencies: SweepDependencies): Promise<Finding> {
  const now = dependencies.now();
  let oldest: number | undefined;
  for (const paymentId of paymentIdsOf(await dependencies.payments.find(record.id))) {
    for (const refund of await refundsOf(paymentId, dependencies)) {
      await advance(refund, dependencies).catch((cause: unknown) =>
        dependencies.sweepTelemetry.lookFailed(record.id, cause),
      );
      const after = (await dependencies.refunds.find(paymentId, refund.id)) ?? refund;
      if (!isAtEnd(after)) oldest = Math.max(oldest ?? 0, now - Date.parse(after.requestedAt));
    }
  }
  if (oldest === undefined) return FINISHED;
  return { again: now + REFUND_AGAIN_MS, moves: true, ages: { refund: oldest } };
}

/** A dispute takes months: its end is asked for once an hour. */
export async function followDisputes({ record }: View, dependencies: SweepDependencies): Promise<Finding> {
  let isOpen = false;
  for (const paymentId of paymentIdsOf(await dependencies.payments.find(record.id))) {
    const captured = await dependencies.captures.find(paymentId);
    for (const disputeId of captured?.disputeIds ?? []) {
      const known = await dependencies.disputes.find(disputeId);
      if (known && known.status !== 'OPEN') continue;
      await disputeChanged(disputeId, dependencies);
      isOpen ||= (await dependencies.disputes.find(disputeId))?.status === 'OPEN';
    }
  }
  return isOpen ? { again: dependencies.now() + HOUR_MS, moves: true } : FINISHED;
}

function paymentIdsOf(payment: Payment | undefined): string[] {
  const { paymentId, otherPaymentIds = [] } = payment ?? {};
  return [...(paymentId === undefined ? [] : [paymentId]), ...otherPaymentIds];
}

/** Those that were ordered; and Keyhold's own of an earlier version, which was not. */
async function refundsOf(paymentId: string, dependencies: SweepDependencies): Promise<Refund[]> {
  const captured = await dependencies.captures.find(paymentId);
  if (captured) await requestAll(captured, dependencies);
  const ids = captured ? captured.refunds.map(({ id }) => id) : [paymentId];
  const found = await Promise.all(ids.map((id) => dependencies.refunds.find(paymentId, id)));
  return found.flatMap((refund) => refund ?? []);
}

async function requestAll(captured: CapturedPayment, dependencies: SweepDependencies): Promise<void> {
  for (const order of captured.refunds) {
    if (await dependencies.refunds.find(captured.paymentId, order.id)) continue;
    await requestOrdered(captured, order, dependencies);
  }
}

export async function advance(refund: Refund, dependencies: SweepDependencies): Promise<void> {
  if (refund.reason === 'PROVIDER') {
    // It was made by the provider: it is asked for, and never made.
    if (!isAtEnd(refund)) await refundChanged({ refundId: refund.id }, dependencies);
  } else if (!isResting(refund, dependencies.now())) {
    await advanceRefund(refund, dependencies);
  }
}

/** REFUNDED; or one that the provider has made by itself and that has failed, which nobody makes anew. */
export function isAtEnd({ status, reason }: Refund): boolean {
  return status === 'REFUNDED' || (status === 'FAILED' && reason === 'PROVIDER');
}

/** One that was refused is tried again after as long as it has waited by then, an hour at most. */
function isResting({ requestedAt, failedAt, status }: Refund, now: number): boolean {
  if (failedAt === undefined || status === 'REFUNDED') return false;
  const waited = Date.parse(failedAt) - Date.parse(requestedAt);
  return now - Date.parse(failedAt) < Math.min(waited, HOUR_MS);
}
