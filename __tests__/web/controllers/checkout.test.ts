import { CheckoutController } from '../../../web/controllers/checkout';
import { Store } from '../../../web/controllers/store';
import type { Attempt } from '../../../web/state/attempt';
import { attempt, pageState } from '../samples';
import { json, type Sent, scripted } from '../scripted-api';

beforeEach(() => jest.useFakeTimers({ now: 1_000_000 }));
afterEach(() => jest.useRealTimers());

const URL = 'https://pay.example/c1';
const held = attempt({ status: 'HELD', deadline: 1_060_000 });

function checkoutWith(answer: (sent: Sent) => Response | Promise<Response>, mine: Attempt = held) {
  const { http, sent } = scripted(answer);
  const filter = { complexId: undefined, vacantOnly: true };
  const store = new Store(pageState({ now: Date.now(), attempts: [mine], filter }), Date.now);
  const [goTo, refreshOne] = [jest.fn(), jest.fn(async () => undefined)];
  return { checkout: new CheckoutController(store, http, goTo, refreshOne), store, sent, goTo, refreshOne };
}

test('pressed twice, it opens one checkout and goes there once', async () => {
  const { checkout, sent, goTo } = checkoutWith(() => json({ url: URL }));
  await Promise.all([checkout.pay(held), checkout.pay(held)]);
  expect(sent).toHaveLength(1);
  expect(goTo.mock.calls).toEqual([[URL]]);
});

test('that a payment was begun is known before the page is left: its money may come late (law 4)', async () => {
  const { checkout, store, goTo } = checkoutWith(() => json({ url: URL }));
  goTo.mockImplementation(() =>
    expect(store.state.attempts[0]?.payment).toMatchObject({ outcome: 'begun', search: '?vacant' }),
  );
  await checkout.pay(held);
  expect(goTo).toHaveBeenCalledTimes(1);
});

test('no answer is asked for again, for the same reservation; after four the guest decides', async () => {
  const { checkout, store, sent, goTo } = checkoutWith(() =>
    Promise.reject(new TypeError('Failed to fetch')),
  );
  const paying = checkout.pay(held);
  expect(store.state.attempts[0]?.paying).toBe(true);
  await jest.runAllTimersAsync();
  await paying;
  expect(sent.map(({ init }) => init.body)).toEqual(Array(4).fill('{"reservationId":"r1"}'));
  expect(store.state.attempts[0]).toMatchObject({
    status: 'HELD',
    paying: undefined,
    error: 'Keyhold did not answer. Check the connection.',
  });
  expect(goTo).not.toHaveBeenCalled();
});

test('refused, it says why and looks at what the reservation is', async () => {
  const { checkout, store, sent, refreshOne } = checkoutWith(() =>
    json({ errorType: 'AlreadyPaid', detail: 'It is paid.' }, { status: 409 }),
  );
  await checkout.pay(held);
  expect(sent).toHaveLength(1);
  expect(store.state.attempts[0]).toMatchObject({ paying: undefined, error: 'It is paid.' });
  expect(refreshOne).toHaveBeenCalledTimes(1);
});

test('a page that was not left can be used again', async () => {
  const { checkout, store } = checkoutWith(() => json({ url: URL }));
  await checkout.pay(held);
  expect(store.state.attempts[0]?.paying).toBe(true);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(store.state.attempts[0]).toMatchObject({ paying: undefined, payment: { outcome: 'begun' } });
});

test('what was closed meanwhile is not paid', async () => {
  const { checkout, sent } = checkoutWith(() => json({ url: URL }));
  await checkout.pay(attempt({ reservationId: 'another' }));
  expect(sent).toEqual([]);
});
