import type { Item } from '../../functions/tables/table';
import type { Items } from '../memory/memory-table';
import type { WorldData } from './data';

/** The items of the table of apartments: its stream brings every write, and each is held against laws 1, 3 and 5. */
export function apartmentItems(data: WorldData): Items {
  return {
    get: (id) => data.apartments.get(id),
    values: () => data.apartments.values(),
    set: (id, after) => {
      const before = data.apartments.get(id);
      data.apartments.set(id, after);
      data.stream.push({ before, after, at: data.now });
      if (before) follow(before, after, data);
    },
  };
}

function follow(before: Item, after: Item, data: WorldData): void {
  const [was, is] = [ownerOf(before), ownerOf(after)];
  const break_ = (law: string) => void data.broken.push(law);
  if (is !== undefined && was !== is) {
    const isOverdue =
      before['bookedStatus'] === 'RESERVED' && String(before['holdExpiresAt']) < String(after['reservedAt']);
    if (was !== undefined && !isOverdue) break_(`law 1: ${is} has the apartment of ${was}`);
    if (data.endings.get(is) === 'CANCELLED')
      break_(`law 5: ${is} was cancelled, and has the apartment again`);
    if (data.endings.get(is) === 'ENDED')
      break_(`law 5: the stay of ${is} was over, and it has the apartment again`);
  }
  const isPaid = before['bookedStatus'] === 'PAID';
  const isDecided = data.reservations.get(was ?? '')?.['end'] !== undefined;
  if (isPaid && (was !== is || after['bookedStatus'] !== 'PAID') && !isDecided)
    break_(`law 3: ${was} had paid, and nobody has decided to end its stay`);
  if (after['bookedStatus'] === 'PAID' && !isPaid) {
    const paymentId = String(after['paymentId']);
    if (data.taken.includes(paymentId)) break_(`law 5: ${paymentId} takes the apartment twice`);
    data.taken.push(paymentId);
  }
  if (was === undefined || was === is) return;
  const isSaid = after['releasedReservationId'] === was && after['bookedStatus'] === 'VACANT';
  data.endings.set(
    was,
    isPaid ? 'ENDED' : isSaid && after['releaseReason'] === 'CANCELLED' ? 'CANCELLED' : 'EXPIRED',
  );
}

/** Whose the apartment is. */
export function ownerOf({ bookedStatus, reservationId }: Item): string | undefined {
  return bookedStatus === 'VACANT' ? undefined : String(reservationId);
}
