import { render } from 'preact';
import { Requests } from './api/request';
import { ServerClock } from './api/server-clock';
import { fetchWhereabouts } from './api/whereabouts';
import type { Actions } from './components/actions';
import { Page } from './components/Page';
import { Booking } from './flow/booking';
import { Checkout } from './flow/checkout';
import { element } from './flow/element';
import { focusTicket, renderKeepingFocus } from './flow/focus';
import { look } from './flow/look';
import { attemptIn, Memory, reservationOfKey } from './flow/memory';
import { Poller } from './flow/poller';
import { Store } from './flow/store';
import { keepTime } from './flow/ticker';
import { formatsFor } from './region/formats';
import { announcement } from './state/announcement';
import { arrivalFrom } from './state/arrival';
import { someLapsed } from './state/attempt';
import { filterFrom, searchOf } from './state/filter';
import type { PageState } from './state/page';
import { titleOf } from './state/title';

/** As wide as a phone at most: what is taken for one until the edge has said. */
const PHONE = '(max-width: 40rem)';

const app = element('app');
const announcer = element('announcer');
const clock = new ServerClock(Date.now);
const now = () => clock.now();
const requests = new Requests((path, init) => fetch(path, init), clock);
const memory = new Memory(() => localStorage);
let formats = formatsFor(undefined, navigator.languages);
const store = new Store(firstState(), now);
const poller = new Poller(() => look(store, requests, booking), {
  visible: () => document.visibilityState === 'visible',
  online: () => navigator.onLine,
  random: Math.random,
});
const booking = new Booking(store, requests, memory.guestId(), () => poller.wake());
const checkout = new Checkout(
  store,
  requests,
  (url) => location.assign(url),
  (attempt) => booking.lookAt(attempt),
);
const actions: Actions = {
  filter: (filter) => store.dispatch({ type: 'filtered', filter }),
  lookNow: () => poller.wake(),
  reserve: (apartment) => void booking.reserve(apartment),
  pay: (attempt) => void checkout.pay(attempt),
  cancel: (attempt) => void booking.cancel(attempt),
  tryAgain: (attempt) => void booking.tryAgain(attempt),
  giveUp: (attempt) => void booking.giveUp(attempt),
  close: (attempt) => booking.close(attempt),
  closeArrival: () => store.dispatch({ type: 'arrival-dismissed' }),
};

// The first to hear: an attempt is written down before its request is sent.
store.subscribe((after, before) => memory.keep(after.attempts, before.attempts));
store.subscribe(show);
store.subscribe((after, before) => {
  if (after.filter !== before.filter) showAddress(after);
  if (someLapsed(after.attempts, after.now) && !someLapsed(before.attempts, before.now)) poller.wake();
});
listen();
// The reservation's id in the address is a capability: it stays neither in the history nor in a referrer.
if (store.state.arrival) showAddress(store.state);
show(store.state, store.state);
keepTime(store, now);
void booking.resume(memory.attempts());
poller.wake();
fetchWhereabouts(requests).then(
  (whereabouts) => store.dispatch({ type: 'located', whereabouts }),
  // Without it the page is written as the browser says and drawn as the window's width says.
  () => undefined,
);

function firstState(): PageState {
  return {
    now: now(),
    catalog: undefined,
    connection: { online: navigator.onLine, failures: 0, trouble: undefined },
    attempts: [],
    arrival: arrivalFrom(location.search),
    filter: filterFrom(location.search),
    shown: new Set(),
    whereabouts: { country: undefined, phone: matchMedia(PHONE).matches },
  };
}

function show(after: PageState, before: PageState): void {
  if (after.whereabouts !== before.whereabouts) {
    formats = formatsFor(after.whereabouts.country, navigator.languages);
  }
  renderKeepingFocus(document, () => render(<Page state={after} formats={formats} actions={actions} />, app));
  document.title = titleOf(after);
  const sentence = announcement(before, after, formats);
  if (sentence) announcer.textContent = sentence;
  if (before.arrival && !after.arrival) focusTicket(document, before.arrival.reservationId);
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
    const attempt = attemptIn(newValue);
    if (attempt) store.dispatch({ type: 'remembered', attempt });
    else store.dispatch({ type: 'dismissed', reservationId });
  });
}
