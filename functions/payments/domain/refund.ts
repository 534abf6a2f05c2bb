import type { Refund, RefundRequest } from '../../domain/payment';
import { detailsOf, instant, type PaymentsDependencies } from './dependencies';
import { ProviderUnavailable, RefundNotMade } from './errors';
import type { RefundState } from './event';

/** A refund that cannot be made for longer is one that somebody should look after (ms). */
const TOO_LONG_MS = 15 * 60_000;
/** The same of one that the provider has taken: banks may take a day (ms). */
const TOO_LONG_AT_PROVIDER_MS = 24 * 3_600_000;

/**
 * Gives a payment back. It is stored first, then queued, and only then tried: whatever dies when, the queue
 * comes back to it. That the try fails is therefore no failure of this.
 */
export async function requestRefund(
  request: RefundRequest,
  dependencies: PaymentsDependencies,
): Promise<void> {
  const { paymentId, reservationId } = request;
  const isNew = await dependencies.refunds.request(request, instant(dependencies));
  if (request.reason === 'LATE')
    await dependencies.payments.refundPending(reservationId, paymentId, instant(dependencies));
  const refund = await dependencies.refunds.find(paymentId);
  if (!refund || refund.status === 'REFUNDED') return;
  await dependencies.tasks.refund(paymentId);
  if (isNew)
    dependencies.telemetry.record('RefundRequested', { ...detailsOf(refund), reason: refund.reason });
  await refundNow(refund, dependencies).catch(() => undefined);
}

/**
 * The queue's task: makes a refund, or asks how far it is, until the provider says that it has succeeded.
 * @throws ProviderUnavailable, RefundNotMade for the queue to come back to it
 */
export async function retryRefund(paymentId: string, dependencies: PaymentsDependencies): Promise<void> {
  const refund = await dependencies.refunds.find(paymentId);
  if (!refund) return;
  if (refund.status === 'REFUNDED') return void (await tell(refund, dependencies));
  const longest = refund.refundId === undefined ? TOO_LONG_MS : TOO_LONG_AT_PROVIDER_MS;
  if (dependencies.now() - Date.parse(refund.requestedAt) > longest) {
    dependencies.telemetry.record('RefundPendingTooLong', detailsOf(refund));
  }
  const end = await refundNow(refund, dependencies);
  if (end === 'UNDER_WAY') await dependencies.tasks.followRefund(paymentId);
}

/** The provider tells that something has happened to a refund: how far it is, is asked for. */
export async function refundChanged(
  { refundId, paymentId }: Pick<RefundState, 'refundId' | 'paymentId'>,
  dependencies: PaymentsDependencies,
): Promise<void> {
  const refund = await dependencies.refunds.find(paymentId);
  if (!refund) return;
  const state = await dependencies.provider.refundState(refundId);
  // Staff may have given back a part in the provider's dashboard: that is not the refund.
  if (refund.refundId !== refundId && state.amount < refund.amount) return;
  const end = await follow(refund, state, dependencies);
  if (end === 'FAILED') await dependencies.tasks.refund(paymentId);
}

async function refundNow(refund: Refund, dependencies: PaymentsDependencies): Promise<RefundEnd> {
  if (refund.amount === 0) return done(refund, `nothing-of-${refund.paymentId}`, dependencies);
  const state = await askProvider(refund, dependencies);
  const end = await follow(refund, state, dependencies);
  if (end === 'FAILED') throw new RefundNotMade(state);
  return end;
}

/** A refund that the provider has made is asked for; any other is made. */
async function askProvider(refund: Refund, dependencies: PaymentsDependencies): Promise<RefundState> {
  const { provider, refunds, telemetry } = dependencies;
  try {
    return await (refund.refundId === undefined
      ? provider.refund(refund)
      : provider.refundState(refund.refundId));
  } catch (cause) {
    const answer = cause instanceof ProviderUnavailable ? cause.answer : undefined;
    const isStale =
      answer !== undefined &&
      refund.refundId === undefined &&
      !(await refunds.refused(refund, instant(dependencies)));
    const isFailed = answer === 'REFUSED' && !isStale;
    telemetry.record(isFailed ? 'RefundFailed' : 'RefundPutOff', { ...detailsOf(refund), cause });
    throw cause;
  }
}

type RefundEnd = 'REFUNDED' | 'UNDER_WAY' | 'FAILED';

/** Stores how far a refund is. Only one that has succeeded is told as REFUNDED. */
async function follow(
  refund: Refund,
  state: RefundState,
  dependencies: PaymentsDependencies,
): Promise<RefundEnd> {
  switch (state.status) {
    case 'SUCCEEDED':
      return done(refund, state.refundId, dependencies);
    case 'PENDING':
    case 'REQUIRES_ACTION':
      await dependencies.refunds.underWay(refund, state.refundId, state.status);
      return 'UNDER_WAY';
    case 'FAILED':
    case 'CANCELED':
      return failed(refund, state, dependencies);
  }
}

async function done(
  refund: Refund,
  refundId: string,
  dependencies: PaymentsDependencies,
): Promise<RefundEnd> {
  const isFirst = await dependencies.refunds.refunded(refund, refundId, instant(dependencies));
  if (isFirst) dependencies.telemetry.record('Refunded', detailsOf(refund));
  // Where this attempt no longer stands, somebody has heard meanwhile that it failed.
  const status = await tell(refund, dependencies);
  return status === 'REFUNDED' ? 'REFUNDED' : 'UNDER_WAY';
}

/**
 * Tells the guest what the refund's record says (law 7). Two may do so at once, of different moments: whoever
 * finds afterwards that the record has changed, tells again.
 */
async function tell(
  { paymentId, reservationId, reason }: Refund,
  dependencies: PaymentsDependencies,
): Promise<Refund['status'] | undefined> {
  const { payments, refunds } = dependencies;
  let told: Refund['status'] | undefined;
  let current = (await refunds.find(paymentId))?.status;
  while (reason === 'LATE' && told !== current) {
    if (current === 'REFUNDED') await payments.refunded(reservationId, paymentId, instant(dependencies));
    else await payments.refundUndone(reservationId, paymentId);
    told = current;
    current = (await refunds.find(paymentId))?.status;
  }
  return current;
}

/** An earlier attempt that failed says nothing of this one. */
async function failed(
  refund: Refund,
  { refundId, status }: RefundState,
  dependencies: PaymentsDependencies,
): Promise<RefundEnd> {
  if (refund.refundId !== undefined && refund.refundId !== refundId) return 'UNDER_WAY';
  const isFirst = await dependencies.refunds.failed(refund, refundId, instant(dependencies));
  await tell(refund, dependencies);
  const reason = `The provider says of refund ${refundId}: ${status}.`;
  if (isFirst) dependencies.telemetry.record('RefundFailed', { ...detailsOf(refund), reason });
  return 'FAILED';
}
