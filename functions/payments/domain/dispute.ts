import { detailsOf, instant, type PaymentsDependencies } from './dependencies';

/**
 * A guest's bank disputes a payment. Events come in any order, so an event is only a reason to ask how far the dispute
 * is now. What the bank has taken or given back is written to the ledger.
 * @throws ProviderUnavailable
 */
export async function disputeChanged(disputeId: string, dependencies: PaymentsDependencies): Promise<void> {
  const { captures, disputes, ledger, provider, telemetry } = dependencies;
  const { transactions, ...state } = await provider.disputeState(disputeId);
  const payment = await captures.find(state.paymentId);
  // The account is shared: this payment is another system's.
  if (!payment) return;
  const { paymentId, reservationId } = payment;
  const now = instant(dependencies);
  if (!payment.disputeIds?.has(disputeId)) {
    await dependencies.unfinished.open(reservationId, now);
    await captures.disputed(paymentId, disputeId);
  }
  for (const { transactionId, amount, currency } of transactions) {
    await ledger.write({
      movement: 'DISPUTE',
      sourceId: transactionId,
      paymentId,
      reservationId,
      amount,
      currency,
      at: now,
    });
  }
  if (await disputes.open({ ...state, reservationId, status: 'OPEN', openedAt: now })) {
    telemetry.record('DisputeOpened', detailsOf(payment));
  }
  if (!(await disputes.become(disputeId, state.status, now))) return;
  if (state.status === 'WON') telemetry.record('DisputeWon', detailsOf(payment));
  if (state.status === 'LOST') telemetry.record('DisputeLost', detailsOf(payment));
}
