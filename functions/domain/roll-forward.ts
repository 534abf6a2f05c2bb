import { type RejectingDependencies, rejectUnlessHeld } from './reject';
import type { ReservationRecord } from './reservation-record';
import type { Workflow } from './workflow';

/** How an execution ended is told within seconds. After this, whoever should have told it never will (ms). */
const TOLD_BY_THEN_MS = 60_000;

/** What rolling a reservation forward needs. */
export interface RollingDependencies extends RejectingDependencies {
  readonly workflow: Pick<Workflow, 'start'>;
}

/**
 * Asks the workflow for a reservation that is PENDING, with the record's own input, however often: an execution that
 * runs is the same one. It may never have been started, because somebody died after the record was written. One that
 * has ended, and told nobody for a minute, is REJECTED unless it took the apartment.
 */
export async function rollForward(
  record: ReservationRecord,
  dependencies: RollingDependencies,
): Promise<void> {
  const { id, apartmentId, guestId, requestedAt, holdExpiresAt } = record;
  // Records of earlier versions are of reservations that had their apartment: none is PENDING.
  if (requestedAt === undefined || holdExpiresAt === undefined) return;
  const request = { apartmentId, guestId, reservedAt: requestedAt, holdExpiresAt };
  if ((await dependencies.workflow.start(id, request)) === 'STARTED') return;
  if (dependencies.now() - Date.parse(requestedAt) >= TOLD_BY_THEN_MS) {
    await rejectUnlessHeld(record, dependencies);
  }
}
