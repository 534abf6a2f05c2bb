import { fetchOffers } from '../api/apartments';
import { messageFor } from '../api/errors';
import type { HttpClient } from '../api/http-client';
import type { BookingController } from './booking';
import { resolvePaymentReturn } from './payment-return';
import type { Store } from './store';

/** Fetches what may have changed: the catalog and this guest's reservations. True where the catalog was loaded. */
export async function refresh(store: Store, http: HttpClient, booking: BookingController): Promise<boolean> {
  const [loaded] = await Promise.all([
    refreshCatalog(store, http),
    booking.refresh(),
    resolvePaymentReturn(store, http),
  ]);
  return loaded;
}

async function refreshCatalog(store: Store, http: HttpClient): Promise<boolean> {
  try {
    store.dispatch({ type: 'catalog-loaded', ...(await fetchOffers(http)), at: Date.now() });
    return true;
  } catch (thrown) {
    store.dispatch({ type: 'catalog-failed', sentence: messageFor(thrown) });
    return false;
  }
}
