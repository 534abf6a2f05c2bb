import { fetchApartments } from '../api/apartments';
import { sentenceOf } from '../api/failures';
import type { Requests } from '../api/request';
import type { Booking } from './booking';
import type { Store } from './store';
import { welcome } from './welcome';

/** One look at everything that may have changed: the catalog, and this guest's reservations. */
export async function look(store: Store, requests: Requests, booking: Booking): Promise<boolean> {
  const [brought] = await Promise.all([
    lookAtCatalog(store, requests),
    booking.look(),
    welcome(store, requests),
  ]);
  return brought;
}

async function lookAtCatalog(store: Store, requests: Requests): Promise<boolean> {
  try {
    const apartments = await fetchApartments(requests);
    store.dispatch({ type: 'looked', apartments, at: Date.now() });
    return true;
  } catch (thrown) {
    store.dispatch({ type: 'looked-in-vain', sentence: sentenceOf(thrown) });
    return false;
  }
}
