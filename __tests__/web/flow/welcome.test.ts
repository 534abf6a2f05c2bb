import { Store } from '../../../web/flow/store';
import { welcome } from '../../../web/flow/welcome';
import type { PageState } from '../../../web/state/page';
import { apartment, pageState, reservation } from '../samples';
import { json, type Sent, scripted } from '../scripted-api';

const arrival = { reservationId: 'r1', outcome: 'done' } as const;

async function welcomed(answer: (sent: Sent) => Response | Promise<Response>, over: Partial<PageState> = {}) {
  const { requests, sent } = scripted(answer);
  const store = new Store(pageState({ arrival, now: 7, ...over }), () => 7);
  await welcome(store, requests);
  return { state: store.state, paths: sent.map(({ path }) => path) };
}

const isReservation = ({ path }: Sent) => path.startsWith('/api/reservations/');

test('a guest back in another browser finds the reservation, its apartment by name, and what they came with', async () => {
  const told = reservation({ status: 'HELD', holdExpiresAt: new Date(60_000).toISOString() });
  const { state, paths } = await welcomed((sent) => json(isReservation(sent) ? told : apartment()));
  expect(paths).toEqual(['/api/reservations/r1', '/api/apartments/quay-1']);
  expect(state.arrival).toBeUndefined();
  expect(state.attempts).toMatchObject([
    { reservationId: 'r1', apartmentName: 'Quay 1', status: 'HELD', payment: { outcome: 'done' } },
  ]);
});

test('an apartment that is let no longer goes by its id', async () => {
  const { state } = await welcomed((sent) =>
    isReservation(sent) ? json(reservation({ status: 'PAID' })) : json({}, { status: 404 }),
  );
  expect(state.attempts).toMatchObject([{ apartmentName: 'quay-1', status: 'PAID' }]);
});

test('a reservation that nobody knows is said to be unknown, and not asked about again', async () => {
  const { state } = await welcomed(() => json({}, { status: 404 }));
  expect(state.arrival).toEqual({ ...arrival, unknown: true });
  expect((await welcomed(() => json({}), { arrival: { ...arrival, unknown: true } })).paths).toEqual([]);
});

test('where nobody answers, the guest is still to be welcomed', async () => {
  const { state } = await welcomed(() => Promise.reject(new TypeError('Failed to fetch')));
  expect(state.arrival).toEqual(arrival);
});

test('where nobody has come back, nothing is asked', async () => {
  expect((await welcomed(() => json({}), { arrival: undefined })).paths).toEqual([]);
});
