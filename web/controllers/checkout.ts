import { messageFor, PermanentError } from '../api/errors';
import type { HttpClient } from '../api/http-client';
import { openCheckout } from '../api/payments';
import type { Attempt } from '../state/attempt';
import { searchOf } from '../state/filter';
import type { Store } from './store';
import { withRetries } from './with-retries';

/** If the page is still open after this time (ms), the guest stopped the browser from leaving it. */
const LEAVING_MS = 10_000;

/** Sends the guest to the payment page. */
export class CheckoutController {
  constructor(
    private readonly store: Store,
    private readonly http: HttpClient,
    /** Navigates to a URL outside this page. */
    private readonly goTo: (url: string) => void,
    /** Fetches the reservation. */
    private readonly refreshOne: (attempt: Attempt) => Promise<void>,
  ) {}

  /**
   * Opens the reservation's checkout and goes there, once however often it is pressed. The begun payment is stored
   * first, so that the page looks for late money. If the checkout is refused, the reservation is paid or over: it
   * is fetched to show which.
   */
  async pay({ reservationId }: Attempt): Promise<void> {
    const attempt = this.store.state.attempts.find((one) => one.reservationId === reservationId);
    if (!attempt || attempt.paying) return;
    this.store.dispatch({ type: 'paying', reservationId });
    try {
      const url = await withRetries(() => openCheckout(this.http, reservationId));
      const search = searchOf(this.store.state.filter);
      this.store.dispatch({ type: 'checkout-opened', reservationId, search });
      this.goTo(url);
      setTimeout(() => this.stayed(), LEAVING_MS);
    } catch (thrown) {
      // Refresh first: its answer would clear the error, which the guest has to read while the hold lasts.
      if (thrown instanceof PermanentError) await this.refreshOne(attempt);
      this.store.dispatch({ type: 'unanswered', reservationId, sentence: messageFor(thrown) });
    }
  }

  /** The guest is still on this page, or back on it: browsers restore pages as they were left. */
  stayed(): void {
    this.store.dispatch({ type: 'stayed' });
  }
}
