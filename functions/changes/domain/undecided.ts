import { type RejectingDependencies, rejectUnlessHeld } from '../../domain/reject';
import { forgetHold } from '../../domain/share';
import type { Reservations } from './dependencies';

/** What deciding needs. */
export interface DecidingDependencies extends RejectingDependencies {
  readonly reservations: Reservations;
}

/**
 * An execution of the workflow ended without success. Who lost the apartment is in no stream: their reservation is
 * REJECTED here. One that is not PENDING has been decided, and one without a record was not asked for by booking.
 */
export async function decideFailed(reservationId: string, dependencies: DecidingDependencies): Promise<void> {
  const record = await dependencies.reservations.find(reservationId);
  if (record?.status === 'PENDING') await rejectUnlessHeld(record, dependencies);
  // Whoever rejected it may have died before its shares were free.
  if (record?.status === 'REJECTED') await forgetHold(record, dependencies.shares);
}
