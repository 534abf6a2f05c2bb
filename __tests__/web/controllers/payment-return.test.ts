import { resolvePaymentReturn } from '../../../web/controllers/payment-return';
import { Store } from '../../../web/controllers/store';
import type { PageState } from '../../../web/state/page';
import { apartment, pageState, reservation } from '../samples';
import { json, type Sent, scripted } from '../scripted-api';

const paymentReturn = { reservationId: 'r1', outcome: 'done' } as const;

async function withPaymentReturn(
  answer: (sent: Sent) => Response | Promise<Response>,
  over: Partial<PageState> = {},
) {
  const { http, sent } = scripted(answer);
  const store = new Store(pageState({ paymentReturn, now: 7, ...over }), () => 7);
  await resolvePaymentReturn(store, http);
  return { state: store.state, paths: sent.map(({ path }) => path) };
}

const isReservation = ({ path }: Sent) => path.startsWith('/api/reservations/');

test('a guest back in another browser finds the reservation, the name of its apartment and the outcome', async () => {
  const told = reservation({ status: 'HELD', holdExpiresAt: new Date(60_000).toISOString() });
  const { state, paths } = await withPaymentReturn((sent) => json(isReservation(sent) ? told : apartment()));
  expect(paths).toEqual(['/api/reservations/r1', '/api/apartments/quay-1']);
  expect(state.paymentReturn).toBeUndefined();
  expect(state.attempts).toMatchObject([
    { reservationId: 'r1', apartmentName: 'Quay 1', status: 'HELD', payment: { outcome: 'done' } },
  ]);
});

test('an apartment that is no longer offered is called by its id', async () => {
  const { state } = await withPaymentReturn((sent) =>
    isReservation(sent) ? json(reservation({ status: 'PAID' })) : json({}, { status: 404 }),
  );
  expect(state.attempts).toMatchObject([{ apartmentName: 'quay-1', status: 'PAID' }]);
});

test('a reservation that does not exist is said to be unknown, and is not asked about again', async () => {
  const { state } = await withPaymentReturn(() => json({}, { status: 404 }));
  expect(state.paymentReturn).toEqual({ ...paymentReturn, unknown: true });
  expect(
    (await withPaymentReturn(() => json({}), { paymentReturn: { ...paymentReturn, unknown: true } })).paths,
  ).toEqual([]);
});

test('without an answer the return stays open', async () => {
  const { state } = await withPaymentReturn(() => Promise.reject(new TypeError('Failed to fetch')));
  expect(state.paymentReturn).toEqual(paymentReturn);
});

test('without a return nothing is asked', async () => {
  expect((await withPaymentReturn(() => json({}), { paymentReturn: undefined })).paths).toEqual([]);
});
