import { fetchApartment } from '../api/apartments';
import type { Requests } from '../api/request';
import { fetchReservation } from '../api/reservations';
import { found } from '../state/attempt';
import type { Store } from './store';

/**
 * Looks up the reservation of a guest who is back from the payment page in a browser that knows nothing of it:
 * another one, or one that keeps nothing.
 */
export async function welcome(store: Store, requests: Requests): Promise<void> {
  const { arrival } = store.state;
  if (!arrival || arrival.unknown) return;
  try {
    const reservation = await fetchReservation(requests, arrival.reservationId);
    if (!reservation) return store.dispatch({ type: 'arrival-unknown' });
    const { apartmentId } = reservation;
    const apartment = await fetchApartment(requests, apartmentId).catch(() => undefined);
    const attempt = found(reservation, apartment?.name ?? apartmentId, store.state.now);
    store.dispatch({ type: 'remembered', attempt });
  } catch {
    // The page goes on looking, and shows that it does.
  }
}
