import { Refused, sentenceOf } from '../api/failures';
import { openCheckout } from '../api/payments';
import type { Requests } from '../api/request';
import type { Attempt } from '../state/attempt';
import { searchOf } from '../state/filter';
import { persistently } from './persistently';
import type { Store } from './store';

/** A page that is still here so long after it was to be left (ms) was not: the guest stopped the browser. */
const LEAVING_MS = 10_000;

/** A guest's way to the payment page. */
export class Checkout {
  constructor(
    private readonly store: Store,
    private readonly requests: Requests,
    /** Goes to an address outside this page. */
    private readonly goTo: (url: string) => void,
    /** Asks what became of a reservation. */
    private readonly lookAt: (attempt: Attempt) => Promise<void>,
  ) {}

  /**
   * Opens the reservation's checkout and goes there; pressed twice, once. That a payment was begun is written
   * down before: its money may come late, and is looked for then. Refused, for it is paid or over by now, the
   * reservation itself says what it is.
   */
  async pay({ reservationId }: Attempt): Promise<void> {
    const attempt = this.store.state.attempts.find((one) => one.reservationId === reservationId);
    if (!attempt || attempt.paying) return;
    this.store.dispatch({ type: 'paying', reservationId });
    try {
      const url = await persistently(() => openCheckout(this.requests, reservationId));
      const search = searchOf(this.store.state.filter);
      this.store.dispatch({ type: 'checkout-opened', reservationId, search });
      this.goTo(url);
      setTimeout(() => this.stayed(), LEAVING_MS);
    } catch (thrown) {
      // The look first: what it finds ends all trouble, and this one has to be read while the hold lasts.
      if (thrown instanceof Refused) await this.lookAt(attempt);
      this.store.dispatch({ type: 'unanswered', reservationId, sentence: sentenceOf(thrown) });
    }
  }

  /** The guest is on this page, still or again: browsers bring one back as it was left. */
  stayed(): void {
    this.store.dispatch({ type: 'stayed' });
  }
}
