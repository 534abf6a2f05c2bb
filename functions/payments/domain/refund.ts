import { type CapturedPayment, type OrderedRefund, orderRefund } from '../../domain/captured-payment';
import type { Refund, RefundRequest } from '../../domain/payment';
import { detailsOf, instant, type PaymentsDependencies } from './dependencies';
import { ProviderUnavailable, RefundNotMade } from './errors';
import type { RefundState } from './event';
import { recordOutsideRefund, releaseOutsideRefund } from './outside-refund';

/** A refund that cannot be made for longer is one that somebody should look after (ms). */
const TOO_LONG_MS = 15 * 60_000;
/** The same of one that the provider has taken: banks may take a day (ms). */
const TOO_LONG_AT_PROVIDER_MS = 24 * 3_600_000;

/**
 * Gives a payment back that cannot have its apartment. It is stored first, then queued, and only then tried:
 * whatever dies when, the queue comes back to it. That the try fails is therefore no failure of this.
 */
export async function requestRefund(
  request: RefundRequest,
  dependencies: PaymentsDependencies,
): Promise<void> {
  const { id, paymentId, reservationId, reason } = request;
  await dependencies.unfinished.open(reservationId, instant(dependencies));
  await orderRefund(paymentId, { id, reason, orderedAt: instant(dependencies) }, dependencies.captures);
  const isNew = await dependencies.refunds.request(request, instant(dependencies));
  if (reason === 'LATE')
    await dependencies.payments.refundPending(reservationId, paymentId, instant(dependencies));
  const refund = await dependencies.refunds.find(paymentId);
  if (!refund || refund.status === 'REFUNDED') return;
  await dependencies.tasks.refund(refund);
  if (isNew)
    dependencies.telemetry.record('RefundRequested', { ...detailsOf(refund), reason: refund.reason });
  await refundNow(refund, dependencies).catch(() => undefined);
}

/** The queue's task of a refund that staff have ordered. @throws ProviderUnavailable, RefundNotMade */
export async function makeOrderedRefund(
  paymentId: string,
  id: string,
  dependencies: PaymentsDependencies,
): Promise<void> {
  const payment = await dependencies.captures.find(paymentId);
  const order = payment?.refunds.find((each) => each.id === id);
  if (!payment || !order) return;
  await requestOrdered(payment, order, dependencies);
  await retryRefund(paymentId, dependencies, id);
}

/** Stores a refund that was ordered, where it is not stored yet. */
export async function requestOrdered(
  { paymentId, reservationId, currency }: CapturedPayment,
  { id, amount, reason }: OrderedRefund,
  dependencies: PaymentsDependencies,
): Promise<void> {
  const request = { id, paymentId, reservationId, amount, currency, reason };
  if (await dependencies.refunds.request(request, instant(dependencies))) {
    dependencies.telemetry.record('RefundRequested', { ...detailsOf(request), reason });
  }
}

/**
 * The queue's task: makes a refund, or asks how far it is, until the provider says that it has succeeded.
 * @throws ProviderUnavailable, RefundNotMade for the queue to come back to it
 */
export async function retryRefund(
  paymentId: string,
  dependencies: PaymentsDependencies,
  id = paymentId,
): Promise<void> {
  const refund = await dependencies.refunds.find(paymentId, id);
  if (refund && (await advanceRefund(refund, dependencies)) === 'UNDER_WAY')
    await dependencies.tasks.followRefund(refund);
}

/**
 * Makes a refund, or asks how far it is. One that is done is told, and written to the ledger, where that was missed.
 * @throws ProviderUnavailable, RefundNotMade
 */
export async function advanceRefund(refund: Refund, dependencies: PaymentsDependencies): Promise<RefundEnd> {
  if (refund.status === 'REFUNDED') {
    await tell(refund, dependencies);
    await completeLedger(refund, dependencies);
    return 'REFUNDED';
  }
  const longest = refund.refundId === undefined ? TOO_LONG_MS : TOO_LONG_AT_PROVIDER_MS;
  if (dependencies.now() - Date.parse(refund.requestedAt) > longest) {
    dependencies.telemetry.record('RefundPendingTooLong', detailsOf(refund));
  }
  return refundNow(refund, dependencies);
}

/** The provider tells that something has happened to a refund: how far it is, is asked for. */
export async function refundChanged(
  { refundId }: Pick<RefundState, 'refundId'>,
  dependencies: PaymentsDependencies,
): Promise<void> {
  await followState(await dependencies.provider.refundState(refundId), dependencies);
}

/** The provider tells that a payment was given back in part or in full: its refunds are asked for. */
export async function paymentRefunded(paymentId: string, dependencies: PaymentsDependencies): Promise<void> {
  if (!(await dependencies.captures.find(paymentId))) return;
  for (const state of await dependencies.provider.refundsOf(paymentId))
    await followState(state, dependencies);
}

async function followState(state: RefundState, dependencies: PaymentsDependencies): Promise<void> {
  const refund = await refundOf(state, dependencies);
  if (!refund) return;
  const end = await follow(refund, state, dependencies);
  if (end === 'FAILED') await dependencies.tasks.refund(refund);
  if (end === 'UNDER_WAY' && refund.reason === 'PROVIDER') await dependencies.tasks.followRefund(refund);
}

/** Which refund this is: one that we have ordered, or one that somebody made in the provider's dashboard. */
async function refundOf(state: RefundState, dependencies: PaymentsDependencies): Promise<Refund | undefined> {
  const { captures, refunds } = dependencies;
  const { paymentId, refundId } = state;
  if (state.id !== undefined) return refunds.find(paymentId, state.id);
  const known = await refunds.find(paymentId, refundId);
  if (known) return known;
  const own = await refunds.find(paymentId);
  if (own && (own.refundId === refundId || state.amount >= own.amount)) return own;
  const payment = await captures.find(paymentId);
  if (!payment) return undefined;
  await recordOutsideRefund(payment, state, dependencies);
  return refunds.find(paymentId, refundId);
}

async function refundNow(refund: Refund, dependencies: PaymentsDependencies): Promise<RefundEnd> {
  if (refund.amount === 0)
    return done(refund, { refundId: `nothing-of-${refund.paymentId}`, amount: 0 }, dependencies);
  const state = await askProvider(refund, dependencies);
  const end = await follow(refund, state, dependencies);
  if (end === 'FAILED') throw new RefundNotMade(state);
  return end;
}

/** A refund that the provider has made is asked for; any other is made. */
async function askProvider(refund: Refund, dependencies: PaymentsDependencies): Promise<RefundState> {
  const { provider, telemetry } = dependencies;
  try {
    return await (refund.refundId === undefined
      ? provider.refund(refund)
      : provider.refundState(refund.refundId));
  } catch (cause) {
    const answer = cause instanceof ProviderUnavailable ? cause.answer : undefined;
    const isStale = refund.refundId === undefined && !(await nextAttempt(refund, answer, dependencies));
    const isFailed = answer === 'REFUSED' && !isStale;
    telemetry.record(isFailed ? 'RefundFailed' : 'RefundPutOff', { ...detailsOf(refund), cause });
    throw cause;
  }
}

/** False where this attempt no longer stands: of two tries at once, the other has made the refund. */
async function nextAttempt(
  refund: Refund,
  answer: ProviderUnavailable['answer'],
  dependencies: PaymentsDependencies,
): Promise<boolean> {
  if (answer === 'REFUSED') return dependencies.refunds.refused(refund, instant(dependencies));
  return answer === undefined || dependencies.refunds.again(refund);
}

/** ENDED: it has failed, and is not ours to make anew. */
export type RefundEnd = 'REFUNDED' | 'UNDER_WAY' | 'FAILED' | 'ENDED';

/** Stores how far a refund is. Only one that has succeeded is told as REFUNDED. */
async function follow(
  refund: Refund,
  state: RefundState,
  dependencies: PaymentsDependencies,
): Promise<RefundEnd> {
  switch (state.status) {
    case 'SUCCEEDED':
      return done(refund, state, dependencies);
    case 'PENDING':
    case 'REQUIRES_ACTION':
      await dependencies.refunds.underWay(refund, state.refundId, state.status);
      return 'UNDER_WAY';
    case 'FAILED':
    case 'CANCELED':
      return failed(refund, state, dependencies);
  }
}

async function done(refund: Refund, made: Made, dependencies: PaymentsDependencies): Promise<RefundEnd> {
  const { refundId } = made;
  const isFirst = await dependencies.refunds.refunded(refund, refundId, instant(dependencies));
  if (isFirst) dependencies.telemetry.record('Refunded', detailsOf(refund));
  // Where this attempt no longer stands, somebody has heard meanwhile that it failed.
  const current = await tell(refund, dependencies);
  if (current?.status !== 'REFUNDED') return 'UNDER_WAY';
  if (current.refundId === refundId) await writeRefund(refund, made, dependencies);
  return 'REFUNDED';
}

/** What the provider has made: of a whole payment it gives back what is left, which may be less. */
type Made = Pick<RefundState, 'refundId' | 'amount'>;

function writeRefund(refund: Refund, made: Made, dependencies: PaymentsDependencies): Promise<void> {
  return writeToLedger('REFUND', refund, made, dependencies);
}

/** A refund that is told as REFUNDED, by somebody who died before it was in the ledger. */
async function completeLedger(refund: Refund, dependencies: PaymentsDependencies): Promise<void> {
  const { refundId, amount } = refund;
  if (refundId === undefined || amount === 0 || (await dependencies.ledger.has('REFUND', refundId))) return;
  await followState(await dependencies.provider.refundState(refundId), dependencies);
}

async function writeToLedger(
  movement: 'REFUND' | 'REFUND_FAILED',
  { paymentId, reservationId, currency }: Refund,
  { refundId: sourceId, amount }: Made,
  dependencies: PaymentsDependencies,
): Promise<void> {
  if (amount === 0) return;
  const signed = movement === 'REFUND' ? -amount : amount;
  const line = { movement, sourceId, paymentId, reservationId, amount: signed, currency };
  await dependencies.ledger.write({ ...line, at: instant(dependencies) });
}

/**
 * Tells the guest what the refund's record says (law 7). Two may do so at once, of different moments: whoever
 * finds afterwards that the record has changed, tells again.
 */
async function tell(
  { id, paymentId, reservationId, reason }: Refund,
  dependencies: PaymentsDependencies,
): Promise<Refund | undefined> {
  const { payments, refunds } = dependencies;
  let told: Refund['status'] | undefined;
  let current = await refunds.find(paymentId, id);
  while (reason === 'LATE' && told !== current?.status) {
    if (current?.status === 'REFUNDED')
      await payments.refunded(reservationId, paymentId, instant(dependencies));
    else await payments.refundUndone(reservationId, paymentId);
    told = current?.status;
    current = await refunds.find(paymentId, id);
  }
  return current;
}

/**
 * An earlier attempt that failed says nothing of this one. One that had succeeded has come back: that is a line of the
 * ledger of its own, since no line is ever changed, and it is written before the refund forgets what it was.
 */
async function failed(
  refund: Refund,
  state: RefundState,
  dependencies: PaymentsDependencies,
): Promise<RefundEnd> {
  const { refundId, status } = state;
  if (refund.refundId !== undefined && refund.refundId !== refundId) return 'UNDER_WAY';
  if (refund.status === 'REFUNDED' && refund.refundId === refundId) {
    await dependencies.unfinished.open(refund.reservationId, instant(dependencies));
    await writeRefund(refund, state, dependencies);
    await writeToLedger('REFUND_FAILED', refund, state, dependencies);
  }
  const isOurs = refund.reason !== 'PROVIDER';
  if (!isOurs) await releaseOutsideRefund(refund, dependencies);
  const { refunds } = dependencies;
  const isFirst = await (isOurs
    ? refunds.failed(refund, refundId, instant(dependencies))
    : refunds.ended(refund, instant(dependencies)));
  const current = await tell(refund, dependencies);
  const reason = `The provider says of refund ${refundId}: ${status}.`;
  if (isFirst) dependencies.telemetry.record('RefundFailed', { ...detailsOf(refund), reason });
  // Its success was stored in between.
  if (
    !isFirst &&
    current?.attempt === refund.attempt &&
    current.status !== refund.status &&
    current.status !== 'FAILED'
  )
    return failed(current, state, dependencies);
  return isOurs ? 'FAILED' : 'ENDED';
}
