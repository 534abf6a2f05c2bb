import type { SettledPayment } from '../../domain/decision';
import type { BookingDependencies } from './dependencies';

/** So many notes do no harm: an item of DynamoDB holds several thousand. */
const HARMLESS_NOTES = 20;

/** Looked at in one go. */
const MOST_LOOKS = 25;

/** No retried write and no checkout of a cancelled reservation is that old (ms). */
const OLD_MS = 3_600_000;

/**
 * Removes old notes of cancelled reservations from an apartment, so that guests who reserve and cancel for ever
 * never fill its item. A note goes once the reservation's record says the same and is an hour old.
 */
export async function forgetCancelled(
  apartmentId: string,
  { apartments, reservations, now }: BookingDependencies,
): Promise<void> {
  const { settled = [] } = (await apartments.occupancy(apartmentId)) ?? {};
  const notes = settled.filter(({ decision }) => decision === 'CANCELLED');
  if (notes.length <= HARMLESS_NOTES) return;
  await Promise.all(
    some(notes, now()).map(async (note) => {
      const record = await reservations.find(note.reservationId);
      const isOld = record?.endedAt !== undefined && now() - Date.parse(record.endedAt) > OLD_MS;
      if (record?.status === 'CANCELLED' && isOld) await apartments.forget(apartmentId, note);
    }),
  );
}

/** Other ones at other times, so that each gets its turn. */
function some(notes: readonly SettledPayment[], seed: number): SettledPayment[] {
  const start = seed % notes.length;
  return [...notes.slice(start), ...notes.slice(0, start)].slice(0, MOST_LOOKS);
}
