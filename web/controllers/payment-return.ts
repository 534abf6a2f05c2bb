import { fetchApartment } from '../api/apartments';
import type { HttpClient } from '../api/http-client';
import { fetchReservation } from '../api/reservations';
import { attemptFrom } from '../state/attempt';
import type { Store } from './store';

/**
 * Fetches the reservation of a guest who is back from the payment page in a browser that has not stored it.
 */
export async function resolvePaymentReturn(store: Store, http: HttpClient): Promise<void> {
  const { paymentReturn } = store.state;
  if (!paymentReturn || paymentReturn.unknown) return;
  try {
    const reservation = await fetchReservation(http, paymentReturn.reservationId);
    if (!reservation) return store.dispatch({ type: 'return-unknown' });
    const { apartmentId } = reservation;
    const apartment = await fetchApartment(http, apartmentId).catch(() => undefined);
    const attempt = attemptFrom(reservation, apartment?.name ?? apartmentId, store.state.now);
    store.dispatch({ type: 'remembered', attempt });
  } catch {
    // The next refresh tries again; the page says that it is looking.
  }
}
