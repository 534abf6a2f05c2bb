import { orderEndRefund } from '../../../domain/end-refund';
import { belongsTo } from '../../../domain/reservation';
import { rollForward } from '../../../domain/roll-forward';
import { instant } from '../dependencies';
import { type Ages, FINISHED, type Finding, type SweepDependencies, type View } from './dependencies';

const MINUTE_MS = 60_000;
/** The workflow ends a hold within seconds of its deadline; who ends it later does it for one that has died (ms). */
const GRACE_MS = 10_000;
/** Nobody tries any more to write or to pay who began before (ms). */
const NOTE_KEPT_MS = 3_600_000;

/** When a HELD reservation's hold ends (ms since the epoch). */
export function deadlineOf({ record, occupancy }: View): number {
  const has = occupancy && belongsTo(occupancy, record.id) ? occupancy : undefined;
  return Date.parse(has?.holdExpiresAt ?? record.holdExpiresAt ?? '');
}

/** How old it is where it is not well: told whether or not this look mends it, or fails. */
export function agesOf(view: View, now: number): Partial<Ages> {
  const { record, occupancy, status } = view;
  if (status === 'PENDING') return { undecided: now - Date.parse(record.requestedAt ?? '') };
  const isOverdue = status === 'EXPIRED' && occupancy !== undefined && belongsTo(occupancy, record.id);
  return isOverdue ? { overdueHold: now - deadlineOf(view) } : {};
}

/** Asks the workflow for one that is PENDING, whoever died before it was asked, or before it answered. */
export async function decide({ record, status }: View, dependencies: SweepDependencies): Promise<Finding> {
  if (status !== 'PENDING') return FINISHED;
  const now = dependencies.now();
  await rollForward(record, dependencies);
  return { again: now + MINUTE_MS };
}

/** Law 2: ends a hold that its workflow has not ended (T5). */
export async function endHold(view: View, dependencies: SweepDependencies): Promise<Finding> {
  const { record, occupancy, status } = view;
  const deadline = deadlineOf(view);
  if (status === 'HELD') return Number.isNaN(deadline) ? FINISHED : { again: deadline };
  if (status !== 'EXPIRED' || !occupancy || !belongsTo(occupancy, record.id)) return FINISHED;
  const now = dependencies.now();
  if (now < deadline + GRACE_MS) return { again: deadline + GRACE_MS };
  if (await dependencies.apartments.expire(record.apartmentId, record.id, instant(dependencies))) {
    dependencies.telemetry.record('OverdueHoldEnded', { reservationId: record.id });
  }
  return { again: now + MINUTE_MS };
}

/** Staff have decided to end the stay, and whoever they told died before it was done. */
export async function finishEnd(
  { record, status }: View,
  { apartments, payments, captures }: SweepDependencies,
): Promise<Finding> {
  const { id, apartmentId, end } = record;
  if (!end) return FINISHED;
  if (status === 'PAID') await apartments.end(apartmentId, id);
  const payment = await payments.find(id);
  if (payment?.paymentId === undefined) return FINISHED;
  const { paymentId, amount, currency, receivedAt = end.decidedAt } = payment;
  // Earlier versions did not record it by itself.
  await captures.record({ paymentId, reservationId: id, amount, currency }, receivedAt);
  await orderEndRefund(paymentId, end, captures);
  return FINISHED;
}

/** The apartment's note of what was decided goes, once the records say the same and are an hour old. */
export async function forgetNote(
  { record, occupancy }: View,
  dependencies: SweepDependencies,
): Promise<Finding> {
  const note = occupancy?.settled?.find(({ reservationId }) => reservationId === record.id);
  if (!note) return FINISHED;
  const since = await confirmedSince(record, note.decision, dependencies);
  if (since === undefined) return FINISHED;
  const oldAt = Date.parse(since) + NOTE_KEPT_MS;
  if (dependencies.now() < oldAt) return { again: oldAt };
  await dependencies.apartments.forget(record.apartmentId, note);
  return FINISHED;
}

/** Since when no write and no payment can need the note; undefined while one may. */
async function confirmedSince(
  { id, status, endedAt }: View['record'],
  decision: string,
  { payments }: SweepDependencies,
): Promise<string | undefined> {
  const payment = await payments.find(id);
  if (payment?.paymentId !== undefined) return payment.settledAt;
  const isClosed = payment?.checkoutId === undefined || payment.closedAt !== undefined;
  return decision === 'CANCELLED' && status === 'CANCELLED' && isClosed ? endedAt : undefined;
}
