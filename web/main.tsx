import { render } from 'preact';
import { HttpClient } from './api/http-client';
import { ServerClock } from './api/server-clock';
import { fetchViewerInfo } from './api/viewer-info';
import type { Actions } from './components/actions';
import { Page } from './components/Page';
import { AttemptStorage, parsedAttempt, reservationOfKey } from './controllers/attempt-storage';
import { BookingController } from './controllers/booking';
import { CheckoutController } from './controllers/checkout';
import { startCountdown } from './controllers/countdown-timer';
import { element } from './controllers/element';
import { focusTicket, renderKeepingFocus } from './controllers/focus';
import { Poller } from './controllers/poller';
import { refresh } from './controllers/refresh';
import { Store } from './controllers/store';
import { formatsFor } from './formatting/formats';
import { announcement } from './state/announcement';
import { someLapsed } from './state/attempt';
import { filterFrom, searchOf } from './state/filter';
import type { PageState } from './state/page';
import { paymentReturnFrom } from './state/payment-return';
import { titleOf } from './state/title';

/** Widths that count as a phone until the edge has answered. */
const PHONE = '(max-width: 40rem)';

const app = element('app');
const announcer = element('announcer');
const clock = new ServerClock(Date.now);
const now = () => clock.now();
const http = new HttpClient((path, init) => fetch(path, init), clock);
const storage = new AttemptStorage(() => localStorage);
let formats = formatsFor(undefined, navigator.languages);
const store = new Store(firstState(), now);
const poller = new Poller(() => refresh(store, http, booking), {
  visible: () => document.visibilityState === 'visible',
  online: () => navigator.onLine,
  random: Math.random,
});
const booking = new BookingController(store, http, storage.guestId(), () => poller.wake());
const checkout = new CheckoutController(
  store,
  http,
  (url) => location.assign(url),
  (attempt) => booking.refreshOne(attempt),
);
const actions: Actions = {
  filter: (filter) => store.dispatch({ type: 'filtered', filter }),
  refreshNow: () => poller.wake(),
  reserve: (apartment) => void booking.reserve(apartment),
  pay: (attempt) => void checkout.pay(attempt),
  cancel: (attempt) => void booking.cancel(attempt),
  tryAgain: (attempt) => void booking.tryAgain(attempt),
  giveUp: (attempt) => void booking.giveUp(attempt),
  close: (attempt) => booking.close(attempt),
  closePaymentReturn: () => store.dispatch({ type: 'return-dismissed' }),
};

// The first listener: an attempt is stored before its request is sent.
store.subscribe((after, before) => storage.save(after.attempts, before.attempts));
store.subscribe(show);
store.subscribe((after, before) => {
  if (after.filter !== before.filter) showAddress(after);
  if (someLapsed(after.attempts, after.now) && !someLapsed(before.attempts, before.now)) poller.wake();
});
listen();
// The reservation's id in the URL is a capability: it must stay neither in the history nor in a referrer.
if (store.state.paymentReturn) showAddress(store.state);
show(store.state, store.state);
startCountdown(store, now);
void booking.resume(storage.attempts());
poller.wake();
fetchViewerInfo(http).then(
  (viewer) => store.dispatch({ type: 'viewer-known', viewer }),
  // Without it the formats follow the browser, and the drawings the width of the window.
  () => undefined,
);

function firstState(): PageState {
  return {
    now: now(),
    catalog: undefined,
    connection: { online: navigator.onLine, failures: 0, error: undefined },
    attempts: [],
    paymentReturn: paymentReturnFrom(location.search),
    filter: filterFrom(location.search),
    shown: new Set(),
    viewer: { country: undefined, phone: matchMedia(PHONE).matches },
  };
}

function show(after: PageState, before: PageState): void {
  if (after.viewer !== before.viewer) {
    formats = formatsFor(after.viewer.country, navigator.languages);
  }
  renderKeepingFocus(document, () => render(<Page state={after} formats={formats} actions={actions} />, app));
  document.title = titleOf(after);
  const sentence = announcement(before, after, formats);
  if (sentence) announcer.textContent = sentence;
  if (before.paymentReturn && !after.paymentReturn) focusTicket(document, before.paymentReturn.reservationId);
}

function showAddress({ filter }: PageState): void {
  history.replaceState(null, '', location.pathname + searchOf(filter));
}

function listen(): void {
  const wakeIfSeen = () => document.visibilityState === 'visible' && poller.wake();
  document.addEventListener('visibilitychange', wakeIfSeen);
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) checkout.stayed();
    wakeIfSeen();
  });
  addEventListener('offline', () => store.dispatch({ type: 'connected', online: false }));
  addEventListener('online', () => {
    store.dispatch({ type: 'connected', online: true });
    poller.wake();
  });
  // Another tab of this guest.
  addEventListener('storage', ({ key, newValue }) => {
    const reservationId = reservationOfKey(key);
    if (reservationId === undefined) return;
    const attempt = parsedAttempt(newValue);
    if (attempt) store.dispatch({ type: 'remembered', attempt });
    else store.dispatch({ type: 'dismissed', reservationId });
  });
}
